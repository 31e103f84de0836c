#pragma once

#include <optional>
#include <string_view>

#include "handoff/dialogue_words.hpp"

// From a caller's words about when to a time of the dialogue. Pure.
namespace smarthandoff::handoff::dialogue {

// What the words say about when: `asap`, `time`, or `later` with what is still open. An hour without a day is
// of the day that was said or proposed before. Nothing where they say nothing about it.
std::optional<Input> time_in(std::string_view text, const Hearing& hearing);

}  // namespace smarthandoff::handoff::dialogue
