#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// Where the modules above give callbacks what these cannot know: destinations and handoffs. Registered once,
// before an engine is open, with plain functions, as in contact/registry.hpp.
namespace smarthandoff::callbacks {

// What a callback takes over from the destination it is asked for.
struct WantedDestination {
  std::string name;
  std::string extension;  // empty where it is no extension of the PBX
  std::string department;
};

// Each may be null: then ids are kept as they were given.
struct LookUps {
  // The destination; nothing where there is none of that id.
  std::optional<WantedDestination> (*destination)(const Context& context, const DestinationId& id) = nullptr;
  // Those of an extension, and those of a department; either may be empty.
  std::vector<DestinationId> (*destinations_of)(const Context& context, const std::string& extension,
                                                const std::string& department) = nullptr;
  bool (*handoff_exists)(const Context& context, const HandoffId& id) = nullptr;
  bool (*is_extension)(const Context& context, const std::string& number) = nullptr;  // of a destination
};

// The newer one counts.
void register_look_ups(const LookUps& functions);

// A copy of what is registered.
LookUps registered_look_ups();

// The tenant's own extension, an agent's or a destination's, that was said or typed where a customer's number
// was asked for: "1004", "ramal 1004", or of as many digits as a telephone number. `asked` is one more that
// is known to be theirs. None of a number that was given with its country.
std::optional<std::string> own_extension(const Context& context, const understand::PhoneUnderstanding& number,
                                         const std::string& asked = {});

}  // namespace smarthandoff::callbacks
