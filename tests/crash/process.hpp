#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace crash {

using Words = std::vector<std::string>;

Words split(const std::string& line);
std::string join(const Words& words);

// This executable once more, with a pipe to it and one from it.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments);
  ~Process();  // kills it
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // A line to it; whether it reads it is its affair.
  void order(const Words& words);
  void no_more_orders();

  // The next line it wrote completely; none until `until`, or when it has ended and all was read.
  std::optional<std::string> line(std::chrono::steady_clock::time_point until);
  bool has_ended() const { return ended_; }  // its end of the pipe is closed and read out

  // SIGKILL, and the rest of what it wrote completely. False if it had ended by itself.
  bool kill(std::vector<std::string>& rest);
  // Waits for its own end; its exit code, or minus the signal.
  int wait();

 private:
  bool fill(int timeout_ms);
  std::optional<std::string> take_line();

  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  std::string read_;
  bool ended_ = false;
};

}  // namespace crash
