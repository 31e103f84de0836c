#include <doctest/doctest.h>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/contact/contact_log.hpp>

#include "support/handoff_world.hpp"

using namespace smarthandoff;
using namespace smarthandoff::handoff;
using handoff_world::Office;
using telephony::ExtensionState;
using telephony::LegEnd;
using telephony::TransferResult;
using Orders = std::vector<std::string>;

namespace {

const std::string kOffer = " Posso pedir para retornarem sua ligação, ou você prefere deixar um recado?";

telephony::LegEnded ended(LegEnd end, bool rang = false) {
  return {.leg = {}, .end = end, .sip_code = {}, .cause = {}, .rang = rang};
}

std::string code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return std::string(to_string(error.code()));
  }
  return "none";
}

}  // namespace

TEST_CASE("starting twice for the same call gives the same handoff") {
  Office office;
  const Handoff again = office.call(start, {.call_id = "call-1", .caller = "other"});
  CHECK(again.id == office.id);
  CHECK(again.caller == "+5518997751234");
  CHECK(again.caller_number->e164() == "+5518997751234");
  CHECK(office.topics().empty());
  CHECK(office.call(start, {.call_id = "call-2"}).id != office.id);
}

// Another tenant took over a live call by its id and could hang it up.
TEST_CASE("a live call belongs to one tenant, and to another only after it") {
  Office office;
  const auto take = [&] {
    office.write([](Context& context) { return start(context, {.call_id = "call-1"}); }, TenantId{"other"});
  };
  CHECK(code_of(take) == "already_exists");
  office.call(finish, {.handoff_id = office.id});
  CHECK(code_of(take) == "none");
}

// The sentence was given without an offer, and the answer to it was not heard.
TEST_CASE("without a phone system the caller is offered the same, and the answer is heard") {
  Office office;
  for (const char* order : {"status", "hold", "resume"})
    office.pbx.fails.emplace(order, ErrorCode::unavailable);
  const auto outcome = office.transfer();
  REQUIRE(outcome);
  CHECK(outcome->say == "Não consegui completar a ligação para Jeni." + kOffer);
  CHECK(outcome->offer == std::vector{Choice::callback, Choice::message});
  CHECK(office.hear("recado").say == "Pode falar que eu vou anotar e encaminhar.");
}

TEST_CASE("the transcript holds what was asked first, the waiting and the offer") {
  Office office;
  office.on_ring({ended(LegEnd::busy)});
  office.transfer("a Jeni");
  office.hear("banana");
  office.hear("banana");
  office.call(finish, {.handoff_id = office.id});
  const auto tickets = office.call(tickets::list, {}).tickets;
  REQUIRE(tickets.size() == 1);
  std::vector<std::string> said;
  for (const auto& line : tickets[0].transcript) said.push_back(line.text);
  REQUIRE(said.size() >= 5);
  CHECK(said[0] == "a Jeni");
  CHECK(said[1] == "Aguarde um momento, em até 30 segundos volto com você.");
  CHECK(said[2] == "O ramal de Jeni está ocupado no momento." + kOffer);
  CHECK(said[3] == "banana");
  CHECK(tickets[0].summary ==
        "Ligou para falar com Jeni. O ramal de Jeni está ocupado no momento. Não deixou recado.");
}

TEST_CASE("a ticket tells the length of the call once it is over, and where the recording is") {
  Office office;
  office.status(ExtensionState::in_call);
  office.transfer();
  office.hear("recado");
  office.hear("o boleto venceu, era só isso");
  office.now += Seconds(155);
  const auto last = office.hear("não");
  office.now += Seconds(5);
  office.call(finish, {.handoff_id = office.id});
  const std::string text = office.call(tickets::text, {.ticket_id = last.ticket_id}).text;
  CHECK(text.find("FusionPBX → Recordings → call-1.wav") != std::string::npos);
  CHECK(text.find("Duração: 2min 40s") != std::string::npos);
}

