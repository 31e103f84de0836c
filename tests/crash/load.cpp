#include "crash/load.hpp"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "crash/host.hpp"
#include "crash/shared_clock.hpp"

namespace crash {

namespace cb = sh::callbacks;
using simulation::Random;

namespace {

constexpr int kThreads = 4;

sh::EngineOptions engine_options(const ChildOptions& options, std::shared_ptr<sh::Clock> clock) {
  sh::EngineOptions engine;
  engine.store = options.store;
  engine.clock = std::move(clock);
  engine.telephony = sh::telephony::make_freeswitch({.port = options.port,
                                                     .password = sh::Secret("ClueCon"),
                                                     .domain = "pbx.local",
                                                     .assistant_extension = "9000"});
  return engine;
}

struct Orders {
  std::vector<Words> again;
  std::vector<Words> callers;
};

Orders read_orders() {
  Orders orders;
  for (std::string line; std::getline(std::cin, line) && line != "go";) {
    const Words words = split(line);
    (words.front() == "again" ? orders.again : orders.callers).push_back(words);
  }
  return orders;
}

void work(Host& host, const ChildOptions& options, const Orders& orders, std::size_t number,
          const std::atomic<bool>& enough) {
  Random random(options.seed * kThreads + number);
  for (std::size_t i = number; i < orders.again.size(); i += kThreads) host.repeat(orders.again[i]);
  for (std::size_t i = number; i < orders.callers.size(); i += kThreads)
    host.serve(orders.callers[i].at(1), orders.callers[i].at(2), random);
  while (!enough) host.act(random);
}

// What still waits; empty: nothing.
std::string waiting(sh::Engine& engine) {
  auto tenant = engine.tenant(kTenant);
  const auto callbacks = tenant.call(cb::list, {.open_only = true, .limit = 1}).callbacks;
  if (!callbacks.empty())
    return "callback " + callbacks.front().id.value + " " + sh::wire_name(callbacks.front().status);
  const auto handoffs = tenant.call(sh::handoff::list, {.open_only = true, .limit = 1}).handoffs;
  if (!handoffs.empty())
    return "handoff " + handoffs.front().id.value + " " + sh::wire_name(handoffs.front().state);
  for (const auto& job : tenant.call(sh::jobs::stats, {}).kinds)
    if (job.kind != "callback.sweep") return "job " + job.kind;
  return "";
}

}  // namespace

int run_load(const ChildOptions& options) {
  const auto clock = std::make_shared<SharedClock>(options.clock);
  sh::Engine engine(engine_options(options, clock));
  const Orders orders = read_orders();
  Host host(engine, *clock, options.life);
  say({"ready"});
  std::atomic<bool> enough = false;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] { work(host, options, orders, i, enough); });
  for (std::string line; std::getline(std::cin, line);) {
  }
  enough = true;
  for (std::thread& thread : threads) thread.join();
  return 0;
}

int run_to_the_end(const ChildOptions& options) {
  sh::Engine engine(engine_options(options, std::make_shared<SharedClock>(options.clock)));
  const auto limit = std::chrono::steady_clock::now() + options.patience;
  std::string left = waiting(engine);
  while (!left.empty() && std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(sh::Milliseconds(10));
    left = waiting(engine);
  }
  if (!left.empty()) say({"waits", left});
  engine.close();
  return 0;
}

}  // namespace crash
