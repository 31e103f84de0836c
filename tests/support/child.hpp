#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <system_error>

namespace stores {

// A forked process that runs `work` with the writing end of a pipe and ends without the parent's clean-up.
class Child {
 public:
  template <class Work>
  explicit Child(Work&& work) {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    pid_ = fork();
    if (pid_ == 0) {
      close(ends[0]);
      work(ends[1]);
      _exit(0);
    }
    close(ends[1]);
    from_child_ = ends[0];
  }
  ~Child() {
    end(SIGKILL);
    close(from_child_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }

  // The next byte that the child wrote, or -1 when it ended.
  int next_byte() {
    unsigned char byte = 0;
    return read(from_child_, &byte, 1) == 1 ? byte : -1;
  }

  std::string rest() {
    std::string text;
    for (int byte = next_byte(); byte >= 0; byte = next_byte()) text += static_cast<char>(byte);
    return text;
  }

  void end(int signal) {
    if (pid_ <= 0) return;
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  int from_child_ = -1;
};

inline void tell(int to_parent, const std::string& text) {
  if (write(to_parent, text.data(), text.size()) != static_cast<ssize_t>(text.size())) _exit(3);
}

// What `work` says in a process of its own.
template <class Work>
std::string said_by_child(Work&& work) {
  Child child([&](int to_parent) { tell(to_parent, work()); });
  return child.rest();
}

}  // namespace stores