TEST_CASE("a person whose extension is busy is not rung, and the offer follows at once") {
  Office office;
  office.status(ExtensionState::in_call);
  const auto outcome = office.transfer();
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::busy);
  CHECK(outcome->say ==
        "O ramal de Jeni está ocupado no momento. Posso pedir para retornarem sua ligação, ou você prefere "
        "deixar um recado?");
  CHECK(outcome->status == TransferStatus::returned);
  CHECK(outcome->settled);
  CHECK(outcome->offer == std::vector{Choice::callback, Choice::message});
  REQUIRE(outcome->evidence);
  CHECK(outcome->evidence->source == telephony::EvidenceSource::presence);
  CHECK(outcome->evidence->presence == ExtensionState::in_call);
  CHECK(office.orders() == Orders{"status 1004"});
  CHECK(office.topics() == "handoff.returned");
}

TEST_CASE("every result comes back with its sentence and the offer") {
  struct Row {
    ExtensionState status;
    std::deque<telephony::Event> leg;
    TransferResult result;
    std::string says;
  };
  const std::vector<Row> rows = {
      {ExtensionState::offline, {}, TransferResult::offline, "O ramal de Jeni está offline no momento."},
      {ExtensionState::dnd, {}, TransferResult::dnd, "Jeni está em modo não perturbe."},
      {ExtensionState::ringing, {}, TransferResult::busy, "O ramal de Jeni está ocupado no momento."},
      {ExtensionState::available,
       {ended(LegEnd::busy)},
       TransferResult::busy,
       "O ramal de Jeni está ocupado no momento."},
      {ExtensionState::unknown,
       {telephony::LegRinging{}, ended(LegEnd::no_answer, true)},
       TransferResult::no_answer,
       "Jeni não está atendendo no momento."},
      {ExtensionState::available,
       {telephony::LegRinging{}, ended(LegEnd::rejected, true)},
       TransferResult::rejected,
       "A chamada foi recusada."},
      {ExtensionState::available,
       {telephony::LegRinging{}, telephony::LegMachine{}},
       TransferResult::voicemail,
       "Jeni não está atendendo no momento."},
      {ExtensionState::available,
       {ended(LegEnd::no_route)},
       TransferResult::failed,
       "Não consegui completar a ligação para Jeni."}};
  for (const Row& row : rows) {
    Office office;
    office.status(row.status);
    office.on_ring(row.leg);
    const auto outcome = office.transfer();
    REQUIRE(outcome);
    CAPTURE(wire_name(row.result));
    CHECK(outcome->result == row.result);
    CHECK(outcome->say == row.says + kOffer);
    CHECK(outcome->state == HandoffState::dialogue);
    CHECK(office.handoff().result == row.result);
  }
}

TEST_CASE("a person who answers is bridged, after hold and ring in this order") {
  Office office;
  office.on_ring({telephony::LegRinging{}, telephony::LegAnswered{}});
  const auto outcome = office.transfer();
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::answered);
  CHECK(outcome->status == TransferStatus::transferred);
  CHECK(outcome->say.empty());
  CHECK(outcome->state == HandoffState::bridged);
  CHECK(office.orders() == Orders{"status 1004", "hold call-1", "ring 1004", "bridge call-1"});
  CHECK(office.topics() == "handoff.hold handoff.bridged");
  CHECK(office.pbx.rung.at(0).caller_number == "+5518997751234");

  SUBCASE("and when they have talked, the call is over") {
    office.pbx.report(telephony::Unbridged{{"call-1"}, office.pbx.last_leg});
    office.run();
    CHECK(office.handoff().state == HandoffState::ended);
    CHECK(office.orders() == Orders{"cancel leg", "hangup call-1"});
  }
  SUBCASE("and a person who passes the caller on does not end the call") {
    office.pbx.bridged.insert("call-1");
    office.pbx.legs.clear();
    office.pbx.report(telephony::LegEnded{.leg = office.pbx.last_leg, .end = LegEnd::completed});
    office.advance(Seconds(5));
    CHECK(office.handoff().state == HandoffState::bridged);
    office.pbx.report(telephony::CallEnded{{"call-1"}, "NORMAL_CLEARING"});
    office.run();
    CHECK(office.handoff().state == HandoffState::ended);
    CHECK(office.handoff().result == TransferResult::answered);
  }
}

