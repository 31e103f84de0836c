#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/handoff/extension.hpp>

// The SQL of questions to the PBX about extensions, and nothing else.
namespace smarthandoff::extensions::rows {

void ask(Context& context, const GetStatus& request);
void answer(Context& context, const GetStatus& request, const telephony::ExtensionStatus& told);
// Nothing while the question waits.
std::optional<telephony::ExtensionStatus> answered(const Context& context, const GetStatus& request);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::extensions::rows
