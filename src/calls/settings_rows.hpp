#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/storage/context.hpp>

// The SQL of a tenant's call settings, and nothing else.
namespace smarthandoff::calls::rows {

std::optional<std::string> find_settings(const Context& context);
void save_settings(Context& context, const std::string& json);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> settings_statements();

}  // namespace smarthandoff::calls::rows
