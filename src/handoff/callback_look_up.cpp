#include "handoff/callback_look_up.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/callback/look_up.hpp>
#include <smarthandoff/handoff/destination.hpp>

#include "base/department.hpp"
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

std::vector<DestinationId> destinations_of(const Context& context, const std::string& extension,
                                           const std::string& department) {
  std::vector<DestinationId> found;
  if (!extension.empty())
    for (const auto& one : destinations::rows::of_number(context.transaction(), context.tenant(), extension))
      if (one.type == destinations::DestinationType::extension) found.push_back(one.id);
  if (const std::string key = department_key(department); !key.empty())
    for (DestinationId& id : destinations::rows::of_department(context.transaction(), context.tenant(), key))
      found.push_back(std::move(id));
  return found;
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
  callbacks::register_look_ups({.destination = destination,
                                .destinations_of = destinations_of,
                                .handoff_exists = handoff_exists,
                                .is_extension = is_extension});
}

}  // namespace smarthandoff::handoff