TEST_CASE("the caller comes back to the assistant's extension, with the words of the hold said before") {
  Office office;
  office.on_ring({});
  CHECK_FALSE(office.transfer());
  const auto hold = std::ranges::find(office.events, "handoff.hold", &Event::topic);
  REQUIRE(hold != office.events.end());
  CHECK(hold->payload.find("em até 30 segundos volto com você") != std::string::npos);
  CHECK(office.handoff().state == HandoffState::ringing);
  office.pbx.report(telephony::LegEnded{.leg = office.pbx.last_leg, .end = LegEnd::no_answer, .rang = true});
  office.run();
  CHECK(office.orders().back() == "resume call-1 to 9000");
  const auto outcome = office.ask(transfer);
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::no_answer);
}

TEST_CASE(
    "a caller who hangs up while it rings leaves nobody ringing, also one who answers after the cancel") {
  Office office;
  CHECK_FALSE(office.transfer());
  office.orders();
  office.pbx.report(telephony::CallEnded{{"call-1"}, "NORMAL_CLEARING"});
  office.run();
  CHECK(office.orders() == Orders{"cancel leg"});
  const auto outcome = office.ask(transfer);
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::canceled);
  CHECK(outcome->status == TransferStatus::canceled);
  CHECK(outcome->state == HandoffState::ended);

  office.pbx.report(telephony::LegAnswered{office.pbx.last_leg});
  office.run();
  CHECK(office.orders() == Orders{"cancel unplaced leg"});
  CHECK(office.handoff().state == HandoffState::ended);
}

TEST_CASE("a caller who hangs up before the leg is placed never makes a phone ring") {
  Office office;
  office.pbx.mute.insert("hold");
  CHECK_FALSE(office.transfer());
  CHECK(office.handoff().state == HandoffState::holding);
  office.pbx.report(telephony::CallEnded{{"call-1"}, ""});
  office.run();
  office.advance(std::chrono::minutes(5));
  for (const std::string& order : office.orders()) CHECK(order.find("ring") == std::string::npos);
}

TEST_CASE("a transfer while one is under way is refused, and the first goes on") {
  Office office;
  CHECK_FALSE(office.transfer());
  CHECK(code_of([&] { office.transfer(); }) == "failed_precondition");
  CHECK(office.handoff().state == HandoffState::ringing);
  CHECK(office.hear("alô?").action == HearAction::none);
  CHECK(code_of([&] { office.call(choose, {.handoff_id = office.id, .choice = Choice::callback}); }) ==
        "failed_precondition");
}

TEST_CASE("a call that is gone is told so") {
  Office office;
  office.pbx.calls.clear();
  office.pbx.fails.emplace("hold", ErrorCode::not_found);
  const auto outcome = office.transfer();
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::canceled);
  CHECK(code_of([&] { office.transfer(); }) == "failed_precondition");
  CHECK(code_of([&] { office.hear("sim"); }) == "failed_precondition");
}

TEST_CASE("whom the caller means may be asked back") {
  Office office;
  office.call(destinations::create, {.name = "Jeni", .number = "1005", .department = "Vendas"});
  office.call(destinations::create, {.name = "Rui", .number = "1006", .enabled = false});
  struct Row {
    std::string to;
    TransferStatus status;
  };
  for (const auto& [to, status] :
       {Row{"Jeni", TransferStatus::ask_which}, Row{"o Astolfo", TransferStatus::not_found},
        Row{"alguém", TransferStatus::ask_whom}, Row{"Rui", TransferStatus::disabled}}) {
    const auto outcome = office.transfer(to);
    REQUIRE(outcome);
    CAPTURE(to);
    CHECK(outcome->status == status);
    CHECK(outcome->settled);
    CHECK_FALSE(outcome->result);
    CHECK_FALSE(outcome->say.empty());
    CHECK((outcome->candidates.size() == 2) == (status == TransferStatus::ask_which));
    CHECK(outcome->state == HandoffState::conversation);
  }
  CHECK(office.orders().empty());
}

