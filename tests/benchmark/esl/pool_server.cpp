// The server that all compared clients connect to: it lets everybody in, answers `api echo TEXT`, and to
// `api flood COUNT FORMAT` it sends that many events of the pool as fast as the client takes them. Prints its
// port and ends with its standard input.
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>

#include "pool.hpp"
#include "support/arguments.hpp"
#include "telephony/esl/scripted_switch.hpp"

namespace {

using esl_test::ScriptedSwitch;
using esl_test::Wire;

constexpr int kPoolEvents = 512;

struct Pools {
  std::string plain = esl_benchmark::make_pool(kPoolEvents, esl_benchmark::Format::plain);
  std::string json = esl_benchmark::make_pool(kPoolEvents, esl_benchmark::Format::json);
};

// Sends whole pools; COUNT is a multiple of its events.
void flood(Wire& wire, const std::string& pool, long count) {
  for (long sent = 0; sent < count; sent += kPoolEvents) wire.send(pool);
}

void answer(Wire& wire, const Pools& pools, const std::string& command) {
  const std::string echo = "api echo ";
  const std::string flooding = "api flood ";
  if (command.starts_with(echo)) {
    wire.send(Wire::api_frame(command.substr(echo.size())));
  } else if (command.starts_with(flooding)) {
    wire.send(Wire::api_frame("+OK"));
    const bool json = command.ends_with("json");
    flood(wire, json ? pools.json : pools.plain, std::atol(command.c_str() + flooding.size()));
  } else {
    wire.send(Wire::reply_frame("+OK accepted"));
  }
}

void serve(Wire wire, const Pools& pools) {
  wire.set_no_delay();
  try {
    wire.send("Content-Type: auth/request\n\n");
    for (;;) answer(wire, pools, wire.read_command());
  } catch (const std::exception&) {
    return;  // the client went, as each does in the end
  }
}

bool input_ended() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) == 1;
}

}  // namespace

int main(int count, char** arguments) {
  test_support::Arguments(count, arguments, "benchmark_pool_server\n").end();
  const Pools pools;
  ScriptedSwitch pbx;
  std::printf("%d %zu %zu\n", pbx.port(), pools.plain.size() / kPoolEvents, pools.json.size() / kPoolEvents);
  std::fflush(stdout);
  while (!input_ended()) {
    if (pbx.is_called(100))
      std::thread([&pools, wire = pbx.accept()]() mutable { serve(std::move(wire), pools); }).detach();
  }
  std::_Exit(0);  // clients may still be served
}
