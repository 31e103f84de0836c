#include <smarthandoff/calls/place.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/calls/number_order.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

using Orders = std::vector<std::string>;

const std::string kTo = "+5518997751234";
const std::string kPlace = "place +5518997751234 by +13055550100";
const std::string kFirst = "CA" + std::string(31, '0') + "1";

Error failure(ErrorCode code, const std::string& peer_code = {}) {
  return Error(code, "the service said no",
               peer_code.empty() ? Error::Details{} : Error::Details{{"twilio_code", peer_code}});
}

struct Desk : World {
  calls::Call place(PlaceCall request = {}) {
    if (request.to.empty()) request.to = "18 99775-1234";
    const auto answer = write(calls::place, request);
    REQUIRE(answer.call);
    return *answer.call;
  }
  calls::Call get(const CallId& id) { return read(get_call, GetCall{.call_id = id}); }
  // A status of the call we placed, at the address it was given.
  void told(const CallId& id, const std::string& sid, const std::string& word, Fields more = {}) {
    Fields fields{
        {"CallSid", sid},     {"From", "+13055550100"},      {"To", kTo},
        {"CallStatus", word}, {"Direction", "outbound-api"}, {"CallbackSource", "call-progress-events"}};
    fields.insert(fields.end(), more.begin(), more.end());
    post(call_status, "/webhooks/call-status?call=" + id.value, fields);
  }
  std::string outcome() {
    const auto history = read(contact::history, contact::ListContacts{.address = kTo}).contacts;
    return history.size() == 1 ? wire_name(history[0].outcome) : std::to_string(history.size());
  }
};

}  // namespace

TEST_CASE("a call is stored first, then placed with our id in every address") {
  Desk desk;
  const auto made = desk.place({.reference = "crm-1", .recorded = Recorded::dual});
  CHECK(made.stage == CallStage::intended);
  CHECK(made.sid.empty());
  CHECK(desk.outcome() == "no_answer");  // nobody is called twice at once
  CHECK(desk.orders() == Orders{kPlace});
  const auto& order = desk.carrier.placed[0];
  for (const auto* url : {&order.url, &order.status_url, &order.recording_url, &order.detection_url})
    CHECK(url->ends_with("?call=" + made.id.value));
  CHECK(order.url == kHost + "/voice/twiml?call=" + made.id.value);
  CHECK(order.recorded == Recorded::dual);
  const auto now = desk.get(made.id);
  CHECK(now.stage == CallStage::accepted);
  CHECK(now.sid == kFirst);
  CHECK(now.reference == "crm-1");
  desk.told(made.id, kFirst, "in-progress");
  desk.told(made.id, kFirst, "completed", {{"CallDuration", "30"}});
  CHECK(desk.get(made.id).seconds == 30);
  CHECK(desk.outcome() == "conversation");
  CHECK(desk.read(list_calls, ListCalls{}).calls.size() == 1);
}

TEST_CASE("who is opted out is not called, nor is anybody by a number that is spent") {
  Desk desk;
  desk.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kTo});
  const auto answer = desk.write(calls::place, PlaceCall{.to = kTo});
  CHECK_FALSE(answer.call);
  REQUIRE_FALSE(answer.reasons.empty());
  CHECK(answer.reasons[0].name == "opt_out");
  CHECK(desk.orders().empty());
  CHECK(desk.read(list_calls, ListCalls{}).calls.empty());
  desk.write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::no_caller_id}});
  desk.write(update_number, UpdateNumber{.number_id = desk.number.id, .active = false});
  const auto none = desk.write(calls::place, PlaceCall{.to = "+5518997755555"});
  REQUIRE(none.reasons.size() == 1);
  CHECK(none.reasons[0].name == "no_caller_id");
  CHECK(desk.last("call.alert").find("Acme: nenhum número disponível para ligar.") != std::string::npos);
}

