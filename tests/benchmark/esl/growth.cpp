// Memory while events go by.
// Reads them from the pool server as the FreeSWITCH adapter does and prints a line of JSON: the resident size
// after a tenth of them and after all.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <asio/io_context.hpp>

#include <smarthandoff/telephony/esl.hpp>

#include "support/arguments.hpp"
#include "support/resident_size.hpp"
#include "telephony/esl/connection.hpp"

int main(int arguments_count, char** arguments) {
  using namespace smarthandoff::esl;
  test_support::Arguments given(arguments_count, arguments, "benchmark_esl_growth PORT COUNT\n");
  ClientOptions options;
  options.port = given.next_number<std::uint16_t>("PORT");
  options.password = "ClueCon";
  options.subscription.events = {"ALL"};
  const auto count = given.next_number<long>("COUNT");
  given.end();
  long events = 0;
  std::size_t bytes = 0;
  double early = 0;
  asio::io_context io(1);
  Connection* target = nullptr;
  Connection connection(io, options,
                        {.on_event =
                             [&](const Event& event) {
                               bytes += event.value("Caller-Caller-ID-Name").size();
                               if (++events == count / 10) early = benchmark::resident_mb();
                               if (events == count) target->close();
                             },
                         .on_state =
                             [&](const StateChange& change) {
                               if (change.state != ConnectionState::connected) return;
                               target->api("flood " + std::to_string(count) + " plain", [](const Answer&) {});
                             }});
  target = &connection;
  connection.open();
  io.run();
  std::printf("{\"early_mb\": %.2f, \"late_mb\": %.2f, \"bytes\": %zu}\n", early, benchmark::resident_mb(),
              bytes);
  return events == count ? 0 : 1;
}
