#include "crash/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>
#include <system_error>

namespace crash {

using Steady = std::chrono::steady_clock;

Words split(const std::string& line) {
  std::istringstream in(line);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string join(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

Process::Process(const std::vector<std::string>& arguments) {
  std::array<int, 2> in{}, out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<std::string> words{"/proc/self/exe"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int failed = posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  to_ = in[1];
  from_ = out[0];
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "posix_spawn");
}

Process::~Process() {
  std::vector<std::string> rest;
  if (pid_ > 0) kill(rest);
  no_more_orders();
  close(from_);
}

void Process::order(const Words& words) {
  const std::string line = join(words) + "\n";
  if (write(to_, line.data(), line.size()) < 0 && errno != EPIPE)
    throw std::system_error(errno, std::generic_category(), "write");
}

void Process::no_more_orders() {
  if (to_ >= 0) close(to_);
  to_ = -1;
}

std::optional<std::string> Process::take_line() {
  const auto end = read_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

bool Process::fill(int timeout_ms) {
  pollfd waiting{.fd = from_, .events = POLLIN, .revents = 0};
  if (poll(&waiting, 1, timeout_ms) <= 0) return false;
  std::array<char, 16384> bytes;
  const ssize_t count = read(from_, bytes.data(), bytes.size());
  ended_ = count <= 0;
  if (count > 0) read_.append(bytes.data(), static_cast<std::size_t>(count));
  return !ended_;
}

std::optional<std::string> Process::line(Steady::time_point until) {
  while (true) {
    if (auto line = take_line()) return line;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()).count();
    if (ended_ || !fill(static_cast<int>(std::max<std::int64_t>(0, left)))) return take_line();
  }
}

bool Process::kill(std::vector<std::string>& rest) {
  ::kill(pid_, SIGKILL);
  const bool killed = wait() == -SIGKILL;
  while (fill(0)) {
  }
  while (auto line = take_line()) rest.push_back(*line);
  return killed;
}

int Process::wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace crash