TEST_CASE("a number that is named and wrong, or spent, is told as that and not as an empty pool") {
  Desk desk;
  desk.write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::no_caller_id}});
  CHECK(error_of([&] { desk.write(calls::place, PlaceCall{.to = kTo, .number_id = {"nobody"}}); }) ==
        "not_found number_id");
  desk.write(update_number, UpdateNumber{.number_id = desk.number.id, .active = false});
  const auto none = desk.write(calls::place, PlaceCall{.to = kTo, .number_id = desk.number.id});
  REQUIRE(none.reasons.size() == 1);
  CHECK(none.reasons[0].name == "no_caller_id");
  CHECK(none.reasons[0].detail.find("number_id") != std::string::npos);
  desk.write(update_number, UpdateNumber{.number_id = desk.number.id, .active = true, .daily_cap = 1});
  desk.place({.number_id = desk.number.id});
  CHECK_FALSE(desk.write(calls::place, PlaceCall{.to = "+5518997755555", .number_id = desk.number.id}).call);
  CHECK(desk.count("call.alert") == 0);
}

TEST_CASE("a person who is called by a number that is named keeps it as by one that was chosen") {
  // The next call went out by another number of the rotation.
  Desk desk;
  desk.write(configure, ConfigureCalls{.sticky_days = 30});
  desk.now += Milliseconds(1);
  const auto second = desk.write(create_number, CreateNumber{.number = "+12145550100"});
  const auto next = [&](const std::string& to, const std::string& contact) {
    return desk.write(choose_caller_id, ChooseCallerId{.to = to, .contact_id = contact});
  };
  desk.place({.number_id = desk.number.id});
  CHECK(next(kTo, "").number_id == desk.number.id);
  CHECK(next(kTo, "").reason == CallerIdReason::sticky);
  desk.place({.to = "+5518997755555", .contact_id = "crm-7", .number_id = second.id});
  CHECK(next("+5518997750000", "crm-7").number_id == second.id);
  CHECK(next("+5518997750000", "crm-7").reason == CallerIdReason::sticky);
  desk.write(configure, ConfigureCalls{.sticky_days = 0});
  CHECK(next(kTo, "").reason == CallerIdReason::rotation);
}

TEST_CASE("an order that was put off asks the blacklist again at the instant of dialling") {
  Desk desk;
  desk.carrier.answers = {failure(ErrorCode::rate_limited)};
  const auto made = desk.place();
  CHECK(desk.orders() == Orders{kPlace});
  SUBCASE("and is placed") {
    desk.advance(Seconds(2));
    CHECK(desk.orders() == Orders{kPlace});
    CHECK(desk.get(made.id).stage == CallStage::accepted);
  }
  SUBCASE("and finds the person opted out") {
    desk.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kTo});
    desk.advance(Seconds(2));
    CHECK(desk.orders().empty());
    CHECK(desk.get(made.id).status == CallStatus::canceled);
    CHECK(desk.get(made.id).cause == "forbidden");
  }
  SUBCASE("and finds that who had asked for the call does not want it any more") {
    desk.advance(Seconds(2));
    desk.orders();
    desk.carrier.answers = {failure(ErrorCode::rate_limited)};
    const auto asked =
        desk.write(calls::place, PlaceCall{.to = "+5518997755555", .purpose = contact::Purpose::requested});
    REQUIRE(asked.call);
    desk.run();
    CHECK(desk.orders() == Orders{"place +5518997755555 by +13055550100"});
    desk.advance(Milliseconds(5));
    desk.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = "+5518997755555"});
    desk.advance(Seconds(2));
    CHECK(desk.orders().empty());
    CHECK(desk.get(asked.call->id).cause == "forbidden");
  }
  SUBCASE("and is called off") {
    CHECK(desk.write(hang_up, HangUpCall{made.id}).status == CallStatus::canceled);
    desk.advance(Seconds(2));
    CHECK(desk.orders().empty());
  }
}

TEST_CASE("a call that waits for its turn is never in doubt, and asks the blacklist when it has come") {
  Desk desk;
  const Error wait(ErrorCode::rate_limited, "others go first", {{"turn_ms", "90000"}});
  desk.carrier.answers = {wait};
  const auto made = desk.place();
  CHECK(desk.orders() == Orders{kPlace});
  CHECK(desk.get(made.id).stage == CallStage::intended);
  desk.advance(Seconds(89));
  CHECK(desk.orders().empty());
  SUBCASE("however often it waits") {
    for (int i = 0; i < 30; ++i) desk.carrier.answers.push_back(wait);
    for (int i = 0; i < 31; ++i) desk.advance(Seconds(91));
    CHECK(desk.orders().size() == 31);
    CHECK(desk.get(made.id).stage == CallStage::accepted);
  }
  SUBCASE("which finds the person opted out") {
    desk.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kTo});
    desk.advance(Seconds(2));
    CHECK(desk.orders().empty());
    CHECK(desk.get(made.id).cause == "forbidden");
  }
  SUBCASE("or the call given up") {
    desk.write(hang_up, HangUpCall{made.id});
    desk.advance(Seconds(2));
    CHECK(desk.orders().empty());
  }
}

