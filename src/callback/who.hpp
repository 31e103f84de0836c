#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/storage/context.hpp>

// The agents as callbacks see them.
namespace smarthandoff::callbacks::who {

struct Person {
  std::string user;  // the host's id
  std::string extension;
  std::string department;
};

// Active ones only.
std::vector<Person> of_extension(const Context& context, const std::string& extension);
std::vector<Person> of_department(const Context& context, const std::string& department);
// Nobody's phone is known, as far as they are not the owner (a phone; may be empty) that it was released by:
// whoever is told decides. Not where the owner is all there are.
bool no_phone_known(const std::vector<Person>& people, const std::string& owner);
// The agent who acts; none for the host and for users who are no agents.
std::optional<Person> acting(const Context& context);

}  // namespace smarthandoff::callbacks::who
