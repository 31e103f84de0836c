#include "story.hpp"

namespace demo {

namespace sh = smarthandoff;

namespace {

using sh::handoff::HearAction;

void add(sh::Tenant& tenant, const std::string& name, const std::string& department,
         const std::string& number) {
  tenant.call(sh::destinations::create,
              {.name = name, .number = number, .department = department, .ring_timeout_seconds = 5});
}

// The assistant's side of the dialogue: it says what the library says, and hands over what the caller
// answers.
void talk(sh::Tenant& tenant, const sh::HandoffId& id, const std::vector<std::string>& answers,
          Timeline& timeline) {
  for (const std::string& answer : answers) {
    timeline.add("caller", answer.empty() ? "(says nothing)" : "\"" + answer + "\"");
    const auto heard =
        tenant.call(sh::handoff::hear, {.handoff_id = id, .text = answer, .silence = answer.empty()});
    if (!heard.say.empty()) timeline.add("assistant", "\"" + heard.say + "\"");
    if (heard.action == HearAction::hang_up) return;
  }
}

void show_stored(sh::Tenant& tenant, const sh::HandoffId& id, Timeline& timeline) {
  const auto handoff = tenant.call(sh::handoff::get, {.handoff_id = id});
  for (const auto& attempt : tenant.call(sh::handoff::attempts, {.handoff_id = id}).attempts) {
    const std::string evidence = sh::to_json(attempt.evidence);
    timeline.add("store", "attempt to reach " + attempt.destination_name + ": " +
                              (attempt.result ? sh::wire_name(*attempt.result) : "none") + "\n" + evidence);
  }
  if (!handoff.callback_id.empty()) {
    const auto callback = tenant.call(sh::callbacks::get, {.callback_id = handoff.callback_id});
    timeline.add("store", "callback " + sh::wire_name(callback.status) + " for " + callback.intended_for +
                              ", reason: " + (callback.reason.empty() ? "none" : callback.reason));
  }
  if (!handoff.ticket_id.empty()) {
    timeline.add("store", tenant.call(sh::tickets::text, {.ticket_id = handoff.ticket_id}).text);
  }
}

sh::handoff::TransferOutcome transfer(const Story& story, sh::Tenant& tenant, Line& line,
                                      const Line::Caller& caller, const sh::HandoffId& id) {
  auto outcome = tenant.async(sh::handoff::transfer, {.handoff_id = id, .to = story.asks_for});
  if (story.hangs_up_while_ringing) {
    // A caller who gives up: as soon as the phone rings.
    while (outcome.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout) {
      const auto state = tenant.call(sh::handoff::get, {.handoff_id = id}).state;
      if (state == sh::handoff::HandoffState::ringing) line.hang_up(caller);
    }
  }
  return outcome.get();
}

}  // namespace

void make_destinations(sh::Tenant& tenant) {
  tenant.call(sh::tenants::update, {.company_name = "Acme", .default_area_code = "18"});
  add(tenant, "Ana", "Vendas", "1001");
  add(tenant, "Jeni", "Financeiro", "1002");
  add(tenant, "Bruno", "Suporte", "1003");
  add(tenant, "Carla", "Jurídico", "1004");
  add(tenant, "Diego", "Compras", "1005");
  add(tenant, "Elisa", "Diretoria", "1006");
  add(tenant, "Gustavo", "Logística", "1007");
  // A machine that answers is found out while it is asked to accept the call.
  tenant.call(sh::destinations::create, {.name = "Helena",
                                         .number = "1008",
                                         .department = "Marketing",
                                         .ring_timeout_seconds = 5,
                                         .whisper = "Chamada de um cliente.",
                                         .accept_gate = sh::destinations::AcceptGate::key});
  add(tenant, "Fábio", "Estoque", "1010");
}

std::vector<Story> stories(const Line& line) {
  const std::string number = "o número é dezoito nove nove sete sete cinco um dois três quatro";
  std::vector<Story> all = {
      {.title = "answered: caller and person talk",
       .asks_for = "a Ana de vendas",
       .extension = "1001",
       .answers = {}},
      {.title = "busy: a callback at an agreed time",
       .asks_for = "a Jeni do financeiro",
       .extension = "1002",
       .answers = {"pode me ligar de volta", number, "sim", "segunda-feira às 14h",
                   "é sobre o boleto de janeiro", "não"}},
      {.title = "no answer: a message is taken down",
       .asks_for = "o Bruno",
       .extension = "1003",
       .answers = {"quero deixar um recado", "aqui é a Marta, o sistema parou de novo", "era só isso",
                   "não, obrigada"}},
      {.title = "rejected: goodbye without a ticket",
       .asks_for = "a Carla",
       .extension = "1004",
       .answers = {"não, obrigada", "não"}},
      {.title = "do not disturb: a callback as soon as he is free",
       .asks_for = "o Diego",
       .extension = "1005",
       .answers = {"quero que ele me ligue", "pode ser neste mesmo", "sim", "assim que ele estiver livre",
                   "orçamento", "não"}},
      {.title = "offline: the phone is not rung; the caller is unclear twice",
       .asks_for = "a Elisa",
       .extension = "1006",
       .answers = {"hmm", "sei lá"}},
  };
  if (line.has_every_phone()) {
    all.push_back({.title = "canceled: the caller hangs up while it rings",
                   .asks_for = "o Gustavo",
                   .extension = "1007",
                   .answers = {},
                   .hangs_up_while_ringing = true});
    all.push_back({.title = "failed: the phone refuses with 503",
                   .asks_for = "o Fábio",
                   .extension = "1010",
                   .answers = {"não", "não"}});
    all.push_back({.title = "voicemail: a machine answers, and the caller is brought back",
                   .asks_for = "a Helena",
                   .extension = "1008",
                   .answers = {"não", "não"}});
  }
  return all;
}

void play(const Story& story, sh::Tenant tenant, Line& line, const Line::Caller& caller,
          const std::shared_ptr<Timeline>& timeline) {
  line.follow(caller, story.extension, timeline);
  timeline->add("caller", "calls from " + caller.number + ": \"quero falar com " + story.asks_for + "\"");
  const auto handoff = tenant.call(sh::handoff::start, {.call_id = caller.call, .caller = caller.number});
  const auto outcome = transfer(story, tenant, line, caller, handoff.id);
  timeline->add("assistant",
                "transfer result: " + (outcome.result ? sh::wire_name(*outcome.result) : "none"));
  if (!outcome.say.empty()) timeline->add("assistant", "\"" + outcome.say + "\"");
  if (outcome.status == sh::handoff::TransferStatus::transferred) line.hang_up(caller);
  talk(tenant, handoff.id, story.answers, *timeline);
  tenant.call(sh::handoff::finish, {.handoff_id = handoff.id});
  show_stored(tenant, handoff.id, *timeline);
}

}  // namespace demo