TEST_CASE("the job of an order gives up later than the phone service's port") {
  const auto& handlers = job_handlers();
  const auto place = std::ranges::find(handlers, "call.place", &JobHandler::kind);
  REQUIRE(place != handlers.end());
  CHECK(place->deadline > kOrderLimit);
}

TEST_CASE("an order whose answer got lost is looked for, and never placed again") {
  Desk desk;
  desk.carrier.answers = {failure(ErrorCode::in_doubt)};
  const auto made = desk.place();
  CHECK(desk.orders() == Orders{kPlace});
  CHECK(desk.get(made.id).stage == CallStage::in_doubt);
  SUBCASE("and is found") {
    desk.carrier.found = {{.sid = kCall, .status = CallStatus::ringing}};
    desk.advance(Seconds(3));
    CHECK(desk.orders() == Orders{"find +5518997751234"});
    CHECK(desk.get(made.id).sid == kCall);
    CHECK(desk.get(made.id).status == CallStatus::ringing);
  }
  SUBCASE("and tells itself before") {
    desk.told(made.id, kCall, "ringing");
    CHECK(desk.get(made.id).stage == CallStage::accepted);
    CHECK(desk.get(made.id).sid == kCall);
    desk.advance(Seconds(3));
    desk.orders();
    CHECK(desk.get(made.id).sid == kCall);
  }
  SUBCASE("and is nowhere, three times") {
    for (int i = 0; i < 3; ++i) desk.advance(Seconds(61));
    CHECK(desk.orders().size() == 3);
    CHECK(desk.get(made.id).status == CallStatus::failed);
    CHECK(desk.get(made.id).cause == "lost");
    CHECK(desk.outcome() == "failed");
    desk.told(made.id, kCall, "ringing");  // it was there after all: known, not doubled, not served
    CHECK(desk.orders() == Orders{"hang up " + kCall});
    CHECK(desk.outcome() == "no_answer");  // a contact, as caps count them
    desk.told(made.id, kCall, "in-progress");
    CHECK(desk.outcome() == "answered");
    CHECK(desk.get(made.id).status == CallStatus::failed);
    CHECK(desk.read(list_calls, ListCalls{}).calls.size() == 1);
  }
  SUBCASE("and is nowhere, and asks for its script in the end") {
    for (int i = 0; i < 3; ++i) desk.advance(Seconds(61));
    desk.orders();
    const Fields fields{{"CallSid", kCall}, {"CallStatus", "in-progress"}, {"Direction", "outbound-api"}};
    const auto xml = desk.post(script, "/voice/twiml?call=" + made.id.value, fields).body;
    CHECK(xml.ends_with("<Response><Hangup/></Response>"));
    CHECK(desk.orders() == Orders{"hang up " + kCall});
    CHECK(desk.outcome() == "answered");
  }
  SUBCASE("and is called off while it is looked for") {
    CHECK(desk.write(hang_up, HangUpCall{made.id}).status == CallStatus::canceled);
    desk.carrier.found = {{.sid = kCall, .status = CallStatus::ringing}};
    desk.advance(Seconds(3));
    CHECK(desk.orders() == Orders{"find +5518997751234", "hang up " + kCall});
    CHECK(desk.get(made.id).cause == "called off");
  }
  SUBCASE("a call of somebody else's between the same numbers is not taken for it") {
    desk.told({"-"}, kCall, "ringing");
    desk.carrier.found = {{.sid = kCall, .status = CallStatus::ringing}};
    desk.advance(Seconds(3));
    CHECK(desk.get(made.id).sid.empty());
  }
}

