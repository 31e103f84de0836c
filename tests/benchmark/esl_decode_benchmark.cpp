// Event Socket: events per second from memory and over loopback TCP, with three headers read and with all
// decoded, and the round trip of `api echo` beside that of bare bytes. Everything runs in this process, so
// the sending side has its share of the machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <asio/io_context.hpp>

#include <smarthandoff/telephony/esl.hpp>

#include "esl_pool.hpp"
#include "telephony/esl/connection.hpp"
#include "telephony/esl/scripted_switch.hpp"

namespace {

using namespace smarthandoff::esl;
using esl_test::ScriptedSwitch;
using esl_test::Wire;
using Clock = std::chrono::steady_clock;

constexpr int kPoolEvents = 512;
constexpr int kRepeats = 200;
constexpr std::size_t kEvents = std::size_t{kPoolEvents} * kRepeats;
constexpr int kRoundTrips = 20000;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The time this thread has run; less than the clock's on a machine with other things to do.
double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Reads as a handler would: three headers, or all of them.
class Reader {
 public:
  explicit Reader(bool all) : all_(all) {}

  void read(const Event& event) {
    ++events_;
    if (all_) {
      for (std::size_t i = 0; i < event.size(); ++i) bytes_ += event.value_at(i, scratch_).size();
    } else {
      for (const char* name : {"Event-Name", "Unique-ID", "Hangup-Cause"})
        bytes_ += event.value(name, scratch_).size();
    }
  }

  std::size_t events() const { return events_; }
  std::size_t bytes() const { return bytes_; }

 private:
  bool all_;
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
  std::string scratch_;
};

struct Span {
  Clock::time_point start = Clock::now();
  double thread_start = thread_seconds();
};

// The reading thread's own time counts from `span`'s start on that thread.
void report(const char* what, bool all, const Span& span, std::size_t pool_bytes, const Reader& reader) {
  const double seconds = seconds_since(span.start);
  const double thread = thread_seconds() - span.thread_start;
  const auto events = static_cast<double>(reader.events());
  std::printf(
      "%-32s %-11s %9.0f events/s %6.0f MB/s %6.2f us of the reading thread/event (%9.0f/s), %zu bytes "
      "read\n",
      what, all ? "all decoded" : "3 headers", events / seconds,
      static_cast<double>(pool_bytes) * kRepeats / seconds / 1e6, thread / events * 1e6, events / thread,
      reader.bytes());
}

void from_memory(const std::string& pool, bool all) {
  constexpr std::size_t kSegment = std::size_t{64} << 10;
  Reader reader(all);
  Decoder decoder;
  const Span span;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    for (std::size_t at = 0; at < pool.size(); at += kSegment) {
      decoder.feed(std::string_view(pool).substr(at, kSegment),
                   [&](Frame&& frame) { reader.read(frame.event()); });
    }
  }
  report("from memory", all, span, pool.size(), reader);
}

// Lets one client in, sends all events and waits for it to go.
std::thread send_events(ScriptedSwitch& pbx, const std::string& pool) {
  return std::thread([&] {
    Wire wire = pbx.accept_and_let_in();
    for (int repeat = 0; repeat < kRepeats; ++repeat) wire.send(pool);
    wire.is_closed();
  });
}

ClientOptions options_for(const ScriptedSwitch& pbx) {
  ClientOptions options;
  options.port = pbx.port();
  options.password = "ClueCon";
  options.subscription.events = {"ALL"};
  return options;
}

// As the FreeSWITCH adapter reads: on the thread of the socket.
void over_connection(const std::string& pool, bool all) {
  ScriptedSwitch pbx;
  std::thread sender = send_events(pbx, pool);
  Reader reader(all);
  asio::io_context io(1);
  Span span;
  Connection connection(io, options_for(pbx),
                        {.on_event =
                             [&](const Event& event) {
                               reader.read(event);
                               if (reader.events() < kEvents) return;
                               report("loopback TCP, on the I/O thread", all, span, pool.size(), reader);
                               connection.close();
                             },
                         .on_state =
                             [&](const StateChange& change) {
                               if (change.state == ConnectionState::connected) span = Span();
                             }});
  connection.open();
  io.run();
  sender.join();
}

