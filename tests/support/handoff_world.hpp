#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/retention.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/handoff/handoff.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "support/scripted_telephony.hpp"

// Handoffs on an in-memory store and a scripted phone system: operations, jobs and reports run as an engine
// runs them, one after the other, on a clock that the test moves.
namespace handoff_world {

using namespace smarthandoff;

class World {
 public:
  // Runs `work` in a transaction, as `as` or as the world's own tenant.
  template <class Work>
  auto write(const Work& work, std::optional<TenantId> as = {}) {
    writer_->begin();
    try {
      Context context(*writer_, {.tenant = as.value_or(tenant), .now = now, .seed = ++seed_});
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
  Response call(Response (*operation)(Context&, const Request&),
                const std::type_identity_t<Request>& request) {
    return write([&](Context& context) { return operation(context, request); });
  }
  template <class Request, class Response>
  Response call(Response (*operation)(const Context&, const Request&),
                const std::type_identity_t<Request>& request) {
    return write([&](Context& context) { return operation(context, request); });
  }
  // An awaited operation: begun, and asked again after everything that is due at once was done.
  template <class Request, class Response>
  std::optional<Response> call(const Awaited<Request, Response>& operation,
                               const std::type_identity_t<Request>& request) {
    pending = write([&](Context& context) { return operation.start(context, request); });
    run();
    return ask(operation);
  }
  template <class Request, class Response>
  std::optional<Response> ask(const Awaited<Request, Response>& operation, bool at_deadline = false) {
    pending.at_deadline = at_deadline;
    return write([&](Context& context) { return operation.answer(context, pending); });
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
    if (const auto one = handoff::tenant_of(*writer_, event)) theirs.push_back(*one);
    if (std::holds_alternative<telephony::ConnectionRestored>(event))
      theirs = handoff::tenants_in_flight(*writer_);
    writer_->rollback();
    for (const TenantId& one : theirs)
      write([&](Context& context) { handoff::on_telephony(context, event); }, one);
  }

  void run_job(const Job& job) {
    std::vector<JobHandler> handlers = handoff::job_handlers();
    for (const JobHandler& more : extensions::job_handlers()) handlers.push_back(more);
    for (const JobHandler& more : callbacks::job_handlers()) handlers.push_back(more);
    for (const JobHandler& more : retention::job_handlers()) handlers.push_back(more);
    const auto handler = std::ranges::find(handlers, job.kind, &JobHandler::kind);
    if (handler == handlers.end()) throw Error(ErrorCode::internal, "no handler for " + job.kind);
    if (handler->rule != nullptr) {
      write([&](Context& context) { handler->rule(context, job); }, job.tenant);
      return;
    }
    handler->effect(ports_, job, [this, job](const Answer& answer) {
      write([&](Context& context) { answer(context); }, job.tenant);
    });
  }

  // The topics of the events since the last time, without `handoff.updated`.
  std::string topics() {
    std::string all;
    for (const Event& event : std::exchange(events, {}))
      if (event.topic != "handoff.updated") all += (all.empty() ? "" : " ") + event.topic;
    return all;
  }
  // The orders since the last time.
  std::vector<std::string> orders() { return std::exchange(pbx.orders, {}); }

  TenantId tenant{"acme"};
  Instant now = parse_rfc3339("2026-01-16T13:07:00Z");  // Friday, 10:07 in São Paulo
  scripted::Telephony pbx;
  std::vector<Job> jobs;
  std::vector<Event> events;
  Pending pending;

  storage::Connection& connection() { return *writer_; }

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

  std::unique_ptr<storage::Database> database_ = storage::open_database({.url = "sqlite://:memory:"});
  std::unique_ptr<storage::Connection> writer_ = database_->open_writer();
  Ports ports_{pbx};
  std::uint64_t seed_ = 0;
};

// A world with Jeni at extension 1004, and a call that has begun.
class Office : public World {
 public:
  explicit Office(const std::string& caller = "+5518997751234", destinations::CreateDestination jeni = {}) {
    pbx.calls.insert("call-1");
    if (jeni.name.empty()) jeni.name = "Jeni";
    if (jeni.number.empty()) jeni.number = "1004";
    jeni.aliases = {"financeiro"};
    destination = call(destinations::create, jeni);
    id = call(handoff::start, {.call_id = "call-1", .caller = caller, .assistant = {.extension = "9000"}}).id;
    events.clear();
  }

  std::optional<handoff::TransferOutcome> transfer(const std::string& to = "a Jeni do financeiro") {
    return call(handoff::transfer, {.handoff_id = id, .to = to});
  }
  handoff::HearOutcome hear(const std::string& text) {
    return call(handoff::hear, {.handoff_id = id, .text = text, .silence = text.empty()});
  }
  handoff::Handoff handoff() { return call(handoff::get, {.handoff_id = id}); }

  // What a leg to Jeni reports.
  void on_ring(std::deque<telephony::Event> reports) { pbx.phones["1004"].leg = std::move(reports); }
  void status(telephony::ExtensionState state) { pbx.phones["1004"].status = state; }

  destinations::Destination destination;
  HandoffId id;
};

}  // namespace handoff_world