TEST_CASE("a call that was called off while its order got lost is hung up when it turns up") {
  // It rang, was answered, heard the disclaimer and waited in the queue; nobody hung up.
  Desk desk;
  desk.carrier.answers = {failure(ErrorCode::in_doubt)};
  const auto made = desk.place();
  CHECK(desk.write(hang_up, HangUpCall{made.id}).status == CallStatus::canceled);
  CHECK(desk.orders() == Orders{kPlace});
  const auto asked = [&](World::Webhook operation, const std::string& path) {
    return desk.post(operation, path + "?call=" + made.id.value,
                     {{"CallSid", kCall}, {"CallStatus", "in-progress"}, {"Direction", "outbound-api"}});
  };
  const std::string nothing_more = "<Response><Hangup/></Response>";
  SUBCASE("by being looked for") {
    desk.advance(Seconds(3));
    CHECK(desk.orders() == Orders{"find +5518997751234"});  // not there yet
    desk.carrier.found = {{.sid = kCall, .status = CallStatus::ringing}};
    desk.advance(Seconds(11));
    CHECK(desk.orders() == Orders{"find +5518997751234", "hang up " + kCall});
    CHECK(desk.get(made.id).sid == kCall);
  }
  SUBCASE("by its status, once") {
    desk.told(made.id, kCall, "ringing");
    CHECK(desk.orders() == Orders{"hang up " + kCall});
    desk.told(made.id, kCall, "in-progress");
    desk.carrier.found = {{.sid = kCall, .status = CallStatus::in_progress}};
    desk.advance(Seconds(3));
    CHECK(desk.orders() == Orders{"find +5518997751234"});  // was ordered before, and changes nothing
    desk.carrier.fetched = {.sid = kCall, .status = CallStatus::completed, .cost = 75};
    desk.advance(std::chrono::minutes(6));
    CHECK(desk.orders() == Orders{"fetch " + kCall});
    CHECK(desk.get(made.id).cost == "0.0075");
  }
  SUBCASE("not if it is over already") {
    desk.told(made.id, kCall, "completed");
    CHECK(desk.orders().empty());
  }
  SUBCASE("by its script") {
    CHECK(asked(script, "/voice/twiml").body.ends_with(nothing_more));
    CHECK(desk.orders() == Orders{"hang up " + kCall});
  }
  SUBCASE("by the machine's document") {
    CHECK(asked(machine, "/voice/machine").body.ends_with(nothing_more));
  }
  SUBCASE("by the way to the queue") {
    CHECK(asked(connect_queue, "/voice/connect-queue").body.ends_with(nothing_more));
  }
  SUBCASE("and is looked for three times only") {
    for (int i = 0; i < 6; ++i) desk.advance(Seconds(61));
    CHECK(desk.orders().size() == 3);
  }
  CHECK(desk.get(made.id).status == CallStatus::canceled);
  CHECK(desk.get(made.id).cause == "called off");
  CHECK(desk.read(list_calls, ListCalls{}).calls.size() == 1);
}

TEST_CASE("a call that was called off before its order was answered is hung up") {
  Desk desk;
  const auto made = desk.place();
  desk.write(hang_up, HangUpCall{made.id});
  CHECK(desk.orders() == Orders{kPlace, "hang up " + kFirst});
}

TEST_CASE("after a crash in the middle of an order it is only looked for") {
  Desk desk;
  const auto made = desk.place();
  Job job = desk.jobs.back();
  desk.jobs.clear();
  job.attempt = 1;
  desk.run(job);
  CHECK(desk.get(made.id).stage == CallStage::in_doubt);
  CHECK(desk.orders().empty());
}

TEST_CASE("what the service refuses fails with its code, and a refused account is switched off") {
  struct Row {
    ErrorCode code;
    std::string peer_code, cause;
    AccountStatus account;
  };
  for (const Row& row :
       std::vector<Row>{{ErrorCode::invalid_argument, "21211", "21211", AccountStatus::active},
                        {ErrorCode::failed_precondition, "21215", "21215", AccountStatus::active},
                        {ErrorCode::unauthorized, "20003", "20003", AccountStatus::refused}}) {
    Desk desk;
    desk.carrier.answers = {failure(row.code, row.peer_code)};
    const auto made = desk.place();
    desk.run();
    CHECK(desk.get(made.id).status == CallStatus::failed);
    CHECK(desk.get(made.id).cause == row.cause);
    CHECK(desk.read(get_account, GetAccount{desk.account.id}).status == row.account);
    CHECK(desk.outcome() == "failed");
  }
}

