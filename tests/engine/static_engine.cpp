// A program that never closes its engine: it is a static object, and calls are under way when main returns.
#include <cstdlib>
#include <string>

#include <smarthandoff/smarthandoff.hpp>

namespace sh = smarthandoff;

namespace {

constexpr int kUnderWay = 500;

sh::Engine& engine() {
  static sh::Engine one({.store = "sqlite://:memory:"});
  return one;
}

}  // namespace

int main(int argc, char**) {
  auto acme = engine().tenant("acme");
  for (int i = 0; i < kUnderWay; ++i)
    acme.async(sh::callbacks::create, {.number = "18997" + std::to_string(100'000 + i), .extension = "1004"});
  if (argc > 1) std::exit(0);
}
