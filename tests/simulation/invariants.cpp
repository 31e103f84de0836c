#include "simulation/invariants.hpp"

#include <algorithm>

namespace simulation {

namespace cb = sh::callbacks;

namespace {

bool has_ended(cb::CallbackStatus status) {
  return status == cb::CallbackStatus::completed || status == cb::CallbackStatus::failed ||
         status == cb::CallbackStatus::canceled;
}

}  // namespace

Invariants::Invariants(World& world, People& people) : world_(world), people_(people) {
  world_.chats.taken = [this](const TakenMessage& message) {
    const std::string wrong = world_.gate.wrote(message);
    if (broken_.empty() && !wrong.empty())
      broken_ = wrong + ": " + message.number + ", " + message.request.message_id.value;
  };
}

void Invariants::check_step() {
  if (!broken_.empty()) throw Broken(broken_);
  if (!world_.chats.broken().empty()) throw Broken(world_.chats.broken());
  check_phone_log();
  check_events();
}

void Invariants::check_all() {
  for (auto& [id, promise] : people_.promises) {
    check_promise(id, promise);
    check_dials(id, promise);
  }
}

// Positions only grow, and every event is of one tenant.
void Invariants::check_events() {
  while (true) {
    const auto page = world_.ask([&](Life& life) { return life.engine->events({}, cursor_, 1000); });
    for (const sh::Event& event : page.events) {
      if (event.position <= cursor_) throw Broken("events out of order");
      cursor_ = event.position;
      const auto known = people_.promises.find(event.entity);
      if (known == people_.promises.end()) continue;
      if (known->second.company != event.tenant.value)
        throw Broken("an event crossed tenants: " + event.topic);
      check_promise(known->first, known->second);
    }
    if (page.events.empty()) return;
  }
}

void Invariants::check_promise(const std::string& id, Promise& promise) {
  const auto now = world_.ask(
      [&](Life& life) { return life.engine->tenant(promise.company).call(cb::get, {.callback_id = {id}}); });
  if (now.attempts > now.max_attempts) throw Broken(id + " has more attempts than its maximum");
  if (promise.ended && *promise.ended != now.status) {
    throw Broken(id + " ended as " + sh::wire_name(*promise.ended) + " and is " + sh::wire_name(now.status));
  }
  if (has_ended(now.status) && !promise.ended) {
    promise.ended = now.status;
    world_.gate.ended(id, world_.now());
  }
}

// One after the other, never two at once.
void Invariants::check_dials(const std::string& id, const Promise& promise) {
  const auto dials = world_.ask([&](Life& life) {
    return life.engine->tenant(promise.company).call(cb::dials, {.callback_id = {id}}).dials;
  });
  for (std::size_t i = 0; i + 1 < dials.size(); ++i) {
    if (dials[i].stage != cb::DialStage::ended)
      throw Broken(id + " has a dial beside one that has not ended");
    if (dials[i + 1].created_at < dials[i].ended_at) throw Broken(id + " has two dials at once");
  }
}

// What is carried out twice rings twice under one id.
void Invariants::check_phone_log() {
  for (const PhoneEntry& entry : world_.phones().log_after(log_seen_)) {
    ++log_seen_;
    if (entry.kind == PhoneEntry::Kind::placed) {
      if (!placed_.try_emplace(entry.id, entry.at).second)
        throw Broken("a leg was placed twice: " + entry.id);
      check_contact(entry);
    }
    const bool reached = entry.kind == PhoneEntry::Kind::ringing || entry.kind == PhoneEntry::Kind::answered;
    if (reached && is_customer(entry.party)) world_.gate.reached(entry.party, placed_.at(entry.id));
  }
}

bool Invariants::is_customer(const std::string& party) const {
  return std::ranges::any_of(world_.companies, [&](const Company& company) {
    return std::ranges::find(company.customers, party) != company.customers.end();
  });
}

void Invariants::check_contact(const PhoneEntry& placed) {
  if (!is_customer(placed.party)) return;
  const std::string wrong = world_.gate.called(placed.party, placed.at);
  if (!wrong.empty()) throw Broken(wrong + ": " + placed.party + ", leg " + placed.id);
}

// What the service took and told of is known; nothing waits to be sent.
void Invariants::check_messages() {
  for (const auto& [id, taken] : world_.chats.messages()) {
    const auto message = world_.ask(
        [&](Life& life) { return life.engine->tenant(taken.tenant).call(sh::messages::get, {{id}}); });
    if (sh::wire_name(message.status) != taken.told)
      throw Broken("message " + id + " is " + sh::wire_name(message.status) + ", and was " + taken.told);
  }
  for (const Company& company : world_.companies) {
    const auto newest = world_.ask([&](Life& life) {
      return world_.tenant(life, company).call(sh::messages::list, {.limit = 1000}).messages;
    });
    for (const auto& message : newest) {
      if (message.status == sh::messages::MessageStatus::queued)
        throw Broken("message " + message.id.value + " waits for ever");
    }
  }
}

void Invariants::check_end() {
  check_all();
  for (const auto& [id, promise] : people_.promises) {
    if (!promise.ended) throw Broken(id + " waits for ever");
  }
  check_messages();
  if (const auto open = people_.unanswered(); open > 0) {
    throw Broken(std::to_string(open) + " operations were never answered");
  }
  for (const Company& company : world_.companies) {
    const auto kinds =
        world_.ask([&](Life& life) { return world_.tenant(life, company).call(sh::jobs::stats, {}).kinds; });
    for (const auto& kind : kinds)
      if (kind.leased > 0) throw Broken("a job " + kind.kind + " is held for ever");
  }
  for (const std::string& who : world_.phones().left_behind()) throw Broken("left behind: " + who);
}

}  // namespace simulation