// As a host reads through the public client: one thread for the socket, one for the handler.
void over_client(const std::string& pool, bool all) {
  ScriptedSwitch pbx;
  std::thread sender = send_events(pbx, pool);
  Reader reader(all);
  Span span;
  std::uint64_t lost = 0;
  esl_test::Log<bool> done;
  ClientOptions options = options_for(pbx);
  options.max_queue_events = kEvents;
  options.max_queue_bytes = std::size_t{4} << 30;
  Client client(options, {.on_event =
                              [&](const Event& event) {
                                reader.read(event);
                                if (reader.events() < kEvents) return;
                                report("loopback TCP, Client", all, span, pool.size(), reader);
                                done.add(true);
                              },
                          .on_state =
                              [&](const StateChange& change) {
                                if (change.state == ConnectionState::connected) span = Span();
                              },
                          .on_gap = [&](const Gap& gap) { lost += gap.lost; }});
  client.open();
  done.wait(1);
  client.close();
  sender.join();
  if (lost > 0) std::printf("  %llu events lost\n", static_cast<unsigned long long>(lost));
}

void report_times(const char* what, std::vector<double>& micros) {
  std::sort(micros.begin(), micros.end());
  std::printf("%-47s p50 %6.1f us   p99 %6.1f us\n", what, micros[micros.size() / 2],
              micros[micros.size() * 99 / 100]);
}

// Answers `api echo TEXT` until the client goes.
std::thread echo(ScriptedSwitch& pbx) {
  return std::thread([&] {
    Wire wire = pbx.accept_and_let_in();
    wire.set_no_delay();
    std::string input;
    for (std::string more = wire.receive(); !more.empty(); more = wire.receive()) {
      input += more;
      std::string output;
      for (std::size_t end = input.find("\n\n"); end != std::string::npos; end = input.find("\n\n")) {
        output += Wire::api_frame(std::string_view(input).substr(9, end - 9));
        input.erase(0, end + 2);
      }
      wire.send(output);
    }
  });
}

// The machine's own limit: as many bytes back and forth between two blocking threads.
void bare_round_trip() {
  ScriptedSwitch pbx;
  std::thread other([&] {
    Wire wire = pbx.accept();
    wire.set_no_delay();
    for (std::string bytes = wire.receive(); !bytes.empty(); bytes = wire.receive()) wire.send(bytes);
  });
  Wire wire = Wire::to(pbx.port());
  wire.set_no_delay();
  std::vector<double> micros;
  const std::string bytes(64, 'x');
  for (int i = 0; i < kRoundTrips; ++i) {
    const auto start = Clock::now();
    wire.send(bytes);
    wire.receive();
    micros.push_back(seconds_since(start) * 1e6);
  }
  wire.close();
  other.join();
  report_times("bare 64 bytes there and back", micros);
}

// `in_flight` commands at a time, each answer sending the next.
void echo_over_connection(std::size_t in_flight) {
  ScriptedSwitch pbx;
  std::thread other = echo(pbx);
  asio::io_context io(1);
  std::vector<double> micros;
  int sent = 0;
  Clock::time_point begin;
  Connection* target = nullptr;
  const std::function<void()> send = [&] {
    ++sent;
    target->api("echo x", [&, start = Clock::now()](const Answer& answer) {
      if (!answer.ok()) return;
      micros.push_back(seconds_since(start) * 1e6);
      if (sent < kRoundTrips) return send();
      if (micros.size() == kRoundTrips) target->close();
    });
  };
  Connection connection(io, options_for(pbx), {.on_state = [&](const StateChange& change) {
                          if (change.state != ConnectionState::connected) return;
                          begin = Clock::now();
                          for (std::size_t i = 0; i < in_flight; ++i) send();
                        }});
  target = &connection;
  connection.open();
  io.run();
  const double seconds = seconds_since(begin);
  other.join();
  if (in_flight == 1) return report_times("api echo, on the I/O thread", micros);
  std::printf("api echo, %zu in flight %35.0f commands/s\n", in_flight, kRoundTrips / seconds);
}

void echo_over_client() {
  ScriptedSwitch pbx;
  std::thread other = echo(pbx);
  esl_test::Log<bool> connected;
  Client client(options_for(pbx), {.on_state = [&](const StateChange& change) {
                  if (change.state == ConnectionState::connected) connected.add(true);
                }});
  client.open();
  connected.wait(1);
  std::vector<double> micros;
  for (int i = 0; i < kRoundTrips; ++i) {
    const auto start = Clock::now();
    if (!client.api_and_wait("echo x").ok()) return;
    micros.push_back(seconds_since(start) * 1e6);
  }
  client.close();
  other.join();
  report_times("api echo, Client::api_and_wait", micros);
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string pool = esl_benchmark::make_pool(kPoolEvents);
  std::printf("events of %zu bytes on average\n", pool.size() / kPoolEvents);
  for (const bool all : {false, true}) {
    from_memory(pool, all);
    over_connection(pool, all);
    over_client(pool, all);
  }
  bare_round_trip();
  echo_over_connection(1);
  echo_over_client();
  echo_over_connection(64);
  return 0;
}