TEST_CASE("the service away for long ends the call, and nothing is lost") {
  Desk desk;
  for (int i = 0; i < 20; ++i) desk.carrier.answers.push_back(failure(ErrorCode::unavailable));
  const auto made = desk.place();
  for (int i = 0; i < 20; ++i) desk.advance(Seconds(65));
  CHECK(desk.get(made.id).status == CallStatus::failed);
  CHECK(desk.get(made.id).cause == "unavailable");
  CHECK(desk.orders().size() == 13);
}

TEST_CASE("a machine is hung up or left a message, before or while the call is connected") {
  struct Row {
    Detection detection;
    MachineAction action;
    std::string answered_by;
    Orders orders;     // of async detection
    std::string part;  // of the script, of sync detection
  };
  const std::vector<Row> rows{
      {Detection::sync, MachineAction::hang_up, "machine_start", {}, "<Response><Hangup/></Response>"},
      {Detection::sync, MachineAction::message, "machine_end_beep", {}, "Acme tentou falar com você."},
      {Detection::sync, MachineAction::hang_up, "fax", {}, "<Hangup/>"},
      {Detection::sync, MachineAction::hang_up, "human", {}, "<Enqueue"},
      {Detection::sync, MachineAction::hang_up, "unknown", {}, "<Enqueue"},
      {Detection::async, MachineAction::hang_up, "machine_start", {"hang up " + kFirst}, "<Hangup/>"},
      {Detection::async,
       MachineAction::message,
       "machine_end_beep",
       {"redirect " + kFirst + " to " + kHost + "/voice/machine"},
       "tentou falar"},
      {Detection::async, MachineAction::hang_up, "human", {}, "<Enqueue"},
      {Detection::async, MachineAction::hang_up, "unknown", {}, "<Enqueue"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.answered_by);
    Desk desk;
    const auto made = desk.place({.detection = row.detection, .machine_action = row.action});
    desk.orders();
    CHECK(desk.carrier.placed[0].detection == row.detection);
    CHECK(desk.carrier.placed[0].wait_for_beep == (row.action == MachineAction::message));
    desk.told(made.id, kFirst, "in-progress");
    if (row.detection == Detection::async)
      desk.post(detection, "/webhooks/amd-result?call=" + made.id.value,
                {{"CallSid", kFirst}, {"AnsweredBy", row.answered_by}});
    CHECK(desk.orders() == row.orders);
    Fields fields{{"CallSid", kFirst}, {"CallStatus", "in-progress"}, {"Direction", "outbound-api"}};
    if (row.detection == Detection::sync) fields.emplace_back("AnsweredBy", row.answered_by);
    const auto xml = desk.post(script, "/voice/twiml?call=" + made.id.value, fields).body;
    CHECK(xml.find(row.part) != std::string::npos);
    desk.told(made.id, kFirst, "completed", {{"CallDuration", "9"}});
    const bool is_machine = row.answered_by.starts_with("machine") || row.answered_by == "fax";
    CHECK(desk.outcome() == (is_machine ? "voicemail" : "conversation"));
    CHECK(desk.read(call_metrics, GetCallMetrics{}).figures.answered == (is_machine ? 0 : 1));
  }
}

TEST_CASE("a call's end that no webhook told is asked for") {
  Desk desk;
  const auto made = desk.place();
  desk.orders();
  desk.carrier.fetched = {.sid = kFirst, .status = CallStatus::busy, .ended_at = desk.now + Seconds(20)};
  desk.advance(std::chrono::minutes(6));
  CHECK(desk.orders() == Orders{"fetch " + kFirst});
  CHECK(desk.get(made.id).status == CallStatus::busy);
  CHECK(desk.outcome() == "busy");
}

TEST_CASE("a call is hung up, also one that is over") {
  Desk desk;
  const auto made = desk.place();
  desk.orders();
  desk.write(hang_up, HangUpCall{made.id});
  CHECK(desk.orders() == Orders{"hang up " + kFirst});
  desk.told(made.id, kFirst, "completed");
  CHECK(desk.write(hang_up, HangUpCall{made.id}).status == CallStatus::completed);
  CHECK(desk.orders().empty());
  CHECK(error_of([&] { desk.write(hang_up, HangUpCall{{"x"}}); }) == "not_found");
}

