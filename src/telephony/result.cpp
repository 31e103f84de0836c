#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/telephony/types.hpp>

namespace smarthandoff::telephony {
namespace {

bool known_dnd(const Evidence& evidence) {
  return evidence.dnd == true || evidence.presence == ExtensionState::dnd;
}

bool known_offline(const Evidence& evidence) {
  return evidence.registered == false || evidence.presence == ExtensionState::offline;
}

// Only extensions are asked for their presence; of a number behind a trunk nothing is known.
bool is_extension(const Evidence& evidence) {
  return evidence.presence || evidence.registered;
}

TransferResult result_of_presence(const Evidence& evidence) {
  return result_of(evidence.presence.value_or(ExtensionState::unknown)).value_or(TransferResult::failed);
}

// 480 is what phones send for Do Not Disturb, but also for a person's "decline" and, from a network, for a
// missing line (docs/freeswitch.md): a machine refuses before it rings, a person afterwards.
TransferResult result_of_unavailable(const Evidence& evidence) {
  if (known_offline(evidence)) return TransferResult::offline;
  if (evidence.rang) return TransferResult::rejected;
  return is_extension(evidence) ? TransferResult::dnd : TransferResult::failed;
}

// A registered phone that did not even ring until the timeout is not there: its registration is stale.
TransferResult result_of_no_answer(const Evidence& evidence) {
  const bool silent_device = is_extension(evidence) && !evidence.rang;
  return silent_device || known_offline(evidence) ? TransferResult::offline : TransferResult::no_answer;
}

}  // namespace

TransferResult result_of(const Evidence& evidence) {
  if (evidence.source == EvidenceSource::presence) return result_of_presence(evidence);
  if (!evidence.leg_end) return evidence.answered_at ? TransferResult::answered : TransferResult::failed;
  switch (*evidence.leg_end) {
    case LegEnd::completed:
      return TransferResult::answered;
    case LegEnd::busy:
      return known_dnd(evidence) ? TransferResult::dnd : TransferResult::busy;
    case LegEnd::no_answer:
      return known_dnd(evidence) ? TransferResult::dnd : result_of_no_answer(evidence);
    case LegEnd::rejected:
      return known_dnd(evidence) ? TransferResult::dnd : TransferResult::rejected;
    case LegEnd::unavailable:
      return known_dnd(evidence) ? TransferResult::dnd : result_of_unavailable(evidence);
    case LegEnd::not_registered:
      return TransferResult::offline;
    case LegEnd::canceled:
      return TransferResult::canceled;
    case LegEnd::unknown_number:
    case LegEnd::no_route:
      return TransferResult::failed;
    case LegEnd::failed:
      return known_offline(evidence) ? TransferResult::offline : TransferResult::failed;
  }
  return TransferResult::failed;
}

std::optional<TransferResult> result_of(ExtensionState state) {
  switch (state) {
    case ExtensionState::in_call:
    case ExtensionState::ringing:
      return TransferResult::busy;
    case ExtensionState::dnd:
      return TransferResult::dnd;
    case ExtensionState::offline:
      return TransferResult::offline;
    case ExtensionState::available:
    case ExtensionState::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string reason_of(ExtensionState state, const TenantProfile& profile) {
  return state == ExtensionState::available ? "" : text::render(profile, "extension." + wire_name(state));
}

}  // namespace smarthandoff::telephony
