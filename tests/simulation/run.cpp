#include "simulation/run.hpp"

#include "simulation/invariants.hpp"

namespace simulation {

namespace {

constexpr std::size_t kStepsBetweenFullChecks = 500;
constexpr std::uint64_t kSeedsToAWire = 3, kSeedsToTwilio = 4;
constexpr int kRoundsOfCalm = 4 * 72;  // four days: longer than a callback can be open

// What the phone system saw of whatever the failure names, else of late.
void tell_of_phones(World& world, const std::string& failure) {
  const auto log = world.phones().log_after(0);
  std::vector<std::string> named;
  for (const auto& entry : log)
    if ((!entry.id.empty() && failure.find(entry.id) != std::string::npos) ||
        (!entry.party.empty() && failure.find(entry.party) != std::string::npos))
      named.push_back(entry.text + " " + entry.id);
  for (std::size_t i = log.size() - std::min<std::size_t>(log.size(), 30); named.empty() && i < log.size();
       ++i)
    world.tell("phones: " + log[i].text + " " + log[i].id);
  for (const std::string& line : named) world.tell("phones: " + line);
}

// What the library's own gate decided about whom the failure names.
void tell_of_gate(World& world, const std::string& failure) {
  for (const Company& company : world.companies) {
    for (const std::string& number : company.customers) {
      if (failure.find(number) == std::string::npos) continue;
      const auto decisions = world.ask([&](Life& life) {
        return world.tenant(life, company).call(sh::contact::decisions, {.address = number, .limit = 10});
      });
      for (const auto& stored : decisions.decisions) world.tell("gate: " + sh::to_json(stored));
    }
  }
}

// How long until somebody acts again.
sh::Milliseconds pause(Random& random) {
  return random.chance(0.01) ? random.between(sh::Seconds(60), sh::Seconds(900))
                             : random.between(sh::Milliseconds(0), sh::Seconds(8));
}

// A step is an instant at which something happens: somebody acts, or something falls due.
void live(World& world, People& people, Invariants& invariants, std::size_t steps) {
  sh::Instant next_act = world.now();
  sh::Milliseconds longest{0};
  for (std::size_t step = 0; step < steps; ++step) {
    if (world.now() < next_act) {
      world.pass(next_act, longest);
    } else {
      people.act();
      world.settle();
      const sh::Milliseconds until = pause(world.random);
      next_act = world.now() + until;
      longest = world.longest_look(until);
    }
    invariants.check_step();
    if (step % kStepsBetweenFullChecks == 0) invariants.check_all();
  }
}

void calm(World& world, People& people, Invariants& invariants) {
  people.calm_down();
  // Each leap of the clock makes engines take one another for dead, at the price of all their sessions.
  world.leave_one_engine();
  for (int round = 0; round < kRoundsOfCalm && !people.all_is_done(); ++round) {
    people.work_lists();
    world.advance(std::chrono::minutes(20));
    invariants.check_step();
  }
  world.advance(std::chrono::minutes(20));
  invariants.check_end();
}

// Engines that share a store would need a front that brings each webhook to the right one.
Way way_of(std::uint64_t seed, bool alone, bool twilio) {
  if (alone && (twilio || seed % kSeedsToTwilio == 0)) return Way::twilio;
  return seed % kSeedsToAWire == 0 ? Way::wire : Way::port;
}

}  // namespace

Outcome run(std::uint64_t seed, std::size_t steps, const std::string& postgresql, bool twilio) {
  Outcome outcome;
  World world(seed, postgresql, postgresql.empty() ? 1 : 2 + seed % 3,
              way_of(seed, postgresql.empty(), twilio));
  People people(world);
  Invariants invariants(world, people);
  try {
    live(world, people, invariants, steps);
    calm(world, people, invariants);
  } catch (const std::exception& error) {
    outcome.failure = error.what();
    tell_of_phones(world, outcome.failure);
    tell_of_gate(world, outcome.failure);
    world.tell("BROKEN: " + outcome.failure);
  }
  outcome.story = world.story;
  outcome.promises = people.promises.size();
  if (world.cloud) outcome.twilio = world.cloud->figures();
  return outcome;
}

}  // namespace simulation
