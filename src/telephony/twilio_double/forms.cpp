// The names of every form, as Twilio's specification has them. `!` required, `*` may be repeated, `:i` whole
// number, `:n` number, `:b` true or false, `:u` URL, `:m` GET or POST, `=` one of these words; numbers are
// the error of a missing one; `(A|B)` one of which must be given.
#include "telephony/twilio_double/forms.hpp"

#include <algorithm>
#include <array>

namespace smarthandoff::twilio_double {
namespace {

struct FormSpec {
  std::string_view path, names;
};

constexpr std::array kForms{
    FormSpec{"Accounts.json", "FriendlyName"},
    FormSpec{"Accounts/*.json", "FriendlyName Status=active,suspended,closed"},
    FormSpec{"Accounts/*/Calls.json",
             "(Url|Twiml|ApplicationSid)21205 To!21201 From!21213 Method:m FallbackUrl:u FallbackMethod:m "
             "StatusCallback:u StatusCallbackEvent* StatusCallbackMethod:m SendDigits Timeout:i Record:b "
             "RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod:m "
             "RecordingConfigurationId SipAuthUsername SipAuthPassword MachineDetection "
             "MachineDetectionTimeout:i RecordingStatusCallbackEvent* Trim CallerId "
             "MachineDetectionSpeechThreshold:i MachineDetectionSpeechEndThreshold:i "
             "MachineDetectionSilenceTimeout:i AsyncAmd AsyncAmdStatusCallback:u "
             "AsyncAmdStatusCallbackMethod:m Passports Byoc CallReason CallToken RecordingTrack TimeLimit:i "
             "ClientNotificationUrl:u Url:u Twiml ApplicationSid"},
    FormSpec{"Accounts/*/Calls/*.json",
             "Url:u Method:m Status=canceled,completed FallbackUrl:u FallbackMethod:m StatusCallback:u "
             "StatusCallbackMethod:m Twiml TimeLimit:i"},
    FormSpec{"Accounts/*/Calls/*/Recordings.json",
             "RecordingStatusCallbackEvent* RecordingStatusCallback:u RecordingStatusCallbackMethod:m Trim "
             "RecordingChannels RecordingTrack RecordingConfigurationId"},
    FormSpec{"Accounts/*/Calls/*/Recordings/*.json",
             "Status!20001=in-progress,paused,stopped,processing,completed,absent PauseBehavior"},
    FormSpec{"Accounts/*/Conferences/*.json", "Status=completed AnnounceUrl:u AnnounceMethod:m"},
    FormSpec{"Accounts/*/IncomingPhoneNumbers/*.json",
             "AccountSid ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod:m SmsFallbackUrl:u "
             "SmsMethod:m SmsUrl:u StatusCallback:u StatusCallbackMethod:m VoiceApplicationSid "
             "VoiceCallerIdLookup:b VoiceFallbackMethod:m VoiceFallbackUrl:u VoiceMethod:m VoiceUrl:u "
             "EmergencyStatus=Active,Inactive EmergencyAddressSid TrunkSid VoiceReceiveMode=voice,fax "
             "IdentitySid AddressSid BundleSid"},
    FormSpec{
        "Accounts/*/IncomingPhoneNumbers.json",
        "(PhoneNumber|AreaCode)20001 ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod:m "
        "SmsFallbackUrl:u SmsMethod:m SmsUrl:u StatusCallback:u StatusCallbackMethod:m "
        "VoiceApplicationSid VoiceCallerIdLookup:b VoiceFallbackMethod:m VoiceFallbackUrl:u VoiceMethod:m "
        "VoiceUrl:u EmergencyStatus=Active,Inactive EmergencyAddressSid TrunkSid IdentitySid AddressSid "
        "VoiceReceiveMode=voice,fax BundleSid PhoneNumber AreaCode"},
    FormSpec{
        "Accounts/*/IncomingPhoneNumbers/Local.json",
        "PhoneNumber!20001 ApiVersion FriendlyName SmsApplicationSid SmsFallbackMethod:m SmsFallbackUrl:u "
        "SmsMethod:m SmsUrl:u StatusCallback:u StatusCallbackMethod:m VoiceApplicationSid "
        "VoiceCallerIdLookup:b VoiceFallbackMethod:m VoiceFallbackUrl:u VoiceMethod:m VoiceUrl:u "
        "IdentitySid AddressSid EmergencyStatus=Active,Inactive EmergencyAddressSid TrunkSid "
        "VoiceReceiveMode=voice,fax BundleSid"},
    FormSpec{"Accounts/*/Queues/*/Members/*.json", "Url!20001:u Method:m"},
    FormSpec{"Accounts/*/Messages.json",
             "(From|MessagingServiceSid)21603 (Body|MediaUrl|ContentSid)21602 To!21604 StatusCallback:u "
             "ApplicationSid MaxPrice:n ProvideFeedback:b Attempt:i ValidityPeriod:i ForceDelivery:b "
             "ContentRetention=retain,discard AddressRetention=retain,obfuscate SmartEncoded:b "
             "PersistentAction* TrafficType=free ShortenUrls:b ScheduleType=fixed SendAt SendAsMms:b "
             "ContentVariables MessageIntent RiskCheck=enable,disable From FallbackFrom MessagingServiceSid "
             "Body MediaUrl* ContentSid"},
    FormSpec{"Accounts/*/Messages/*.json", "Body Status=canceled"},
    FormSpec{"Accounts/*/Conferences/*/Participants/*.json",
             "Muted:b Hold:b HoldUrl:u HoldMethod:m AnnounceUrl:u AnnounceMethod:m WaitUrl:u WaitMethod:m "
             "BeepOnExit:b EndConferenceOnExit:b Coaching:b CallSidToCoach"},
    FormSpec{
        "Accounts/*/Conferences/*/Participants.json",
        "From!21213 To!21201 StatusCallback:u StatusCallbackMethod:m StatusCallbackEvent* Label Timeout:i "
        "Record:b Muted:b Beep StartConferenceOnEnter:b EndConferenceOnExit:b WaitUrl:u WaitMethod:m "
        "EarlyMedia:b MaxParticipants:i ConferenceRecord ConferenceTrim ConferenceStatusCallback:u "
        "ConferenceStatusCallbackMethod:m ConferenceStatusCallbackEvent* RecordingChannels "
        "RecordingStatusCallback:u RecordingStatusCallbackMethod:m SipAuthUsername SipAuthPassword Region "
        "ConferenceRecordingStatusCallback:u ConferenceRecordingStatusCallbackMethod:m "
        "RecordingStatusCallbackEvent* ConferenceRecordingStatusCallbackEvent* Coaching:b CallSidToCoach "
        "JitterBufferSize Byoc CallerId CallReason RecordingTrack RecordingConfigurationId TimeLimit:i "
        "MachineDetection MachineDetectionTimeout:i MachineDetectionSpeechThreshold:i "
        "MachineDetectionSpeechEndThreshold:i MachineDetectionSilenceTimeout:i AmdStatusCallback:u "
        "AmdStatusCallbackMethod:m Trim CallToken Passports ClientNotificationUrl:u CallerDisplayName "
        "EmergencyCallerPosition EmergencyCallerLocation EmergencyName EmergencyAddress EmergencyZipCode "
        "EmergencyCity EmergencyState EmergencyCountry"},
    FormSpec{"Accounts/*/Queues/*.json", "FriendlyName MaxSize:i"},
    FormSpec{"Accounts/*/Queues.json", "FriendlyName!20001 MaxSize:i"},
    FormSpec{"Accounts/*/Calls/*/Streams.json",
             "Url!20001:u Name Track=inbound_track,outbound_track,both_tracks StatusCallback:u "
             "StatusCallbackMethod:m"},
    FormSpec{"Accounts/*/Calls/*/Streams/*.json", "Status!20001=stopped"},
    FormSpec{"v1/Workspaces/*/Tasks/*/Reservations/*",
             "ReservationStatus=pending,accepted,rejected,timeout,canceled,rescinded,wrapping,completed "
             "WorkerActivitySid Instruction DequeuePostWorkActivitySid DequeueFrom DequeueRecord "
             "DequeueTimeout:i DequeueTo DequeueStatusCallbackUrl:u DequeueStatusCallbackEvent* "
             "RedirectCallSid RedirectAccept:b RedirectUrl:u CallFrom CallRecord CallTimeout:i CallTo "
             "CallUrl:u CallStatusCallbackUrl:u CallAccept:b To From StatusCallback:u StatusCallbackMethod:m "
             "StatusCallbackEvent* Timeout:i Record:b Muted:b Beep StartConferenceOnEnter:b "
             "EndConferenceOnExit:b WaitUrl:u WaitMethod:m PostWorkActivitySid EndConferenceOnCustomerExit:b "
             "BeepOnCustomerEntrance:b"},
    FormSpec{"v1/Workspaces/*/Tasks/*",
             "Attributes AssignmentStatus Reason Priority:i TaskChannel VirtualStartTime"}};

bool is_url(std::string_view text) {
  const bool known =
      text.starts_with("http://") || text.starts_with("https://") || text.starts_with("wss://");
  return known && text.size() > text.find("://") + 3 && text.find(' ') == std::string_view::npos;
}

bool is_number(std::string_view text, bool whole) {
  const std::string_view allowed = whole ? "0123456789" : "0123456789.";
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

// Whether the value is one that the rest of the name's entry (":i", "=a,b") lets through.
bool fits(std::string_view rule, std::string_view value) {
  if (rule.ends_with(":i")) return is_number(value, true);
  if (rule.ends_with(":n")) return is_number(value, false);
  if (rule.ends_with(":b")) return value == "true" || value == "false";
  if (rule.ends_with(":m")) return value == "GET" || value == "POST";
  if (rule.ends_with(":u")) return value.empty() || is_url(value);
  const std::size_t equal = rule.find('=');
  if (equal == std::string_view::npos) return true;
  const std::string list = "," + std::string(rule.substr(equal + 1)) + ",";
  return list.find("," + std::string(value) + ",") != std::string::npos;
}

// Names end where their rules begin.
std::string_view name_of(std::string_view entry) {
  return entry.substr(0, entry.find_first_of("!*:="));
}

int number_in(std::string_view text) {
  const std::size_t from = text.find_first_of("0123456789");
  if (from == std::string_view::npos) return 20001;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", from), text.size());
  return static_cast<int>(to_number(text.substr(from, end - from), 20001));
}

void check_present(const std::string& entry, const Params& form) {
  if (entry[0] == '(') {
    const std::size_t end = entry.find(')');
    std::string_view names = std::string_view(entry).substr(1, end - 1);
    const std::string all(names);
    while (!names.empty()) {
      const std::size_t bar = std::min(names.find('|'), names.size());
      if (!value_of(form, names.substr(0, bar)).empty()) return;
      names.remove_prefix(std::min(bar + 1, names.size()));
    }
    throw Refused{400, number_in(entry.substr(end)), "One of " + all + " is required"};
  }
  const std::size_t mark = entry.find('!');
  if (mark == std::string::npos || !value_of(form, name_of(entry)).empty()) return;
  throw Refused{400, number_in(entry.substr(mark)),
                "A '" + std::string(name_of(entry)) + "' parameter is required"};
}

void check_field(const std::vector<std::string>& entries, const std::string& name, const std::string& value) {
  const auto known = std::find_if(entries.begin(), entries.end(), [&](const std::string& entry) {
    return entry[0] != '(' && name_of(entry) == name;
  });
  if (known == entries.end()) throw Refused{400, 20001, "Unknown parameter '" + name + "'"};
  const std::string_view rule = std::string_view(*known).substr(name_of(*known).size());
  if (!fits(rule, value)) throw Refused{400, 20001, "Invalid value for parameter '" + name + "': " + value};
}

// A part of the path that is "*" stands for any.
bool is_path(std::string_view pattern, std::string_view path) {
  while (true) {
    const std::size_t mine = std::min(pattern.find('/'), pattern.size());
    const std::size_t its = std::min(path.find('/'), path.size());
    std::string_view wanted = pattern.substr(0, mine), part = path.substr(0, its);
    if (wanted == "*.json" && part.size() > 5 && part.ends_with(".json")) wanted = part;
    if (wanted != "*" && wanted != part) return false;
    if (mine == pattern.size() || its == path.size()) return mine == pattern.size() && its == path.size();
    pattern.remove_prefix(mine + 1);
    path.remove_prefix(its + 1);
  }
}

}  // namespace

void check_form(std::string_view path, const Params& form) {
  // The most exact comes first where two fit: "Local.json" beside "*.json".
  const auto exact = std::find_if(kForms.begin(), kForms.end(), [&](const FormSpec& spec) {
    return is_path(spec.path, path) && spec.path.ends_with(path.substr(path.rfind('/') + 1));
  });
  const auto found =
      exact != kForms.end() ? exact : std::find_if(kForms.begin(), kForms.end(), [&](const FormSpec& spec) {
        return is_path(spec.path, path);
      });
  if (found == kForms.end()) return;
  const std::vector<std::string> entries = words(found->names);
  for (const auto& [name, value] : form) {
    const bool is_custom = path.find("/Streams") != std::string_view::npos && name.starts_with("Parameter");
    if (!is_custom) check_field(entries, name, value);
  }
  for (const std::string& entry : entries) check_present(entry, form);
}

}  // namespace smarthandoff::twilio_double
