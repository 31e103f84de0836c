#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/callback/look_up.hpp>

#include <mutex>

#include <smarthandoff/contact/agent.hpp>

namespace smarthandoff::callbacks {
namespace {

constexpr std::size_t kLongest = 10;  // digits of an extension

// The program's list of functions, as contact/registry.cpp's.
struct Registry {
  std::mutex mutex;  // guards all below
  LookUps functions;
};

Registry& registry() {
  static Immortal<Registry> all;
  return *all;
}

}  // namespace

void register_look_ups(const LookUps& functions) {
  const std::lock_guard lock(registry().mutex);
  registry().functions = functions;
}

LookUps registered_look_ups() {
  const std::lock_guard lock(registry().mutex);
  return registry().functions;
}

std::optional<std::string> own_extension(const Context& context, const understand::PhoneUnderstanding& number,
                                         const std::string& asked) {
  if (number.e164 && *number.e164 == "+" + number.digits) return std::nullopt;
  const std::string said = number.digits.empty() ? number.extension.value_or("") : number.digits;
  if (said.empty() || said.size() > kLongest) return std::nullopt;
  const auto is_extension = registered_look_ups().is_extension;
  const bool theirs = said == asked || agents::of_extension(context, said) ||
                      (is_extension != nullptr && is_extension(context, said));
  return theirs ? std::optional(said) : std::nullopt;
}

}  // namespace smarthandoff::callbacks
