#include <doctest/doctest.h>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/types.hpp>

namespace smarthandoff::telephony {
namespace {

using enum LegEnd;

struct Row {
  const char* story;
  Evidence evidence;
  TransferResult result;
};

Evidence call(LegEnd end, bool rang = true) {
  return {.source = EvidenceSource::call,
          .presence = ExtensionState::available,
          .leg_end = end,
          .registered = true,
          .rang = rang};
}

Evidence trunk(LegEnd end, bool rang = true) {
  return {.source = EvidenceSource::call, .leg_end = end, .rang = rang};
}

Evidence with_dnd(Evidence evidence) {
  evidence.dnd = true;
  return evidence;
}

Evidence unregistered(Evidence evidence) {
  evidence.registered = false;
  return evidence;
}

Evidence presence(ExtensionState state) {
  return {.source = EvidenceSource::presence, .presence = state};
}

TEST_CASE("the result of an attempt fuses how the leg ended with what was known before") {
  const Row rows[] = {
      {"answered, and hung up later", call(completed), TransferResult::answered},
      {"486 from a phone", call(busy, false), TransferResult::busy},
      {"486 from a phone with DND on", with_dnd(call(busy, false)), TransferResult::dnd},
      {"rang until the timeout", call(no_answer), TransferResult::no_answer},
      {"registered, but nothing rang: a dead device", call(no_answer, false), TransferResult::offline},
      {"a network that gives no ringing", trunk(no_answer, false), TransferResult::no_answer},
      {"603 by a person", call(rejected), TransferResult::rejected},
      {"603 by a phone with DND on", with_dnd(call(rejected, false)), TransferResult::dnd},
      {"480 before it rang: a machine's answer", call(unavailable, false), TransferResult::dnd},
      {"480 while it rang: a person's answer", call(unavailable, true), TransferResult::rejected},
      {"480 while DND is known", with_dnd(call(unavailable, true)), TransferResult::dnd},
      {"480 of an extension that is known to be away", unregistered(call(unavailable, false)),
       TransferResult::offline},
      {"480 of a network", trunk(unavailable, false), TransferResult::failed},
      {"no registration", call(not_registered, false), TransferResult::offline},
      {"no such extension", call(unknown_number, false), TransferResult::failed},
      {"the caller hung up", call(canceled), TransferResult::canceled},
      {"no gateway", trunk(no_route, false), TransferResult::failed},
      {"503", call(failed, false), TransferResult::failed},
      {"503 of a phone that is not registered any more", unregistered(call(failed, false)),
       TransferResult::offline},
      {"in a call, so not rung", presence(ExtensionState::in_call), TransferResult::busy},
      {"being rung, so not rung", presence(ExtensionState::ringing), TransferResult::busy},
      {"DND, so not rung", presence(ExtensionState::dnd), TransferResult::dnd},
      {"offline, so not rung", presence(ExtensionState::offline), TransferResult::offline},
  };
  for (const Row& row : rows) {
    INFO(row.story);
    CHECK(wire_name(result_of(row.evidence)) == wire_name(row.result));
  }
}

TEST_CASE("an answered call that still lasts is answered, and one without any news failed") {
  Evidence evidence = trunk(completed);
  evidence.leg_end.reset();
  CHECK(result_of(evidence) == TransferResult::failed);
  evidence.answered_at = Instant(Milliseconds(5));
  CHECK(result_of(evidence) == TransferResult::answered);
}

TEST_CASE("an extension that is free or unknown is tried") {
  CHECK_FALSE(result_of(ExtensionState::available));
  CHECK_FALSE(result_of(ExtensionState::unknown));
}

TEST_CASE("every state but available has a reason, in the tenant's language and words") {
  TenantProfile profile;
  for (const char* name : {"in_call", "ringing", "dnd", "offline", "unknown"}) {
    CHECK_FALSE(reason_of(from_wire<ExtensionState>(name, "state"), profile).empty());
  }
  CHECK(reason_of(ExtensionState::available, profile).empty());
  CHECK(reason_of(ExtensionState::offline, profile) == "Ramal não registrado");
  profile.language = "en-US";
  CHECK(reason_of(ExtensionState::dnd, profile) == "Do Not Disturb enabled");
  profile.texts = {{.key = "extension.dnd", .language = "en-US", .text = "Not now"}};
  CHECK(reason_of(ExtensionState::dnd, profile) == "Not now");
}

TEST_CASE("evidence survives its way through JSON") {
  Evidence evidence = call(unavailable, false);
  evidence.sip_code = 480;
  evidence.cause = "NO_USER_RESPONSE";
  evidence.dnd = false;
  evidence.checked_at = parse_rfc3339("2026-01-16T13:07:00.250Z");
  evidence.ended_at = parse_rfc3339("2026-01-16T13:07:02Z");
  CHECK(from_json<Evidence>(to_json(evidence)) == evidence);
}

TEST_CASE("every enumerator has its wire name") {
  CHECK(wire_name(TransferResult::no_answer) == "no_answer");
  CHECK(wire_name(LegEnd::not_registered) == "not_registered");
  CHECK(wire_name(DialKind::trunk) == "trunk");
  CHECK(wire_name(PortState::refused) == "refused");
  CHECK(wire_name(EvidenceSource::presence) == "presence");
  CHECK_THROWS_AS(from_wire<TransferResult>("maybe", "result"), Error);
}

}  // namespace
}  // namespace smarthandoff::telephony
