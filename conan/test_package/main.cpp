// A program as a user of the package writes it: opens a store, makes a destination and finds it again.
#include <iostream>

#include <smarthandoff/smarthandoff.hpp>

int main() {
  smarthandoff::Engine engine({.store = "sqlite://:memory:"});
  auto tenant = engine.tenant("acme");
  tenant.call(smarthandoff::destinations::create,
              {.name = "Jeni", .number = "1004", .department = "Financeiro"});
  const auto found = tenant.call(smarthandoff::destinations::resolve, {.text = "a Jeni do financeiro"});
  std::cout << found.destinations.at(0).name << " has extension " << found.destinations.at(0).number << '\n';
  return found.destinations.at(0).number == "1004" ? 0 : 1;
}