TEST_CASE("the answer to `which one?` is understood together with the question") {
  Office office;
  office.call(destinations::create, {.name = "Jeni", .number = "1005", .department = "Vendas"});
  office.pbx.phones["1005"].status = ExtensionState::dnd;
  const HearOutcome asked = office.hear("quero falar com a Jeni");
  CHECK(asked.question == DialogueState::ask_which);
  const HearOutcome answered = office.hear("a de vendas");
  CHECK(answered.action == HearAction::transfer);
  office.run();
  CHECK(office.orders() == Orders{"status 1005"});
}

TEST_CASE("an unknown handoff and another tenant's are the same") {
  Office office;
  CHECK(code_of([&] { office.call(get, {.handoff_id = {"nobody"}}); }) == "not_found");
  office.tenant = {"other"};
  CHECK(code_of([&] { office.handoff(); }) == "not_found");
  CHECK(code_of([&] { office.transfer(); }) == "not_found");
  CHECK(code_of([&] { office.hear("sim"); }) == "not_found");
  CHECK(office.call(list, {}).handoffs.empty());
}

TEST_CASE("the next destination is tried by result, and the caller hears of whom they asked for") {
  Office office;
  const auto ana =
      office.call(destinations::create,
                  {.name = "Ana", .number = "1007", .hunt = {{TransferResult::busy, office.destination.id}}});
  office.call(destinations::update,
              {.destination_id = office.destination.id,
               .hunt = std::vector<destinations::NextDestination>{{TransferResult::busy, ana.id}}});
  office.status(ExtensionState::in_call);
  SUBCASE("who answers") {
    office.pbx.phones["1007"].leg = {telephony::LegAnswered{}};
    const auto outcome = office.transfer();
    CHECK(outcome->result == TransferResult::answered);
    CHECK(office.orders() ==
          Orders{"status 1004", "status 1007", "hold call-1", "ring 1007", "bridge call-1"});
  }
  SUBCASE("who is busy too") {
    office.pbx.phones["1007"].leg = {ended(LegEnd::busy)};
    const auto outcome = office.transfer();
    CHECK(outcome->result == TransferResult::busy);
    CHECK(outcome->say.find("O ramal de Jeni") == 0);
    CHECK(office.call(attempts, {.handoff_id = office.id}).attempts.size() == 2);
  }
}

TEST_CASE("with the accept gate only the key connects") {
  destinations::CreateDestination gated;
  gated.whisper = "Ligação do site.";
  gated.accept_gate = destinations::AcceptGate::key;
  Office office("+5518997751234", gated);
  office.on_ring({telephony::LegAnswered{}});
  CHECK_FALSE(office.transfer());
  CHECK(office.orders().back() == "play Ligação do site. Para atender, tecle 1.");
  SUBCASE("1") {
    office.pbx.report(telephony::LegKey{office.pbx.last_leg, "1"});
    office.run();
    CHECK(office.handoff().state == HandoffState::bridged);
  }
  SUBCASE("another key") {
    office.pbx.report(telephony::LegKey{office.pbx.last_leg, "2"});
    office.run();
    CHECK(office.ask(transfer)->result == TransferResult::rejected);
    CHECK(office.orders() == Orders{"cancel leg", "resume call-1 to 9000"});
  }
  SUBCASE("nobody") {
    office.advance(Seconds(21));
    CHECK(office.ask(transfer)->result == TransferResult::no_answer);
  }
  SUBCASE("a word that the host understood") {
    office.call(accept, {.handoff_id = office.id, .accepted = false, .reason = "em reunião"});
    office.run();
    const auto outcome = office.ask(transfer);
    CHECK(outcome->result == TransferResult::rejected);
    CHECK(outcome->evidence->cause == "em reunião");
  }
}

