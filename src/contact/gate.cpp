#include <smarthandoff/contact/gate.hpp>

#include <smarthandoff/base/document.hpp>
#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "contact/address.hpp"
#include "contact/gate_decide.hpp"
#include "contact/gate_facts.hpp"
#include "contact/gate_rows.hpp"

namespace smarthandoff::contact {
namespace {

constexpr std::size_t kMaxZones = 20;
constexpr std::size_t kMaxName = 100;

void check_question(const GateQuestion& question) {
  field::check_word("profile", question.profile, field::kWord, kMaxName);
  if (question.zones.size() > kMaxZones) throw invalid_field("zones", "must be at most 20");
  for (std::size_t i = 0; i < question.zones.size(); ++i)
    check_zone("zones[" + std::to_string(i) + "]", question.zones[i]);
  field::check_id("contact_id", question.contact_id);
  field::check_id("debt", question.debt);
  field::check_line("document", question.document, kMaxName);
  field::check_line("template_name", question.template_name, 512);
  field::check_line("template_language", question.template_language, 15);
  field::check_id("channel_id", question.channel_id.value);
  field::check_id("reference", question.reference);
}

std::string masked_document(const std::string& text) {
  if (text.empty()) return text;
  return documents::parse({.text = text}).masked.value_or("***");
}

StoredDecision stored_form(const Context& context, const DecisionId& id, const Facts& facts,
                           const GateDecision& decision) {
  StoredDecision stored{.id = id,
                        .question = facts.question,
                        .decision = decision,
                        .contact_id = facts.question.contact_id,
                        .user_id = context.actor().user,
                        .created_at = context.now()};
  stored.question.address = facts.address ? masked(*facts.address) : masked_text(facts.question.address);
  stored.question.document = masked_document(facts.question.document);
  return stored;
}

}  // namespace

GateDecision check(const Context& context, const GateQuestion& question) {
  check_question(question);
  Facts facts = read_question(context, question);
  gather(context, facts);
  if (!facts.address) throw invalid_field("address", facts.address_problem);
  if (!question.profile.empty() && !facts.window)
    throw invalid_field("profile", "must be a calling profile such as br.strict");
  return decide(facts);
}

DecisionList decisions(const Context& context, const ListDecisions& request) {
  field::check_page(request.limit);
  std::string digest;
  if (!request.address.empty())
    digest = require_address(context.profile(), request.channel, request.address).digest;
  return {.decisions = rows::list(context.transaction(), context.tenant(), request, digest)};
}

GateDecision may_contact(Context& context, const GateQuestion& question) {
  return may_still_contact(context, question, {});
}

GateDecision may_still_contact(Context& context, const GateQuestion& question, const std::string& planned) {
  smarthandoff::tenants::ensure(context);
  Facts facts = read_question(context, question);
  facts.planned = planned;
  if (facts.address) lock(context, known_person(context, &*facts.address, question.contact_id));
  gather(context, facts);
  const GateDecision decision = decide(facts);
  rows::insert(context.transaction(), context.tenant(),
               stored_form(context, {context.new_id()}, facts, decision),
               facts.address ? facts.address->digest : "", facts.at);
  return decision;
}

}  // namespace smarthandoff::contact
