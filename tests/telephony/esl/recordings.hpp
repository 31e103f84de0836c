#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/telephony/esl.hpp>

namespace esl_test {

// What a FreeSWITCH 1.10.12 sent on one connection, byte for byte.
struct Recording {
  std::string name;
  std::string bytes;
};

// Every recording of tests/data/freeswitch, by name.
const std::vector<Recording>& recordings();

// The one of this name.
std::string recording(std::string_view name);

// All frames of `bytes` fed at once.
std::vector<smarthandoff::esl::Frame> decode(std::string_view bytes);

// True if both frames have the same headers in the same order and the same body.
bool same(const smarthandoff::esl::Frame& a, const smarthandoff::esl::Frame& b);
bool same(const std::vector<smarthandoff::esl::Frame>& a, const std::vector<smarthandoff::esl::Frame>& b);

// A text/event-plain frame around `event`.
std::string plain_frame(std::string_view event);

// A text/event-json frame around `event`.
std::string json_frame(std::string_view event);

}  // namespace esl_test