TEST_CASE("a phone system that says nothing never leaves the caller on hold") {
  struct Row {
    std::string mute;
    Milliseconds after;
  };
  for (const auto& [mute, after] :
       {Row{"hold", Seconds(6)}, Row{"ring", Seconds(36)}, Row{"bridge", Seconds(6)}}) {
    Office office;
    office.on_ring({telephony::LegAnswered{}});
    office.pbx.mute.insert(mute);
    CAPTURE(mute);
    CHECK_FALSE(office.transfer());
    office.advance(after);
    const auto outcome = office.ask(transfer);
    REQUIRE(outcome);
    CHECK(outcome->result == TransferResult::failed);
    CHECK(outcome->say == "Não consegui completar a ligação para Jeni." + kOffer);
    CHECK(office.orders().back() == "resume call-1 to 9000");
  }
  Office office;  // a status that never comes is unknown, and unknown is tried
  office.pbx.mute.insert("status");
  CHECK_FALSE(office.transfer());
  office.advance(Seconds(4));
  CHECK(office.handoff().state == HandoffState::ringing);
}

TEST_CASE("a phone system lost in the middle and back: the result stands, and the caller is fetched") {
  Office office;
  CHECK_FALSE(office.transfer());
  for (const char* order : {"resume", "cancel", "look_up"})
    office.pbx.fails.emplace(order, ErrorCode::unavailable);
  office.pbx.report(telephony::ConnectionLost{"reset"});
  office.advance(Seconds(40));
  const auto outcome = office.ask(transfer);
  REQUIRE(outcome);
  CHECK(outcome->result == TransferResult::failed);
  CHECK(outcome->settled);
  CHECK(outcome->say == "Não consegui completar a ligação para Jeni." + kOffer);
  CHECK(outcome->offer == std::vector{Choice::callback, Choice::message});
  CHECK(office.handoff().state == HandoffState::returning);

  office.pbx.fails.clear();
  office.orders();
  office.pbx.report(telephony::ConnectionRestored{true});
  office.run();
  CHECK(office.handoff().state == HandoffState::dialogue);
  const auto orders = office.orders();
  CHECK(std::ranges::count(orders, "resume call-1 to 9000") == 1);
  office.advance(Seconds(60));
  CHECK(std::ranges::count(office.orders(), "cancel leg") == 1);  // the leg that could not be canceled then
}

TEST_CASE("two people who were connected while the phone system was lost are not torn apart") {
  Office office;
  office.on_ring({telephony::LegAnswered{}});
  office.pbx.bridges = false;
  CHECK_FALSE(office.transfer());
  for (const char* order : {"resume", "cancel", "look_up"})
    office.pbx.fails.emplace(order, ErrorCode::unavailable);
  office.advance(Seconds(6));
  CHECK(office.handoff().state == HandoffState::returning);
  office.pbx.bridged.insert(office.pbx.last_leg.value);
  office.pbx.fails.clear();
  office.orders();
  office.pbx.report(telephony::ConnectionRestored{true});
  office.run();
  CHECK(office.handoff().state == HandoffState::bridged);
  office.advance(Seconds(60));
  for (const std::string& order : office.orders()) CHECK(order.find("look_up") == 0);
}

TEST_CASE("a caller who went while the phone system was lost is found out") {
  Office office;
  CHECK_FALSE(office.transfer());
  office.pbx.calls.clear();
  office.pbx.report(telephony::ConnectionRestored{false});
  office.run();
  CHECK(office.handoff().state == HandoffState::ended);
  CHECK(office.ask(transfer)->result == TransferResult::canceled);
}

// The crash test rang a person twice who had declined while no engine was open.
TEST_CASE("an order to ring that was cut off by a crash is looked up, and never given again") {
  struct Row {
    std::string name;
    bool leg_lives, caller_lives, has_rung;
    std::string last_order;
    HandoffState state;
  };
  for (const auto& [name, leg_lives, caller_lives, has_rung, last_order, state] :
       {Row{"it had been placed", true, true, false, "look_up leg", HandoffState::ringing},
        Row{"it had not, or is over", false, true, false, "resume call-1 to 9000", HandoffState::dialogue},
        Row{"it had rung, and is over", false, true, true, "resume call-1 to 9000", HandoffState::dialogue},
        Row{"the caller has gone meanwhile", false, false, false, "cancel unplaced leg",
            HandoffState::ended}}) {
    Office office;
    CHECK_FALSE(office.transfer());
    CAPTURE(name);
    const telephony::RingRequest placed = office.pbx.rung.at(0);
    Job job{
        .tenant = {"acme"}, .kind = "handoff.ring", .key = placed.leg.value, .due = office.now, .attempt = 1};
    job.payload = "{\"handoff_id\":\"" + office.id.value + "\",\"attempt_id\":\"" +
                  office.call(attempts, {.handoff_id = office.id}).attempts.at(0).id.value +
                  "\",\"call\":\"call-1\",\"leg\":\"" + placed.leg.value + "\",\"number\":\"1004\"}";
    if (has_rung) office.pbx.report(telephony::LegRinging{placed.leg});
    office.run();
    office.orders();
    if (!leg_lives) office.pbx.legs.clear();
    if (!caller_lives) office.pbx.calls.clear();
    office.jobs.push_back(job);
    office.run();
    CHECK(office.orders().back() == last_order);
    CHECK(office.handoff().state == state);
  }
}

