#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/callback/look_up.hpp>

#include <mutex>

namespace smarthandoff::callbacks {
namespace {

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

}  // namespace smarthandoff::callbacks
