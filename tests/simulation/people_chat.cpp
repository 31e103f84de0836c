// What people do by WhatsApp, and what the host does about it.
#include "simulation/people.hpp"

namespace simulation {

using sh::Seconds;

namespace {

constexpr const char* kOptOutWord = "SAIR";
constexpr auto kLatestWebhook = std::chrono::hours(5);  // late, posted again, and the clock leaps

}  // namespace

const Company& People::company_of(const std::string& id) const {
  for (const Company& company : world_.companies)
    if (company.id == id) return company;
  throw Broken("no company " + id);
}

// A notice with buttons is answered by one of them, or in words; the rest of what comes is mostly read.
void People::answer_message(const TakenMessage& message) {
  static const std::vector<std::string> buttons = {"callback_yes", "callback_later", "callback_cancel"};
  static const std::vector<std::string> words = {
      "sim", "1", "depois", "2", "não", "amanhã às 10h", "às 22h", "que?", "obrigado", kOptOutWord};
  Random& random = world_.random;
  if (!message.request.answers.empty() || !random.chance(0.6)) return;
  ChatService::Words answer{.tenant = message.tenant, .number = message.number};
  if (message.request.content.kind == ms::ContentKind::buttons && random.chance(0.6)) {
    answer.button = answer.text = random.one_of(buttons);
    answer.answers = message.peer_id;
  } else {
    answer.text = random.one_of(words);
    if (random.chance(0.3)) answer.answers = message.peer_id;
  }
  say_by_chat(answer, random.between(Seconds(2), Seconds(900)));
}

void People::say_by_chat(const ChatService::Words& words, sh::Milliseconds later) {
  world_.tell(words.number + " writes \"" + words.text + "\"");
  world_.gate.wrote_back(words.number, words.text, world_.now(), world_.now() + later + kLatestWebhook);
  world_.chats.write(words, later);
  if (words.text == kOptOutWord) opt_out(company_of(words.tenant), words.number, false);
}

void People::write_to_company() {
  static const std::vector<std::string> words = {"oi", "bom dia", "sim", "quando ligam?", kOptOutWord};
  const Company& company = any_company();
  say_by_chat({.tenant = company.id,
               .number = world_.random.one_of(company.customers),
               .text = world_.random.one_of(words)},
              Seconds(1));
}

void People::opt_out(const Company& company, const std::string& number, bool never_call) {
  attempt(number + " opts out" + (never_call ? " for ever" : ""), [&](Life& life) {
    world_.tenant(life, company)
        .call(sh::suppressions::add_opt_out, {.address = number, .never_call = never_call});
    if (!life.crashed) world_.gate.opted_out(number, world_.now(), never_call);
  });
}

void People::opt_out() {
  const Company& company = any_company();
  opt_out(company, world_.random.one_of(company.customers), world_.random.chance(0.2));
}

void People::lift_opt_out() {
  const Company& company = any_company();
  const std::string number = world_.random.one_of(company.customers);
  world_.gate.lifted(number);
  attempt(number + " wants to be contacted again", [&](Life& life) {
    world_.tenant(life, company).call(sh::suppressions::remove_opt_out, {.address = number});
  });
}

}  // namespace simulation
