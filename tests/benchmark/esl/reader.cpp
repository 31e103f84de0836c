#include "reader.hpp"

#include <algorithm>
#include <cstdio>

namespace esl_benchmark {
namespace {

constexpr std::size_t kChecked = 512;
constexpr const char* kThree[] = {"Event-Name", "Unique-ID", "Caller-Caller-ID-Name"};

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

double seconds_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::string Reader::begin() {
  started_ = seconds_of(CLOCK_MONOTONIC);
  started_cpu_ = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  return "flood " + std::to_string(count_) + " plain";
}

bool Reader::read(const smarthandoff::esl::Event& event) {
  ++events_;
  if (all_) {
    for (std::size_t i = 0; i < event.size(); ++i) bytes_ += event.value_at(i, scratch_).size();
  } else {
    for (const char* name : kThree) bytes_ += event.value(name, scratch_).size();
  }
  if (events_ <= kChecked) {
    for (const char* name : kThree) characters_ += characters(event.value(name, scratch_));
  }
  if (events_ < count_) return false;
  ended_ = seconds_of(CLOCK_MONOTONIC);
  ended_cpu_ = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  return true;
}

void Reader::print() const {
  const auto events = static_cast<double>(events_);
  std::printf("{\"events_per_s\": %.0f, \"cpu_us\": %.3f, \"characters\": %zu, \"bytes\": %zu}\n",
              events / (ended_ - started_), (ended_cpu_ - started_cpu_) / events * 1e6, characters_, bytes_);
}

}  // namespace esl_benchmark
