#include "handoff/callback_look_up.hpp"

#include <algorithm>

#include <smarthandoff/callback/look_up.hpp>
#include <smarthandoff/handoff/destination.hpp>

#include "handoff/destination_rows.hpp"
#include "handoff/handoff_rows.hpp"

namespace smarthandoff::handoff {
namespace {

std::optional<callbacks::WantedDestination> destination(const Context& context, const DestinationId& id) {
  const auto found = destinations::find(context, id);
  if (!found) return std::nullopt;
  const bool extension = found->type == destinations::DestinationType::extension;
  return callbacks::WantedDestination{.name = found->name,
                                      .extension = extension ? found->number : std::string(),
                                      .department = found->department};
}

bool handoff_exists(const Context& context, const HandoffId& id) {
  return rows::find(context, id).has_value();
}

bool is_extension(const Context& context, const std::string& number) {
  const auto found = destinations::rows::of_number(context.transaction(), context.tenant(), number);
  return std::ranges::find(found, destinations::DestinationType::extension,
                           &destinations::Destination::type) != found.end();
}

}  // namespace

void register_with_callbacks() {
  callbacks::register_look_ups(
      {.destination = destination, .handoff_exists = handoff_exists, .is_extension = is_extension});
}

}  // namespace smarthandoff::handoff
