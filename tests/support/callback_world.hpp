#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/desk.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "support/scripted_telephony.hpp"

// Callbacks on an in-memory store and a scripted phone system: operations, jobs and reports run as an engine
// runs them, one after the other, on a clock that the test moves.
namespace callback_world {

using namespace smarthandoff;
using telephony::ExtensionState;
using telephony::LegEnd;

class World {
 public:
  explicit World(const std::string& url = "sqlite://:memory:")
      : database_(storage::open_database({.url = url})) {}

  template <class Work>
  auto write(const Work& work, const Actor& actor = {}, std::optional<TenantId> as = {}) {
    writer_->begin();
    writer_->act_for(as.value_or(tenant).value);
    try {
      Context context(*writer_, {.tenant = as.value_or(tenant), .actor = actor, .now = now, .seed = ++seed_});
      if constexpr (std::is_void_v<decltype(work(context))>) {
        work(context);
        writer_->commit();
        keep(context);
      } else {
        auto answer = work(context);
        writer_->commit();
        keep(context);
        return answer;
      }
    } catch (...) {
      writer_->rollback();
      throw;
    }
  }

  template <class Request, class Response>
  Response call(Response (*operation)(Context&, const Request&), const std::type_identity_t<Request>& request,
                const Actor& actor = {}) {
    return write([&](Context& context) { return operation(context, request); }, actor);
  }
  template <class Request, class Response>
  Response call(Response (*operation)(const Context&, const Request&),
                const std::type_identity_t<Request>& request, const Actor& actor = {}) {
    return write([&](Context& context) { return operation(context, request); }, actor);
  }
  // An awaited operation: begun, asked again after everything that is due at once was done, and then for the
  // last time.
  template <class Request, class Response>
  std::optional<Response> call(const Awaited<Request, Response>& operation,
                               const std::type_identity_t<Request>& request, const Actor& actor = {}) {
    Pending pending = write([&](Context& context) { return operation.start(context, request); }, actor);
    run();
    const auto ask = [&](Context& context) { return operation.answer(context, pending); };
    if (auto answer = write(ask, actor)) return answer;
    pending.at_deadline = true;
    return write(ask, actor);
  }

  // Runs jobs that are due and reports, until nothing is left.
  void run() {
    for (bool ran = true; ran;) {
      ran = false;
      if (!pbx.reports.empty()) {
        const telephony::Event event = std::move(pbx.reports.front());
        pbx.reports.pop_front();
        tell(event);
        ran = true;
      }
      const auto due = std::ranges::find_if(jobs, [&](const Job& job) { return job.due <= now; });
      if (due == jobs.end()) continue;
      const Job job = *due;
      jobs.erase(due);
      run_job(job);
      ran = true;
    }
  }

  // Lets time pass, stopping at each job that falls due.
  void advance(Milliseconds by) {
    const Instant end = now + by;
    run();
    while (true) {
      const auto next = std::ranges::min_element(jobs, {}, &Job::due);
      if (next == jobs.end() || next->due > end) break;
      now = std::max(now, next->due);
      run();
    }
    now = end;
    run();
  }

  void tell(const telephony::Event& event) {
    std::vector<TenantId> theirs;
    writer_->begin();
    if (const auto one = callbacks::tenant_of(*writer_, event)) theirs.push_back(*one);
    if (std::holds_alternative<telephony::ConnectionRestored>(event))
      theirs = callbacks::tenants_in_flight(*writer_);
    if (const auto* presence = std::get_if<telephony::PresenceChanged>(&event))
      theirs = callbacks::tenants_waiting(*writer_, *presence);
    writer_->rollback();
    for (const TenantId& one : theirs)
      write([&](Context& context) { callbacks::on_telephony(context, event); }, {}, one);
  }

  void run_job(const Job& job) {
    const auto& handlers = callbacks::job_handlers();
    const auto handler = std::ranges::find(handlers, job.kind, &JobHandler::kind);
    if (handler == handlers.end()) return;  // another module's
    if (handler->rule != nullptr) {
      write([&](Context& context) { handler->rule(context, job); }, {}, job.tenant);
      return;
    }
    handler->effect(ports_, job, [this, job](const Answer& answer) {
      write([&](Context& context) { answer(context); }, {}, job.tenant);
    });
  }

