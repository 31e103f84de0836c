#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/base/understand.hpp>

#include "handoff/dialogue_lifecycle.hpp"

// From a caller's words to an answer of the dialogue. Pure.
namespace smarthandoff::handoff::dialogue {

// What the words are heard against.
struct Hearing {
  const State& state;
  std::string language;
  std::string opening_hours;
  const TenantProfile& profile;
  Instant now;
  std::optional<std::string> caller_number{};  // E.164; none: withheld or not callable
};

// What the words mean as an answer to the question of the state; `unclear` where they mean nothing.
Input understand_words(std::string_view text, const Hearing& hearing);

// A time as people may be called then: inside the opening hours, or what is proposed instead.
TimeAnswer judge(Instant time, bool to_confirm, const Hearing& hearing);

// The number that was said, if it may be called back; one that needs confirmation too, since it is read back.
std::optional<std::string> number_in(std::string_view text, const Hearing& hearing);

// A number was said that is never called back: free of charge, of a service, premium.
bool says_unusable_number(std::string_view text, const Hearing& hearing);

}  // namespace smarthandoff::handoff::dialogue
