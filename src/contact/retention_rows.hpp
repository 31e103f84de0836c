#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/registry.hpp>

// The SQL of retention in this module, and nothing else.
namespace smarthandoff::retention::rows {

std::optional<std::string> find_settings(const Context& context);
void save_settings(Context& context, const std::string& json);

// Removes what is older among the page's rows.
contact::Expired expire_log(Context& context, const contact::ExpiryPage& page);
contact::Expired expire_decisions(Context& context, const contact::ExpiryPage& page);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::retention::rows
