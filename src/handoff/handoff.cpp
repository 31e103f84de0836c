#include <smarthandoff/handoff/handoff.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "handoff/handoff_steps.hpp"

namespace smarthandoff::handoff {
namespace {

using Kind = lifecycle::EventKind;

constexpr std::string_view kCallId = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@";
constexpr std::size_t kMaxUtterance = 4096;

void check(const StartHandoff& request) {
  if (request.call_id.empty()) throw invalid_field("call_id", "must not be empty");
  field::check_word("call_id", request.call_id, kCallId, 64);
  field::check_line("caller", request.caller, 100);
  field::check_line("recording_path", request.recording_path, 500);
  field::check_word("assistant.extension", request.assistant.extension, field::kWord, 50);
  field::check_word("assistant.context", request.assistant.context, field::kWord, 50);
  field::check_word("assistant.leg", request.assistant.leg.value, kCallId, 64);
  if (!request.language.empty() && request.language != "pt-BR" && request.language != "en-US")
    throw invalid_field("language", "must be \"pt-BR\" or \"en-US\"");
}

// The caller's number, where the PBX gave one that exists; with its own country code or the tenant's.
std::optional<PhoneNumber> number_of(const Context& context, const std::string& caller) {
  if (caller.empty()) return std::nullopt;
  const auto number = understand::phone({.text = caller,
                                         .default_region = context.profile().default_region,
                                         .default_area_code = context.profile().default_area_code});
  if (number.status != understand::PhoneStatus::valid || !number.e164) return std::nullopt;
  return PhoneNumber::from_e164(*number.e164);
}

rows::Record new_record(Context& context, const StartHandoff& request) {
  rows::Record record{.assistant = request.assistant};
  Handoff& handoff = record.handoff;
  handoff.language = request.language.empty() ? context.profile().language : request.language;
  if (!request.secretary_id.empty()) {
    const auto secretary = secretaries::get(context, {.secretary_id = request.secretary_id});
    if (!secretary.enabled)
      throw Error(ErrorCode::failed_precondition,
                  "secretary \"" + secretary.id.value + "\" is switched off; enable it to start a handoff");
    if (request.language.empty() && !secretary.language.empty()) handoff.language = secretary.language;
    if (record.assistant.extension.empty() && record.assistant.leg.empty()) {
      record.assistant.extension = secretary.assistant_extension;
      record.assistant.context = secretary.assistant_context;
    }
  }
  handoff.id.value = context.new_id();
  handoff.call_id = request.call_id;
  handoff.caller = request.caller;
  handoff.caller_number = number_of(context, request.caller);
  handoff.secretary_id = request.secretary_id;
  handoff.recording_path = request.recording_path;
  handoff.created_at = context.now();
  handoff.updated_at = context.now();
  return record;
}

Steps open(Context& context, const HandoffId& id) {
  context.transaction().lock("handoff", id.value);
  return Steps(context, rows::load(context, id));
}

// Long enough for every destination of the hunt and both retries' waits, each with its own timers.
Pending pending_of(const Context& context, const rows::Record& record) {
  const lifecycle::Policy policy;
  const auto destination = destinations::find(context, record.handoff.destination_id);
  const auto ring =
      destination ? Milliseconds(Seconds(destination->ring_timeout_seconds)) : policy.ring_timeout;
  const auto one = policy.check_limit + policy.hold_limit + ring + policy.ring_margin + policy.gate_limit +
                   policy.bridge_limit;
  const auto tries = static_cast<std::int64_t>(
      std::min(policy.max_tries, 1 + (destination ? destination->hunt.size() : std::size_t{0})));
  return {.entity = record.handoff.id.value,
          .deadline = context.now() + one * tries + policy.retry_delay + policy.resume_limit + Seconds(5)};
}

// Settled: with the person, back with the assistant, asked back, or over.
bool is_settled(const rows::Record& record) {
  return !lifecycle::is_under_way(record.machine) || record.machine.stranded;
}

}  // namespace

Handoff start(Context& context, const StartHandoff& request) {
  check(request);
  context.transaction().lock("handoff_call", request.call_id);
  if (auto known = rows::find_by_call(context, request.call_id)) return known->handoff;
  if (rows::is_open_elsewhere(context, request.call_id))
    throw Error(ErrorCode::already_exists,
                "field \"call_id\": this call is being handled already; give the id of a call of yours",
                {{"field", "call_id"}});
  tenants::ensure(context);
  const rows::Record record = new_record(context, request);
  rows::insert(context, record);
  rows::insert_leg(context, request.call_id, record.handoff.id);
  Steps steps(context, record);
  if (!request.recording_path.empty()) {
    const Order order{
        .handoff_id = record.handoff.id, .call = request.call_id, .path = request.recording_path};
    context.enqueue(kind::kRecord, record.handoff.id.value, order);
  }
  steps.emit("handoff.started");
  return record.handoff;
}

Pending start_transfer(Context& context, const Transfer& request) {
  if (request.to.empty() == request.destination_id.empty())
    throw invalid_field("to", "exactly one of to and destination_id must be given");
  if (request.to.size() > kMaxUtterance) throw invalid_field("to", "must be at most 4096 bytes");
  Steps steps = open(context, request.handoff_id);
  // The assistant transfers while we still wait for the caller to be off hold: then the caller is.
  steps.feed({.kind = Kind::spoke});
  steps.say.clear();
  if (!request.to.empty()) steps.keep_request(request.to);
  steps.transfer(request.to, request.destination_id);
  if (!lifecycle::is_under_way(steps.record.machine))
    steps.keep_line(tickets::Speaker::assistant, steps.record.say, context.now());
  steps.commit();
  return pending_of(context, steps.record);
}

Pending start_wait(Context& context, const WaitTransfer& request) {
  const rows::Record record = rows::load(context, request.handoff_id);
  if (record.transfer == 0)
    throw Error(ErrorCode::failed_precondition,
                "handoff \"" + request.handoff_id.value + "\": no transfer was begun");
  return pending_of(context, record);
}

std::optional<TransferOutcome> answer_transfer(const Context& context, const Pending& pending) {
  const rows::Record record = rows::load(context, HandoffId{pending.entity});
  const bool settled = is_settled(record);
  if (!settled && !pending.at_deadline) return std::nullopt;
  const Handoff& handoff = record.handoff;
  TransferOutcome outcome{.handoff_id = handoff.id,
                          .attempt_id = record.deciding_id,
                          .status = record.status,
                          .result = handoff.result,
                          .say = record.say,
                          .offer = choices(record.dialogue.at),
                          .settled = settled,
                          .state = record.machine.at};
  if (const auto attempt = rows::find_attempt(context, handoff.id, record.deciding_id);
      attempt && attempt->result)
    outcome.evidence = attempt->evidence;
  if (record.status == TransferStatus::ask_which)
    outcome.candidates =
        destinations::resolve(context, {.text = record.asked, .secretary_id = handoff.secretary_id})
            .destinations;
  if (settled && record.status == TransferStatus::pending) {  // stranded: the result stands all the same
    outcome.status = TransferStatus::returned;
    outcome.say = result_sentence(context, record);
  }
  return outcome;
}

Handoff accept(Context& context, const AcceptTransfer& request) {
  field::check_line("reason", request.reason, 500);
  Steps steps = open(context, request.handoff_id);
  steps.feed({.kind = request.accepted ? Kind::accepted : Kind::declined, .cause = request.reason});
  steps.commit();
  return steps.record.handoff;
}

Handoff note(Context& context, const NoteLine& request) {
  if (request.text.empty()) throw invalid_field("text", "must not be empty");
  if (request.text.size() > kMaxUtterance) throw invalid_field("text", "must be at most 4096 bytes");
  const rows::Record record = rows::load(context, request.handoff_id);
  if (record.machine.at == HandoffState::ended)
    throw Error(ErrorCode::failed_precondition,
                "handoff \"" + request.handoff_id.value + "\": the call is over");
  const tickets::TranscriptLine line{.speaker = request.speaker,
                                     .text = field::fitted(request.text, kMaxUtterance, true),
                                     .at = request.at.value_or(context.now())};
  if (!rows::insert_line(context, record.handoff.id, line))
    throw Error(ErrorCode::rate_limited,
                "handoff \"" + request.handoff_id.value + "\": a transcript has at most 2000 lines");
  return record.handoff;
}

Handoff finish(Context& context, const FinishHandoff& request) {
  field::check_paragraph("summary", request.summary, 4000);
  Steps steps = open(context, request.handoff_id);
  if (steps.record.machine.at == HandoffState::ended) return steps.record.handoff;
  if (!request.summary.empty()) steps.record.summary = request.summary;
  steps.feed({.kind = Kind::finished, .hang_up = request.hang_up});
  steps.commit();
  return steps.record.handoff;
}

Handoff get(const Context& context, const GetHandoff& request) {
  return rows::load(context, request.handoff_id).handoff;
}

HandoffList list(const Context& context, const ListHandoffs& request) {
  field::check_page(request.limit);
  return {.handoffs = rows::list(context, request)};
}

AttemptList attempts(const Context& context, const GetHandoff& request) {
  return {.attempts = rows::attempts(context, rows::load(context, request.handoff_id).handoff.id)};
}

}  // namespace smarthandoff::handoff
