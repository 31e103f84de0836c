#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <smarthandoff/smarthandoff.hpp>

namespace crash {

namespace sh = smarthandoff;

struct ChildOptions {
  std::string store;
  std::int64_t port = 0;  // of the PBX's Event Socket
  int clock = 0;          // the shared clock's descriptor
  int life = 0;           // counts processes: the numbers and keys of each are its own
  std::uint64_t seed = 0;
  sh::Milliseconds patience{0};  // of a process without load
};

// A process under load: hosts on several threads call the engine as fast as they can and tell the parent what
// was answered, until there are no more orders. Its exit code.
int run_load(const ChildOptions& options);

// A process without load that works until every callback and handoff has ended, or tells what has not.
int run_to_the_end(const ChildOptions& options);

}  // namespace crash
