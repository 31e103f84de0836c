// One measurement of the C++ Event Socket library against the pool server:
// prints a line of JSON. MODE is `sink` (bytes received and dropped: what server and loopback can do),
// `connection` or `client` followed by `-lazy` (three headers read) or `-eager` (all), `echo-bare`,
// `echo-connection`, `echo-client` or `echo-64` (in flight).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include <smarthandoff/telephony/esl.hpp>

#include "pool.hpp"
#include "reader.hpp"
#include "support/arguments.hpp"
#include "telephony/esl/connection.hpp"
#include "telephony/esl/scripted_switch.hpp"

namespace {

using namespace smarthandoff::esl;
using esl_benchmark::Reader;
using esl_benchmark::seconds_of;
using esl_test::Wire;

struct Run {
  std::uint16_t port = 0;
  std::string mode;
  std::size_t count = 0;
};

ClientOptions options_for(const Run& run) {
  ClientOptions options;
  options.port = run.port;
  options.password = "ClueCon";
  options.subscription.events = {"ALL"};
  return options;
}

// Reads everything up to the reply to `command`; the greeting may come before it or with it.
void say(Wire& wire, const std::string& command) {
  wire.send(command + "\n\n");
  std::string input;
  while (input.find("command/reply") == std::string::npos || !input.ends_with("\n\n"))
    input += wire.receive();
}

void sink(const Run& run) {
  Wire wire = Wire::to(run.port);
  say(wire, "auth ClueCon");
  const double start = seconds_of(CLOCK_MONOTONIC);
  wire.send("api flood " + std::to_string(run.count) + " plain\n\n");
  const std::size_t expected = run.count / 512 * esl_benchmark::make_pool(512).size();
  for (std::size_t size = 0; size < expected;) size += wire.receive().size();
  std::printf("{\"events_per_s\": %.0f}\n",
              static_cast<double>(run.count) / (seconds_of(CLOCK_MONOTONIC) - start));
}

// As the FreeSWITCH adapter reads: on the thread of the socket.
void over_connection(const Run& run, bool all) {
  asio::io_context io(1);
  Reader reader(all, run.count);
  Connection* target = nullptr;
  Connection connection(io, options_for(run),
                        {.on_event =
                             [&](const Event& event) {
                               if (reader.read(event)) target->close();
                             },
                         .on_state =
                             [&](const StateChange& change) {
                               if (change.state != ConnectionState::connected) return;
                               target->api(reader.begin(), [](const Answer&) {});
                             }});
  target = &connection;
  connection.open();
  io.run();
  reader.print();
}

// As a host reads through the public client: one thread for the socket, one for the handler.
void over_client(const Run& run, bool all) {
  Reader reader(all, run.count);
  esl_test::Log<bool> connected, done;
  std::size_t lost = 0;
  ClientOptions options = options_for(run);
  options.max_queue_events = run.count;
  options.max_queue_bytes = std::size_t{8} << 30;
  Client client(options, {.on_event =
                              [&](const Event& event) {
                                if (reader.read(event)) done.add(true);
                              },
                          .on_state =
                              [&](const StateChange& change) {
                                if (change.state == ConnectionState::connected) connected.add(true);
                              },
                          .on_gap = [&](const Gap& gap) { lost += gap.lost; }});
  client.open();
  connected.wait(1);
  client.api(reader.begin(), [](const Answer&) {});
  done.wait(1);
  client.close();
  if (lost > 0) std::fprintf(stderr, "%zu events lost\n", lost);
  reader.print();
}

class RoundTrips {
 public:
  void add(double start) { micros_.push_back((seconds_of(CLOCK_MONOTONIC) - start) * 1e6); }
  std::size_t size() const { return micros_.size(); }
  void print() {
    std::sort(micros_.begin(), micros_.end());
    std::printf("{\"p50\": %.1f, \"p99\": %.1f}\n", micros_[micros_.size() / 2],
                micros_[micros_.size() * 99 / 100]);
  }

 private:
  std::vector<double> micros_;
};

// Two blocking threads without any library: the machine's own limit.
void echo_bare(const Run& run) {
  Wire wire = Wire::to(run.port);
  wire.set_no_delay();
  say(wire, "auth ClueCon");
  RoundTrips trips;
  while (trips.size() < run.count) {
    const double start = seconds_of(CLOCK_MONOTONIC);
    wire.send("api echo x\n\n");
    wire.receive();
    trips.add(start);
  }
  trips.print();
}

// `in_flight` commands at a time, each answer sending the next.
void echo_connection(const Run& run, std::size_t in_flight) {
  asio::io_context io(1);
  RoundTrips trips;
  std::size_t sent = 0;
  Connection* target = nullptr;
  const std::function<void()> send = [&] {
    ++sent;
    target->api("echo x", [&, start = seconds_of(CLOCK_MONOTONIC)](const Answer& answer) {
      if (!answer.ok()) return target->close();
      trips.add(start);
      if (sent < run.count) return send();
      if (trips.size() == run.count) target->close();
    });
  };
  double begun = 0;
  Connection connection(io, options_for(run), {.on_state = [&](const StateChange& change) {
                          if (change.state != ConnectionState::connected) return;
                          begun = seconds_of(CLOCK_MONOTONIC);
                          for (std::size_t i = 0; i < in_flight; ++i) send();
                        }});
  target = &connection;
  connection.open();
  io.run();
  const double seconds = seconds_of(CLOCK_MONOTONIC) - begun;
  if (in_flight == 1) return trips.print();
  std::printf("{\"commands_per_s\": %.0f}\n", static_cast<double>(trips.size()) / seconds);
}

void echo_client(const Run& run) {
  esl_test::Log<bool> connected;
  Client client(options_for(run), {.on_state = [&](const StateChange& change) {
                  if (change.state == ConnectionState::connected) connected.add(true);
                }});
  client.open();
  connected.wait(1);
  RoundTrips trips;
  while (trips.size() < run.count) {
    const double start = seconds_of(CLOCK_MONOTONIC);
    client.api_and_wait("echo x");
    trips.add(start);
  }
  client.close();
  trips.print();
}

bool measure(const Run& run) {
  const bool all = run.mode.ends_with("-eager");
  if (run.mode == "sink") return sink(run), true;
  if (run.mode == "connection-lazy" || run.mode == "connection-eager") return over_connection(run, all), true;
  if (run.mode == "client-lazy" || run.mode == "client-eager") return over_client(run, all), true;
  if (run.mode == "echo-bare") return echo_bare(run), true;
  if (run.mode == "echo-connection") return echo_connection(run, 1), true;
  if (run.mode == "echo-64") return echo_connection(run, 64), true;
  if (run.mode == "echo-client") return echo_client(run), true;
  return false;
}

}  // namespace

int main(int count, char** arguments) {
  test_support::Arguments given(count, arguments,
                                "benchmark_esl_client PORT MODE COUNT\nMODE: sink, connection-lazy, "
                                "connection-eager, client-lazy, client-eager, echo-bare, echo-connection, "
                                "echo-client or echo-64\n");
  Run run;
  run.port = given.next_number<std::uint16_t>("PORT");
  run.mode = given.next("MODE");
  run.count = given.next_number<std::size_t>("COUNT");
  given.end();
  if (!measure(run)) given.fail("no mode is called " + run.mode);
  return 0;
}
