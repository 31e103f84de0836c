#include <smarthandoff/contact/retention.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/handoff/metrics.hpp>

#include "handoff/handoff_rows.hpp"
#include "support/handoff_world.hpp"

using namespace smarthandoff;
using handoff::HandoffState;
using handoff_world::Office;

namespace {

constexpr auto kDay = std::chrono::hours(24);

// Handoffs are kept for 30 days, by the nightly job.
struct Kept : Office {
  Kept() {
    handoff::register_with_contacts();
    call(retention::configure, {.handoffs_days = 30});
    run();
  }
  bool tells_of_the_caller(const HandoffId& handoff) {
    const auto kept = call(handoff::get, {.handoff_id = handoff});
    return !kept.caller.empty() || kept.caller_number.has_value();
  }
  HandoffId next_call(const std::string& call_id) {
    pbx.calls.insert(call_id);
    return call(handoff::start, {.call_id = call_id, .caller = "+5518997751235"}).id;
  }
  std::size_t contacts(const std::string& number) {
    return call(contact::history, {.address = number, .since = Instant(), .limit = 100}).contacts.size();
  }
};

}  // namespace

TEST_CASE("a handoff tells of its caller until its days after the end are over, and of its course for ever") {
  Kept office;
  office.status(telephony::ExtensionState::in_call);
  office.transfer();
  office.advance(kDay * 20);
  office.call(handoff::finish, {.handoff_id = office.id});
  const auto before = office.handoff();
  office.advance(kDay * 29);
  CHECK(office.tells_of_the_caller(office.id));  // 49 days after its beginning, 29 after its end
  office.advance(kDay * 2);
  CHECK_FALSE(office.tells_of_the_caller(office.id));
  const auto after = office.handoff();
  CHECK(after.state == HandoffState::ended);
  CHECK(after.result == telephony::TransferResult::busy);
  CHECK(after.ended_at == before.ended_at);
  office.write([&](Context& context) { CHECK(handoff::rows::lines(context, office.id).empty()); });
}

TEST_CASE("a handoff that nobody ends is kept while a call may last, and then it has ended") {
  Kept office;
  const HandoffId young = [&] {
    office.advance(kDay * 20);
    return office.next_call("call-2");
  }();
  CHECK(office.tells_of_the_caller(office.id));
  CHECK(office.handoff().state == HandoffState::conversation);
  office.events.clear();
  office.advance(kDay * 11);
  CHECK_FALSE(office.tells_of_the_caller(office.id));
  CHECK(office.handoff().state == HandoffState::ended);
  CHECK(office.handoff().ended_at.has_value());
  CHECK(std::ranges::count(office.events, "handoff.ended", &Event::topic) == 1);
  CHECK(office.tells_of_the_caller(young));
  CHECK(office.call(handoff::get, {.handoff_id = young}).state == HandoffState::conversation);
  office.events.clear();
  office.advance(kDay * 2);
  CHECK(std::ranges::count(office.events, "handoff.ended", &Event::topic) == 0);  // once
}

TEST_CASE("a handoff that ends by its age promises nothing and calls nobody") {
  Kept office;
  office.status(telephony::ExtensionState::in_call);
  office.transfer();
  office.hear("quero que me liguem de volta");
  office.hear("esse mesmo");
  const std::size_t known = office.contacts("+5518997751234");
  office.orders();
  office.advance(kDay * 32);
  CHECK(office.handoff().state == HandoffState::ended);
  CHECK(office.handoff().callback_id.empty());
  CHECK(office.call(callbacks::list, {}).callbacks.empty());
  CHECK(office.contacts("+5518997751234") == known);
  CHECK(std::ranges::count(office.orders(), "hangup call-1") == 0);
}

TEST_CASE("a transfer under way for a month is called off with its handoff") {
  Kept office;
  office.pbx.bridges = false;
  office.on_ring({telephony::LegAnswered{}});
  office.transfer();
  office.tell(telephony::Bridged{{"call-1"}, office.pbx.last_leg});
  CHECK(office.handoff().state == HandoffState::bridged);
  office.orders();
  office.advance(kDay * 32);
  CHECK(office.handoff().state == HandoffState::ended);
  CHECK(std::ranges::count(office.orders(), "hangup call-1") == 0);  // whoever talks goes on talking
}

TEST_CASE("without days of its own a handoff is kept for ever, and open as long as nobody ends it") {
  Office office;
  handoff::register_with_contacts();
  office.call(retention::configure, {.tickets_days = 30});
  office.advance(kDay * 400);
  CHECK(office.handoff().state == HandoffState::conversation);
  CHECK_FALSE(office.handoff().caller.empty());
}
