#pragma once

#include <string>
#include <string_view>

// How departments are told apart, whoever typed their names.
namespace smarthandoff {

// Two names are one department's if their keys are equal: case, accents and blanks around them do not matter.
std::string department_key(std::string_view name);

}  // namespace smarthandoff
