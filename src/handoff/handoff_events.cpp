#include <variant>

#include "handoff/handoff_steps.hpp"

// From what the phone system reports to what it means for a handoff.
namespace smarthandoff::handoff {
namespace {

using lifecycle::Event;
using Kind = lifecycle::EventKind;

// A report about the call or a leg: whose, and what.
struct Report {
  std::string uuid;    // the call's or the leg's id
  std::string leg;     // the person's leg it is about; empty: about the caller
  bool alive = false;  // of a leg: it rings or talks
  std::optional<Event> event;
  std::optional<std::string> recording_failed;
};

struct Reader {
  Report operator()(const telephony::CallEnded& e) const {
    return {.uuid = e.call.value, .event = Event{.kind = Kind::caller_gone, .cause = e.cause}};
  }
  Report operator()(const telephony::LegRinging& e) const {
    return of_leg(e.leg, {.kind = Kind::rang}, true);
  }
  Report operator()(const telephony::LegAnswered& e) const {
    return of_leg(e.leg, {.kind = Kind::answered}, true);
  }
  Report operator()(const telephony::LegMachine& e) const {
    return of_leg(e.leg, {.kind = Kind::machine}, true);
  }
  Report operator()(const telephony::LegKey& e) const {
    return of_leg(e.leg, {.kind = Kind::key, .digit = e.digit}, true);
  }
  Report operator()(const telephony::LegEnded& e) const {
    return of_leg(
        e.leg,
        {.kind = Kind::leg_ended, .end = e.end, .sip_code = e.sip_code, .cause = e.cause, .rang = e.rang},
        false);
  }
  Report operator()(const telephony::Bridged& e) const {
    return {.uuid = e.call.value, .leg = e.leg.value, .event = Event{.kind = Kind::bridged}};
  }
  Report operator()(const telephony::Unbridged& e) const {
    return {.uuid = e.call.value, .leg = e.leg.value, .event = Event{.kind = Kind::unbridged}};
  }
  Report operator()(const telephony::RecordingFailed& e) const {
    return {.uuid = e.call.value, .recording_failed = e.reason};
  }
  Report operator()(const telephony::PresenceChanged&) const { return {}; }
  Report operator()(const telephony::ConnectionLost&) const { return {}; }
  Report operator()(const telephony::ConnectionRestored&) const {
    return {.event = Event{.kind = Kind::connection_restored}};
  }

 private:
  static Report of_leg(const telephony::LegId& leg, Event event, bool alive) {
    return {.uuid = leg.value, .leg = leg.value, .alive = alive, .event = std::move(event)};
  }
};

void decide(Context& context, rows::Record record, const Report& report) {
  const bool of_call =
      report.event && (report.event->kind == Kind::bridged || report.event->kind == Kind::unbridged);
  const bool stale = !report.leg.empty() && record.leg.value != report.leg;
  // In blind mode the leg is the PBX's own; any other leg that the caller is bridged to is the assistant's.
  const bool blind =
      record.machine.at == HandoffState::transferring || record.machine.at == HandoffState::transferred;
  Steps steps(context, std::move(record));
  if (of_call && stale && !blind) return;
  if (!of_call && stale) {
    if (!report.alive) return;
    steps.feed({.kind = Kind::stale_leg_alive});
    steps.cancel_stale(report.leg);
  } else {
    steps.feed(*report.event);
  }
  steps.commit();
}

}  // namespace

std::optional<TenantId> tenant_of(const storage::Transaction& transaction, const telephony::Event& event) {
  const Report report = std::visit(Reader{}, event);
  if (report.uuid.empty()) return std::nullopt;
  const auto tenants = rows::tenants_of_leg(transaction, report.uuid);
  return tenants.empty() ? std::nullopt : std::optional(tenants.front());
}

std::vector<TenantId> tenants_in_flight(const storage::Transaction& transaction) {
  return rows::open_tenants(transaction);
}

void on_telephony(Context& context, const telephony::Event& event) {
  const Report report = std::visit(Reader{}, event);
  if (report.uuid.empty()) {
    if (!report.event) return;
    for (const HandoffId& id : rows::open_ones(context)) {
      context.transaction().lock("handoff", id.value);
      decide(context, rows::load(context, id), report);
    }
    return;
  }
  auto record = rows::find_by_leg(context, report.uuid);
  if (!record) return;
  context.transaction().lock("handoff", record->handoff.id.value);
  record = rows::find(context, record->handoff.id);
  if (!record) return;
  if (report.recording_failed) {
    Steps(context, std::move(*record)).emit("handoff.recording_failed", {}, *report.recording_failed);
  } else if (report.event) {
    decide(context, std::move(*record), report);
  }
}

}  // namespace smarthandoff::handoff