  // The topics of callbacks' events since the last time, without the changes of dials and callbacks.
  std::string topics() {
    std::string all;
    for (const Event& event : std::exchange(events, {}))
      if (event.topic.starts_with("callback.") && event.topic != "callback.updated" &&
          event.topic != "callback.dial")
        all += (all.empty() ? "" : " ") + event.topic;
    return all;
  }
  // The newest event of a topic, as JSON; empty if there was none.
  std::string last(const std::string& topic) const {
    std::string found;
    for (const Event& event : events)
      if (event.topic == topic) found = event.payload;
    return found;
  }
  // The orders to the phone system since the last time.
  std::vector<std::string> orders() { return std::exchange(pbx.orders, {}); }
  bool has_job(const std::string& kind) const {
    return std::ranges::find(jobs, kind, &Job::kind) != jobs.end();
  }

  storage::Connection& connection() { return *writer_; }

  TenantId tenant{"acme"};
  Instant now = parse_rfc3339("2026-01-16T13:07:00Z");  // Friday, 10:07 in São Paulo
  scripted::Telephony pbx;
  std::vector<Job> jobs;
  std::vector<Event> events;

 private:
  void keep(const Context& context) {
    events.insert(events.end(), context.events().begin(), context.events().end());
    for (const auto& gone : context.canceled_jobs())
      std::erase_if(jobs, [&](const Job& job) { return job.kind == gone.kind && job.key == gone.key; });
    for (const Job& job : context.jobs()) {
      std::erase_if(jobs, [&](const Job& old) { return old.kind == job.kind && old.key == job.key; });
      jobs.push_back(job);
    }
  }

  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<storage::Connection> writer_ = database_->open_writer();
  Ports ports_{pbx};
  std::uint64_t seed_ = 0;
};

// A world with Jeni (1004) and Ana (1005) of the department Financeiro, Rui (1006) of Vendas, and a trunk.
class Floor : public World {
 public:
  explicit Floor(const std::string& url = "sqlite://:memory:") : World(url) {
    callbacks::register_with_contacts();
    call(smarthandoff::tenants::update, {.identities = std::vector<TenantIdentity>{
                                             {"pbx_domain", "acme.pbx"}, {"dialled_number", "1833334444"}}});
    smarthandoff::tenants::UpdateTenant trunk;
    trunk.trunk = Trunk{.gateway = "trunk-1", .number_format = NumberFormat::national};
    call(smarthandoff::tenants::update, trunk);
    agent("jeni", "1004", "Financeiro");
    agent("ana", "1005", "Financeiro");
    agent("rui", "1006", "Vendas");
    for (const char* extension : {"1004", "1005", "1006"}) status(extension, ExtensionState::in_call);
    now = parse_rfc3339("2026-01-16T13:07:00Z");
    events.clear();
  }

  void agent(const std::string& user, const std::string& extension, const std::string& department) {
    call(agents::create, {.user_id = user, .name = user, .extension = extension, .department = department});
    now += Milliseconds(1);  // the order of creation
  }
  void status(const std::string& extension, ExtensionState state) { pbx.phones[extension].status = state; }
  // The extension becomes free, and the phone system says so.
  void free(const std::string& extension) {
    status(extension, ExtensionState::available);
    tell(telephony::PresenceChanged{
        "acme.pbx", {.extension = extension, .state = ExtensionState::available, .available = true}});
    run();
  }
  // What a leg to a number reports.
  void on_ring(const std::string& number, std::deque<telephony::Event> reports) {
    pbx.phones[number].leg = std::move(reports);
  }

  callbacks::Callback ask(callbacks::CreateCallback wish = {}) {
    if (wish.number.empty()) wish.number = "18 99775-1234";
    if (wish.extension.empty() && wish.department.empty()) {
      wish.extension = "1004";
      wish.department = "Financeiro";
    }
    if (wish.reason.empty()) wish.reason = "boleto vencido";
    const auto made = call(callbacks::create, wish);
    now += Milliseconds(1);  // the order of the requests
    run();
    return made;
  }
  callbacks::Callback get(const CallbackId& id) { return call(callbacks::get, {.callback_id = id}); }
  std::string status_of(const CallbackId& id) { return wire_name(get(id).status); }
  callbacks::Dial dial_of(const CallbackId& id) {
    const auto all = call(callbacks::dials, {.callback_id = id}).dials;
    return all.empty() ? callbacks::Dial{} : all.back();
  }
  std::optional<callbacks::InitiateOutcome> click(const CallbackId& id, const Actor& actor = {}) {
    return call(callbacks::initiate, {.callback_id = id}, actor);
  }
};

inline constexpr const char* kCustomer = "18997751234";  // as the trunk dials it

}  // namespace callback_world