TEST_CASE("what is missing to place a call is said") {
  Desk desk;
  const auto refused = [&](PlaceCall request) {
    if (request.to.empty()) request.to = kTo;
    return error_of([&] { desk.write(calls::place, request); });
  };
  CHECK(refused({.to = "190"}) == "invalid_argument to");
  CHECK(refused({.agent_id = {"nobody"}}) == "not_found");
  CHECK(refused({.name = std::string(101, 'x')}) == "invalid_argument name");
  CHECK(refused({.ring_seconds = 4}) == "invalid_argument ring_seconds");
  desk.write(update_account, UpdateAccount{.account_id = desk.account.id, .suspended = true});
  CHECK(refused({}) == "failed_precondition");
  desk.write(configure, ConfigureCalls{.base_url = ""});
  CHECK(refused({}) == "failed_precondition");
}

TEST_CASE("a number is stored as ordered, bought in the background, and then called by") {
  Desk desk;
  const auto made = desk.write(buy_number, BuyNumber{.number = "+15125550100", .label = "Austin"});
  CHECK(made.status == NumberStatus::ordered);
  CHECK(desk.read(list_numbers, ListNumbers{.status = NumberStatus::owned}).numbers.size() == 1);
  const auto status = [&] { return desk.read(get_number, GetNumber{.number_id = made.id}).status; };
  SUBCASE("") {
    CHECK(desk.orders() == Orders{"buy +15125550100"});
    CHECK(status() == NumberStatus::owned);
    CHECK(desk.read(get_number, GetNumber{.number_id = made.id}).peer_id == "PN1");
  }
  SUBCASE("in doubt: found") {
    desk.carrier.answers = {failure(ErrorCode::in_doubt)};
    desk.run();
    CHECK(status() == NumberStatus::in_doubt);
    desk.carrier.number_found = CarrierNumber{.peer_id = "PN7", .number = "+15125550100", .label = ""};
    desk.advance(Seconds(3));
    CHECK(desk.orders() == Orders{"buy +15125550100", "find number +15125550100"});
    CHECK(status() == NumberStatus::owned);
  }
  SUBCASE("in doubt: not there") {
    desk.carrier.answers = {failure(ErrorCode::in_doubt)};
    desk.run();
    for (int i = 0; i < 3; ++i) desk.advance(Seconds(61));
    CHECK(status() == NumberStatus::failed);
    CHECK(desk.orders().size() == 4);
    CHECK(desk.write(buy_number, BuyNumber{.number = "+15125550100"}).status == NumberStatus::ordered);
  }
  SUBCASE("refused") {
    desk.carrier.answers = {failure(ErrorCode::failed_precondition, "21422")};
    desk.run();
    CHECK(status() == NumberStatus::failed);
  }
}

TEST_CASE("no number is bought whose calls would lead nowhere") {
  Desk desk;
  desk.write(configure, ConfigureCalls{.base_url = ""});
  try {
    desk.write(buy_number, BuyNumber{.number = "+15125550100"});
    FAIL("was bought");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::failed_precondition);
    CHECK(error.details().at("reason") == "no_base_url");
  }
  CHECK(desk.orders().empty());
  CHECK(desk.read(list_numbers, ListNumbers{}).numbers.size() == 1);
}

TEST_CASE("numbers for sale are asked for and waited for") {
  Desk desk;
  const Pending pending =
      desk.write(search_numbers.start, SearchNumbers{.country = "US", .area_code = "305"});
  const auto answer = [&](bool at_deadline) {
    Pending asked = pending;
    asked.at_deadline = at_deadline;
    return desk.read([](const Context& c, const Pending& p) { return search_numbers.answer(c, p); }, asked);
  };
  CHECK_FALSE(answer(false));
  CHECK_FALSE(answer(true)->settled);
  desk.carrier.answers = {failure(ErrorCode::rate_limited)};
  CHECK(desk.orders() == Orders{"search US 305"});
  CHECK_FALSE(answer(false));
  desk.advance(Seconds(1));  // the port repeats nothing itself
  CHECK(desk.orders() == Orders{"search US 305"});
  const auto offered = answer(false);
  REQUIRE(offered);
  CHECK(offered->settled);
  CHECK(offered->numbers == std::vector<OfferedNumber>{{"+13055550123", "FL", "Miami"}});
  CHECK(error_of([&] { desk.write(search_numbers.start, SearchNumbers{.country = "usa"}); }) ==
        "invalid_argument country");
}
