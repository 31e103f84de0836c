#include "callback/who.hpp"

#include <smarthandoff/contact/agent.hpp>

namespace smarthandoff::callbacks::who {
namespace {

Person person_of(const agents::Agent& agent) {
  return {.user = agent.user_id, .extension = agent.extension, .department = agent.department};
}

}  // namespace

std::vector<Person> of_extension(const Context& context, const std::string& extension) {
  const auto agent = extension.empty() ? std::nullopt : agents::of_extension(context, extension);
  return agent && agent->active ? std::vector{person_of(*agent)} : std::vector<Person>{};
}

std::vector<Person> of_department(const Context& context, const std::string& department) {
  std::vector<Person> people;
  for (const auto& agent : agents::of_department(context, department)) people.push_back(person_of(agent));
  return people;
}

bool no_phone_known(const std::vector<Person>& people, const std::string& owner) {
  bool others = people.empty();
  for (const Person& person : people) {
    if (!person.extension.empty() && person.extension != owner) return false;
    others = others || person.extension.empty();
  }
  return others;
}

std::optional<Person> acting(const Context& context) {
  if (context.actor().user.empty()) return std::nullopt;
  const auto agent = agents::of_user(context, context.actor().user);
  return agent && agent->active ? std::optional(person_of(*agent)) : std::nullopt;
}

}  // namespace smarthandoff::callbacks::who