TEST_CASE("blind mode sends the caller away, and a transfer that the PBX refuses becomes a ticket") {
  Office office;
  office.call(tenants::update, {.blind_transfer = true});
  SUBCASE("taken") {
    const auto outcome = office.transfer();
    CHECK(outcome->status == TransferStatus::transferred);
    CHECK_FALSE(outcome->result);
    CHECK(office.orders() == Orders{"status 1004", "blind 1004"});
  }
  SUBCASE("refused") {
    office.status(ExtensionState::offline);
    const auto outcome = office.transfer();
    CHECK(outcome->result == TransferResult::offline);
    CHECK(outcome->say ==
          "O ramal de Jeni está offline no momento. Vou registrar seu recado e nossa equipe vai retornar. "
          "Obrigada! Tchau!");
    CHECK(office.handoff().state == HandoffState::closing);
    CHECK_FALSE(office.handoff().ticket_id.empty());
  }
}

TEST_CASE("destinations that are no extensions are rung without being asked for their status") {
  destinations::CreateDestination outside;
  outside.type = destinations::DestinationType::external;
  outside.number = "+5511987654321";
  Office office("+5518997751234", outside);
  office.call(
      tenants::update,
      {.trunk = Trunk{.gateway = "vivo", .number_format = NumberFormat::zero_carrier, .carrier = "15"}});
  CHECK_FALSE(office.transfer());
  CHECK(office.orders() == Orders{"hold call-1", "ring 01511987654321 by vivo"});
}

TEST_CASE("a call is recorded from the start, and a recording that fails ends nothing") {
  Office office;
  office.pbx.calls.insert("call-2");
  office.pbx.fails.emplace("record", ErrorCode::unavailable);
  const Handoff recorded = office.call(start, {.call_id = "call-2", .recording_path = "rec/call-2.wav"});
  office.run();
  CHECK(office.orders() == Orders{"record rec/call-2.wav"});
  CHECK(office.topics() == "handoff.started handoff.recording_failed");
  CHECK(office.call(get, {.handoff_id = recorded.id}).state == HandoffState::conversation);
}

TEST_CASE("finishing ends what rings and hangs the caller up, once") {
  Office office;
  CHECK_FALSE(office.transfer());
  office.orders();
  CHECK(office.call(finish, {.handoff_id = office.id}).state == HandoffState::ended);
  office.run();
  CHECK(office.orders() == Orders{"cancel leg", "hangup call-1"});
  CHECK(office.call(finish, {.handoff_id = office.id}).state == HandoffState::ended);
  office.run();
  CHECK(office.orders().empty());
}

TEST_CASE("handoffs are listed newest first, filtered and in pages") {
  Office office;
  for (int n = 2; n <= 5; ++n) {
    office.now += Seconds(1);
    office.call(start, {.call_id = "call-" + std::to_string(n)});
  }
  office.call(finish, {.handoff_id = office.id});
  const auto page = office.call(list, {.limit = 3}).handoffs;
  REQUIRE(page.size() == 3);
  CHECK(page.front().call_id == "call-5");
  const auto rest = office.call(list, {.limit = 3, .after = page.back().id}).handoffs;
  CHECK(rest.size() == 2);
  CHECK(office.call(list, {.state = HandoffState::ended}).handoffs.size() == 1);
  CHECK(office.call(list, {.call_id = "call-3"}).handoffs.size() == 1);
  CHECK(office.call(list, {.open_only = true}).handoffs.size() == 4);
  CHECK(code_of([&] { office.call(list, {.limit = 0}); }) == "invalid_argument");
}

