#pragma once

#include <ctime>
#include <string>

#include <smarthandoff/telephony/esl/event.hpp>

namespace esl_benchmark {

// Seconds of a clock of the system: CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID.
double seconds_of(clockid_t clock);

// Reads events as a handler would, three headers or all of them, and measures from asking for them to
// the last.
class Reader {
 public:
  Reader(bool all, std::size_t count) : all_(all), count_(count) {}

  // The line of `api` that asks for the events.
  std::string begin();

  // True when this was the last one.
  bool read(const smarthandoff::esl::Event& event);

  // One line of JSON: events per second, microseconds of the process's processor time for each, and the
  // characters of the three headers in the first 512 events, which must be the same for every client.
  void print() const;

  std::size_t events() const { return events_; }

 private:
  bool all_;
  std::size_t count_;
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
  std::size_t characters_ = 0;
  double started_ = 0, started_cpu_ = 0, ended_ = 0, ended_cpu_ = 0;
  std::string scratch_;
};

}  // namespace esl_benchmark
