#include "simulation/people.hpp"

#include <algorithm>
#include <utility>

namespace simulation {

using sh::Milliseconds;
using sh::Seconds;
namespace cb = sh::callbacks;

namespace {

constexpr std::size_t kMostCallers = 6;

}  // namespace

const std::vector<People::Choice>& People::choices() {
  static const std::vector<Choice> all = {
      {24, &People::ask},
      {4, &People::ask_twice},
      {8, &People::call_in},
      {8, &People::say},
      {20, &People::click},
      {5, &People::click_twice},
      {4, &People::dial_by_host},
      {4, &People::snooze},
      {3, &People::dismiss},
      {3, &People::cancel},
      {4, &People::reschedule},
      {10, &People::move_phone},
      {10, &People::change_customer},
      {8, &People::hang_up},
      {3, &People::cut_line},
      {3, &People::trouble},
      {1, &People::kill},
      {2, &People::cut_store},
      {1, &People::restart},
      {3, &People::spy},
      {8, &People::write_to_company},
      {2, &People::opt_out},
      {2, &People::lift_opt_out},
      {2, &People::jump},
  };
  return all;
}

void People::act() {
  int total = 0;
  for (const Choice& choice : choices()) total += choice.weight;
  auto pick = static_cast<int>(world_.random.below(static_cast<std::size_t>(total)));
  for (const Choice& choice : choices()) {
    pick -= choice.weight;
    if (pick < 0) return (this->*choice.act)();
  }
}

std::string People::any_callback(const Company& company) {
  std::vector<std::string> theirs;
  for (const auto& [id, promise] : promises) {
    if (promise.company == company.id && !promise.ended) theirs.push_back(id);
  }
  if (theirs.empty() || world_.random.chance(0.05)) {  // a closed one, too
    for (const auto& [id, promise] : promises)
      if (promise.company == company.id) theirs.push_back(id);
  }
  return theirs.empty() ? "" : world_.random.one_of(theirs);
}

cb::CreateCallback People::wish(const Company& company) {
  Random& random = world_.random;
  cb::CreateCallback wish{.number = random.one_of(company.customers),
                          .contact_name = "Cliente",
                          .department = company.department,
                          .reason = "boleto",
                          .max_attempts = static_cast<std::int64_t>(1 + random.below(3))};
  if (random.chance(0.8)) wish.extension = random.one_of(company.extensions);
  if (random.chance(0.3)) wish.scheduled_at = world_.now() + random.between(Seconds(30), Seconds(7200));
  wish.notify_whatsapp = random.chance(0.6);
  wish.priority = random.chance(0.2) ? cb::CallbackPriority::urgent : cb::CallbackPriority::high;
  return wish;
}

void People::acknowledged(const Company& company, const std::string& number, const cb::Callback& callback) {
  auto& promise = promises[callback.id.value];
  if (promise.ended) throw Broken("a closed callback was joined: " + callback.id.value);
  promise = {.company = company.id, .number = number, .asked_at = world_.now(), .ended = {}};
  world_.gate.became(number, callback.id.value);
}

void People::ask() {
  const Company& company = any_company();
  const auto request = wish(company);
  world_.gate.asked(request.number, world_.now(), request.scheduled_at);
  attempt("a customer of " + company.id + " asks to be called back on " + request.number, [&](Life& life) {
    const auto made = world_.tenant(life, company).call(cb::create, request);
    if (!life.crashed) acknowledged(company, request.number, made);
  });
}

// The host's own retry after a lost answer: the same request id must give the same callback.
void People::ask_twice() {
  const Company& company = any_company();
  const auto request = wish(company);
  const sh::CallOptions options{.request_id = "request-" + std::to_string(++requests_)};
  std::string first;
  const auto ask_once = [&](Life& life) {
    world_.gate.asked(request.number, world_.now(), request.scheduled_at);
    const auto made = world_.tenant(life, company).call(cb::create, request, options);
    if (life.crashed) return;
    if (!first.empty() && first != made.id.value) throw Broken("one request id made two callbacks");
    first = made.id.value;
    acknowledged(company, request.number, made);
  };
  attempt("a customer of " + company.id + " asks with a request id", ask_once);
  attempt("the host repeats the request", ask_once);
}

void People::call_in() {
  if (callers_.size() >= kMostCallers) {
    end_call(callers_.front());
    callers_.erase(callers_.begin());
    return;
  }
  const Company& company = any_company();
  const std::string customer = world_.random.one_of(company.customers), number = "+55" + customer;
  const std::string call = world_.phones().place_call(customer);
  callers_.push_back({company.id, customer, call, {}});
  world_.gate.asked(customer, world_.now(), {});
  attempt("a caller of " + company.id + " asks for somebody", [&](Life& life) {
    auto tenant = world_.tenant(life, company);
    const auto started = tenant.call(sh::handoff::start,
                                     {.call_id = call, .caller = number, .assistant = {.extension = "9000"}});
    callers_.back().handoff = started.id.value;
    transfers_.push_back(
        tenant.async(sh::handoff::transfer,
                     {.handoff_id = started.id, .to = "Agent " + world_.random.one_of(company.extensions)}));
  });
}

// What was asked for until then may become a callback now.
void People::end_call(const Caller& caller) {
  world_.gate.asked(caller.number, world_.now(), {});
  world_.phones().hang_up_call(caller.call);
}

void People::say() {
  static const std::vector<std::string> sentences = {"quero que me liguem de volta",
                                                     "esse mesmo",
                                                     "sim",
                                                     "não",
                                                     "assim que possível",
                                                     "é sobre o boleto",
                                                     "quero deixar um recado",
                                                     "era só isso",
                                                     "cancelar",
                                                     "amanhã às 10h",
                                                     ""};
  if (callers_.empty()) return;
  const Caller caller = world_.random.one_of(callers_);
  if (caller.handoff.empty()) return;
  const std::string& sentence = world_.random.one_of(sentences);
  world_.gate.asked(caller.number, world_.now(), {});
  attempt("a caller says \"" + sentence + "\"", [&](Life& life) {
    const auto heard =
        life.engine->tenant(caller.company)
            .call(sh::handoff::hear,
                  {.handoff_id = {caller.handoff}, .text = sentence, .silence = sentence.empty()});
    if (heard.callback_id.empty() || life.crashed) return;
    promises.try_emplace(
        heard.callback_id.value,
        Promise{.company = caller.company, .number = caller.number, .asked_at = world_.now(), .ended = {}});
    world_.gate.became(caller.number, heard.callback_id.value);
  });
}

void People::click(const Company& company, const std::string& id) {
  attempt("an agent clicks on " + id, [&](Life& life) {
    clicks_.push_back(world_.tenant(life, company)
                          .async(cb::initiate, {.callback_id = {id},
                                                .extension = world_.random.one_of(company.extensions)}));
  });
}

void People::click() {
  const Company& company = any_company();
  if (const std::string id = any_callback(company); !id.empty()) click(company, id);
}

void People::click_twice() {
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  click(company, id);
  click(company, id);
}

void People::dial_by_host() {
  static const std::vector<cb::CallbackResult> results = {
      cb::CallbackResult::answered, cb::CallbackResult::no_answer, cb::CallbackResult::busy,
      cb::CallbackResult::machine};
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  const std::string call = "host-call-" + std::to_string(++requests_);
  attempt("the host dials " + id + " by itself", [&](Life& life) {
    clicks_.push_back(
        world_.tenant(life, company).async(cb::initiate, {.callback_id = {id}, .call_id = call}));
    world_.settle();
  });
  const auto result = world_.random.one_of(results);
  attempt("the host reports the call", [&](Life& life) {
    world_.tenant(life, company).call(cb::result, {.callback_id = {id}, .call_id = call, .result = result});
  });
}

void People::snooze() {
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  attempt("an agent snoozes " + id, [&](Life& life) {
    world_.tenant(life, company).call(cb::snooze, {.callback_id = {id}, .minutes = 1});
  });
}

void People::dismiss() {
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  attempt("an agent dismisses " + id, [&](Life& life) {
    world_.tenant(life, company)
        .call(cb::dismiss, {.callback_id = {id}, .extension = world_.random.one_of(company.extensions)});
  });
}

void People::cancel() {
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  attempt("the customer does not want " + id + " any more", [&](Life& life) {
    world_.tenant(life, company)
        .call(cb::cancel, {.callback_id = {id}, .reason = "not needed", .by_customer = true});
  });
}

void People::reschedule() {
  const Company& company = any_company();
  const std::string id = any_callback(company);
  if (id.empty()) return;
  const auto when = world_.now() + world_.random.between(Seconds(10), Seconds(3600));
  world_.gate.named_time(promises.at(id).number, id, when);
  attempt("another time is agreed for " + id, [&](Life& life) {
    world_.tenant(life, company)
        .call(cb::reschedule, {.callback_id = {id}, .scheduled_at = when, .by_customer = true});
  });
}

void People::move_phone() {
  const Company& company = any_company();
  const std::string& extension = world_.random.one_of(company.extensions);
  const bool registered = world_.random.chance(0.7);
  world_.tell(extension + (registered ? " registers" : " goes away"));
  world_.phones().register_phone(extension, registered);
  static const std::vector<model::Behaviour> ways = {model::Behaviour::answers, model::Behaviour::answers,
                                                     model::Behaviour::busy, model::Behaviour::no_answer,
                                                     model::Behaviour::declines};
  world_.phones().script_calls(extension, {world_.random.one_of(ways)});
}

void People::change_customer() {
  static const std::vector<model::Behaviour> ways = {
      model::Behaviour::answers,   model::Behaviour::answers,          model::Behaviour::busy,
      model::Behaviour::no_answer, model::Behaviour::early_media_busy, model::Behaviour::voicemail,
      model::Behaviour::not_found, model::Behaviour::unavailable};
  const Company& company = any_company();
  const std::string& customer = world_.random.one_of(company.customers);
  const model::Behaviour way = world_.random.one_of(ways);
  std::optional<Milliseconds> drops_after;
  if (world_.random.chance(0.5)) drops_after = world_.random.between(Seconds(1), Seconds(120));
  world_.phones().change_customer(customer, way, drops_after);
}

void People::hang_up() {
  const std::string& who = world_.random.one_of(any_company().extensions);
  world_.tell(who + " hangs up");
  world_.phones().hang_up_phone(who);
}

void People::cut_line() {
  world_.tell("the connection to the phone system breaks");
  world_.cut_lines();
  world_.advance(world_.random.between(Seconds(1), Seconds(60)));
  world_.restore_lines();
}

void People::trouble() {
  const auto some = [&](double often) { return world_.random.chance(0.5) ? 0.0 : often; };
  world_.tell("the lines to the outside and the disk change");
  world_.misbehave(
      {.line = {some(0.25), some(0.25), some(0.25), some(0.25), some(0.25), some(0.25)},
       .wire = {some(0.5), some(0.25), some(0.01), some(0.01), some(0.25)},
       .twilio = {some(0.2), some(0.2), some(0.2), some(0.2), some(0.2), some(0.2), some(0.2)},
       .disk = {some(0.001), some(0.001), some(0.003), some(0.001)},
       .chat = {some(0.25), some(0.25), some(0.25), some(0.25), some(0.25), some(0.4), some(0.25)}});
}

void People::kill() {
  if (world_.on_sqlite() && world_.random.chance(0.6))
    world_.kill_at_write(world_.random.below(40), world_.random.chance(0.5));
  else
    world_.kill_soon(world_.any_life(), world_.random.below(6));
}

void People::cut_store() {
  if (!world_.on_sqlite()) world_.cut_store_connection();
}

void People::restart() {
  world_.restart_orderly(world_.any_life());
}

// Ids of another tenant are ids of nothing.
void People::spy() {
  const Company& mine = world_.companies[0];
  const Company& other = world_.companies[1];
  const std::string id = any_callback(other);
  if (id.empty()) return;
  Life& life = world_.any_life();
  try {
    world_.tenant(life, mine).call(cb::get, {.callback_id = {id}});
  } catch (const sh::Error& error) {
    if (error.code() == sh::ErrorCode::not_found) return;
    throw Broken(std::string("another tenant's callback: ") + error.what());
  }
  throw Broken("a callback crossed tenants: " + id);
}

void People::jump() {
  world_.tell("the clock jumps an hour");
  world_.leap(std::chrono::hours(1));
}

std::size_t People::unanswered() {
  const auto is_open = [](auto& future) { return future.wait_for(Seconds(0)) != std::future_status::ready; };
  std::erase_if(clicks_, [&](auto& future) { return !is_open(future); });
  std::erase_if(transfers_, [&](auto& future) { return !is_open(future); });
  return clicks_.size() + transfers_.size();
}

bool People::all_is_done() {
  return unanswered() == 0 &&
         std::ranges::all_of(promises, [](const auto& one) { return one.second.ended.has_value(); });
}

void People::calm_down() {
  world_.tell("nothing goes wrong any more");
  world_.misbehave({});
  world_.restore_lines();
  world_.spare_everybody();
  for (const Caller& caller : std::exchange(callers_, {})) end_call(caller);
  for (const Company& company : world_.companies) {
    for (const auto& extension : company.extensions) {
      world_.phones().script_calls(extension, {});
      world_.phones().register_phone(extension, true);
      world_.phones().hang_up_phone(extension);
    }
    for (const auto& number : company.customers) {
      world_.phones().change_customer(number, model::Behaviour::answers, Seconds(30));
    }
  }
}

void People::work_lists() {
  for (const Company& company : world_.companies) {
    const auto list =
        world_.ask([&](Life& life) { return world_.tenant(life, company).call(cb::pending, {}).callbacks; });
    std::size_t clicked = 0;
    for (const auto& waiting : list) {
      if (clicked++ == company.extensions.size()) break;
      click(company, waiting.callback_id.value);
      world_.advance(Seconds(20));
      for (const auto& extension : company.extensions) world_.phones().hang_up_phone(extension);
    }
  }
}

}  // namespace simulation