TEST_CASE("requests that cannot be right are refused") {
  Office office;
  CHECK(code_of([&] { office.call(start, {}); }) == "invalid_argument");
  CHECK(code_of([&] { office.call(start, {.call_id = "a\nb"}); }) == "invalid_argument");
  CHECK(code_of([&] { office.call(start, {.call_id = "c", .language = "fr"}); }) == "invalid_argument");
  CHECK(code_of([&] { office.call(start, {.call_id = "c", .assistant = {.extension = "9000\n"}}); }) ==
        "invalid_argument");
  CHECK(code_of([&] { office.call(transfer, {.handoff_id = office.id}); }) == "invalid_argument");
  CHECK(code_of([&] { office.call(transfer, {.handoff_id = office.id, .to = std::string(1 << 20, 'a')}); }) ==
        "invalid_argument");
  CHECK(code_of([&] { office.call(hear, {.handoff_id = office.id, .text = std::string(1 << 20, 'a')}); }) ==
        "invalid_argument");
  CHECK(code_of([&] { office.call(hear, {.handoff_id = office.id}); }) == "invalid_argument");
  CHECK(code_of([&] { office.call(wait, {.handoff_id = office.id}); }) == "failed_precondition");
  CHECK(code_of([&] { office.call(transfer, {.handoff_id = office.id, .destination_id = {"x"}}); }) ==
        "not_found");
}

TEST_CASE("an extension's status is what the phone system says, and unknown when it says nothing") {
  Office office;
  office.status(ExtensionState::dnd);
  const auto known = office.call(extensions::status, {.extension = "1004"});
  REQUIRE(known);
  CHECK(known->state == ExtensionState::dnd);
  office.pbx.mute.insert("status");
  CHECK_FALSE(office.call(extensions::status, {.extension = "1004"}));
  const auto late = office.ask(extensions::status, true);
  CHECK(late->state == ExtensionState::unknown);
  CHECK(late->reason == "Não foi possível determinar");
  CHECK(code_of([&] { office.call(extensions::status, {.extension = "10 04"}); }) == "invalid_argument");
}

TEST_CASE("a call that ended is in the log of contacts once, as one by which the person reached us") {
  Office office;
  const Instant begun = office.now;
  const auto log = [&] { return office.call(contact::history, {.address = "+5518997751234"}).contacts; };
  CHECK(log().empty());
  office.now += Seconds(90);
  office.call(handoff::finish, {.handoff_id = office.id});
  office.run();
  REQUIRE(log().size() == 1);
  CHECK(log()[0].direction == contact::Direction::inbound);
  CHECK(log()[0].channel == contact::Channel::voice);
  CHECK(log()[0].outcome == contact::ContactOutcome::conversation);
  CHECK(log()[0].reference == office.id.value);
  CHECK(log()[0].at == begun);
  CHECK_FALSE(log()[0].consent_at);
  office.call(handoff::finish, {.handoff_id = office.id});
  CHECK(log().size() == 1);
  Office withheld("anonymous");
  withheld.call(handoff::finish, {.handoff_id = withheld.id});
  CHECK(withheld.handoff().state == handoff::HandoffState::ended);
}

TEST_CASE("a callback that the caller asked for is their consent to be called, with the date of the call") {
  Office office;
  office.status(ExtensionState::in_call);
  office.transfer();
  for (const char* said : {"pode retornar", "este mesmo", "sim", "assim que estiver livre", "boleto vencido"})
    office.hear(said);
  REQUIRE_FALSE(office.handoff().callback_id.empty());
  auto log = office.call(contact::history, {.address = "+5518997751234"}).contacts;
  REQUIRE(log.size() == 1);
  CHECK(log[0].consent_at == log[0].at);
  office.call(handoff::finish, {.handoff_id = office.id});
  office.run();
  log = office.call(contact::history, {.address = "+5518997751234"}).contacts;
  REQUIRE(log.size() == 1);
  CHECK(log[0].consent_at.has_value());
}
