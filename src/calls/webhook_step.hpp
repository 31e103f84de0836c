#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/calls/voice_webhook.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/telephony/twilio/twiml.hpp>
#include <smarthandoff/telephony/twilio/webhook.hpp>

#include "calls/call_lifecycle.hpp"

// What all webhooks have in common: whose they are, whether they are real, and whether they were answered
// before.
namespace smarthandoff::calls {

// A request whose signature fits.
struct Received {
  twilio::Webhook hook;
  std::map<std::string, std::string> query;  // of the URL: ours, as it is signed
  PhoneAccount account;
  CallSettings settings;

  // A field that the form or the URL has; empty without.
  std::string field(std::string_view name) const;
};

// What a webhook answers where nothing is done.
enum class AnswerKind { received, processed, document, empty };
VoiceAnswer nothing(AnswerKind kind);
VoiceAnswer document(const twiml::Document& document);
VoiceAnswer json(std::string body);

struct Handler {
  std::string_view operation;
  AnswerKind kind = AnswerKind::received;
  VoiceAnswer (*handle)(Context&, const Received&) = nullptr;
  bool remember = true;  // its answer, for the service's own repetitions
};
VoiceAnswer handle(Context& context, const VoiceWebhook& request, const Handler& handler);

// Who calls whom, as far as it is told.
struct Parties {
  std::optional<CallDirection> direction;
  std::string parent_sid, from_number, to_number;
};
// Fills in what is missing in a call that was known before anything said so: a recording or the verdict who
// answered can be told first. True if that changed it; nothing is saved.
bool take_parties(const Context& context, CallRecord& record, const Parties& told);

// The call that a request is about: known by our id in the URL or by the service's; else kept as it is told
// of, not yet saved. Locks it.
CallRecord call_of(Context& context, const Received& received);

// Saves what was told and does what follows: events, the log of contacts, notifications.
void tell(Context& context, CallRecord record, const Told& told);

// Writes the call into the person's log of contacts, or its newer outcome.
void log_contact(Context& context, const CallRecord& record, contact::ContactOutcome outcome);

// Takes up a complete recording of a call: it is listed, and stored if it is to be.
void keep_recording(Context& context, const Call& call, const twilio::RecordingEvent& event);

// Saves a changed call and emits `call.updated`.
void tell_changed(Context& context, CallRecord& record);

// The address of one of our routes with the call's id: for the phone service.
std::string route(const CallSettings& settings, std::string_view path, const CallId& id,
                  std::string_view more = {});

}  // namespace smarthandoff::calls
