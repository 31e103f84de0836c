// From what the phone system and other modules tell to what it means for callbacks.
#include <variant>

#include <smarthandoff/callback/watch.hpp>

#include "base/department.hpp"
#include "callback/callback_steps.hpp"
#include "callback/watch_rows.hpp"

namespace smarthandoff::callbacks {
namespace {

using Kind = dial::EventKind;

// A report about a leg of a dial: whose, and what.
struct Report {
  std::string uuid;
  std::string other;  // the second leg that a bridge is about
  std::optional<dial::Event> event;
};

struct Reader {
  Report operator()(const telephony::LegRinging& e) const {
    return {.uuid = e.leg.value, .event = dial::Event{.kind = Kind::leg_ringing}};
  }
  Report operator()(const telephony::LegAnswered& e) const {
    return {.uuid = e.leg.value, .event = dial::Event{.kind = Kind::leg_answered}};
  }
  Report operator()(const telephony::LegMachine& e) const {
    return {.uuid = e.leg.value, .event = dial::Event{.kind = Kind::leg_machine}};
  }
  Report operator()(const telephony::LegEnded& e) const {
    return {
        .uuid = e.leg.value,
        .event = dial::Event{.kind = Kind::leg_ended, .leg_end = e.end, .rang = e.rang, .cause = e.cause}};
  }
  Report operator()(const telephony::Bridged& e) const {
    return {.uuid = e.leg.value, .other = e.call.value, .event = dial::Event{.kind = Kind::bridged}};
  }
  Report operator()(const telephony::ConnectionRestored&) const {
    return {.event = dial::Event{.kind = Kind::connection_restored}};
  }
  template <class Other>
  Report operator()(const Other&) const {
    return {};
  }
};

void decide(Context& context, const Report& report) {
  const auto id = dial::rows::dial_of_leg(context, report.uuid);
  if (!id) return;
  auto steps = Steps::open(context, *id);
  if (!steps) return;
  const Dial& dial = steps->dial->dial;
  // Only with each other are they bridged for us.
  if (!report.other.empty() && report.other != dial.agent_leg && report.other != dial.customer_leg) return;
  dial::Event event = *report.event;
  event.side = report.uuid == dial.customer_leg ? dial::Side::customer : dial::Side::agent;
  if (steps->feed_dial(event)) steps->commit();
}

bool is_served(const Callback& callback, const Served& served) {
  const bool anybody = served.destination_id.empty() && served.extension.empty() && served.department.empty();
  const bool destination = !served.destination_id.empty() && callback.destination_id == served.destination_id;
  const bool extension = !served.extension.empty() && callback.extension == served.extension;
  const bool department =
      !served.department.empty() && department_key(callback.department) == department_key(served.department);
  return anybody || destination || extension || department;
}

}  // namespace

std::optional<TenantId> tenant_of(const storage::Transaction& transaction, const telephony::Event& event) {
  const Report report = std::visit(Reader{}, event);
  if (report.uuid.empty()) return std::nullopt;
  return dial::rows::tenant_of_leg(transaction, report.uuid);
}

std::vector<TenantId> tenants_waiting(const storage::Transaction& transaction,
                                      const telephony::PresenceChanged& event) {
  if (!event.status.available) return {};
  const auto owner = rows::tenant_of_domain(transaction, event.domain);
  std::vector<TenantId> tenants = owner ? std::vector{*owner} : rows::tenants_without_domain(transaction);
  std::erase_if(tenants, [&](const TenantId& tenant) {
    return !rows::is_waited_for(transaction, tenant, event.status.extension);
  });
  return tenants;
}

std::vector<TenantId> tenants_in_flight(const storage::Transaction& transaction) {
  return rows::tenants_open(transaction);
}

void on_telephony(Context& context, const telephony::Event& event) {
  if (const auto* presence = std::get_if<telephony::PresenceChanged>(&event)) {
    if (!presence->status.available) return;
    offer_all(context, presence->status.extension);
    return offer_again(context, presence->status.extension);
  }
  const Report report = std::visit(Reader{}, event);
  if (!report.event) return;
  if (!report.uuid.empty()) return decide(context, report);
  for (const DialId& id : dial::rows::open_ones(context)) {
    auto steps = Steps::open(context, id);
    if (!steps) continue;
    steps->feed_dial(*report.event);
    steps->commit();
  }
  // Phones that became free meanwhile were not told of.
  context.enqueue(kind::kSweep, "sweep", Sweep{});
}

std::int64_t on_served(Context& context, const Served& served) {
  std::int64_t closed = 0;
  const auto open = rows::open_of_number(context.transaction(), context.tenant(), served.number.e164());
  for (const CallbackId& id : open) {
    Steps steps = Steps::open(context, id);
    if (!is_served(steps.record.callback, served)) continue;
    if (!steps.feed({.kind = lifecycle::EventKind::served, .talking = steps.talking()})) continue;
    steps.commit();
    ++closed;
  }
  return closed;
}

}  // namespace smarthandoff::callbacks
