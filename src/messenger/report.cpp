#include <smarthandoff/messenger/report.hpp>

#include <algorithm>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "messenger/message_rows.hpp"

namespace smarthandoff::messages {
namespace {

constexpr std::size_t kMaxId = 200;
constexpr std::size_t kMaxText = 4096;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMostDigits = 20;

ChannelId channel_of(const Context& context, const ChannelId& given) {
  if (!given.empty()) {
    if (!channels::find(context, given)) throw no_such("channel", given.value);
    return given;
  }
  const auto usual = channels::to_send_with(context);
  if (!usual)
    throw Error(ErrorCode::failed_precondition, "this tenant has no active channel to send with",
                {{"field", "channel_id"}});
  return usual->id;
}

void check_number(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  if (number.size() > kMostDigits || number.find_first_not_of("0123456789") != std::string_view::npos)
    throw invalid_field("from_number", "must be digits with the country code; another id is a from_user_id");
}

void check(const ReportReceived& request) {
  field::check_name("peer_id", request.peer_id, kMaxId);
  check_number(request.from);
  field::check_line("from_user_id", request.from_user_id, kMaxId);
  if (request.from.empty() && request.from_user_id.empty())
    throw invalid_field("from_number", "must be given, or from_user_id");
  field::check_line("choice_id", request.choice_id, kMaxName);
  field::check_line("answers", request.answers, kMaxId);
  field::check_line("media.id", request.media.id, kMaxName);
  field::check_line("media.mime_type", request.media.mime_type, kMaxName);
  field::check_line("media.sha256", request.media.sha256, kMaxName);
}

void check(const ReportStatus& request) {
  field::check_line("peer_id", request.peer_id, kMaxId);
  if (request.peer_id.empty() && request.message_id.empty())
    throw invalid_field("message_id", "must be given, or peer_id");
}

// What people wrote themselves is taken as it can be stored, as it is from WhatsApp.
messenger::Inbound inbound_of(const ReportReceived& request) {
  messenger::Inbound inbound{.peer_id = request.peer_id,
                             .from = request.from,
                             .from_user_id = request.from_user_id,
                             .profile_name = field::fitted(request.profile_name, kMaxName),
                             .at = request.at.value_or(Instant{}),
                             .kind = request.kind,
                             .type = wire_name(request.kind),
                             .text = field::fitted(request.text, kMaxText, true),
                             .choice_id = request.choice_id,
                             .answers = request.answers,
                             .media = request.media};
  inbound.media.filename = field::fitted(request.media.filename, kMaxName);
  return inbound;
}

messenger::StatusChange change_of(const ReportStatus& request, const std::optional<Message>& known) {
  messenger::StatusChange change{.peer_id = request.peer_id,
                                 .message_id = request.message_id,
                                 .status = request.status,
                                 .at = request.at.value_or(Instant{}),
                                 .failure = request.failure};
  if (known && change.peer_id.empty()) change.peer_id = known->peer_id;
  change.failure.detail = field::fitted(change.failure.detail, kMaxName);
  const bool failed = request.status == messenger::PeerStatus::failed;
  if (failed && change.failure.kind == messenger::FailureKind::none)
    change.failure.kind = messenger::FailureKind::unknown;
  if (!failed) change.failure = {};
  return change;
}

}  // namespace

ReceivedReport received(Context& context, const ReportReceived& request) {
  check(request);
  const ChannelId channel = channel_of(context, request.channel_id);
  const bool is_new = receive(context, channel, inbound_of(request));
  auto message = rows::find_by_peer(context.transaction(), context.tenant(), channel, request.peer_id);
  if (!message) throw no_such("message", request.peer_id);
  return {.is_new = is_new, .message = std::move(*message)};
}

StatusReport status(Context& context, const ReportStatus& request) {
  check(request);
  const auto known = request.message_id.empty() ? std::nullopt : find(context, request.message_id);
  const ChannelId channel =
      request.channel_id.empty() && known ? known->channel_id : channel_of(context, request.channel_id);
  const auto change = change_of(request, known);
  StatusReport report{.applied = apply(context, channel, change)};
  if (report.applied == StatusApplied::unknown) return report;
  report.message = known && known->channel_id == channel
                       ? find(context, known->id)
                       : rows::find_by_peer(context.transaction(), context.tenant(), channel, change.peer_id);
  return report;
}

const Type& describe(const ReportReceived*) {
  using R = ReportReceived;
  static const Immortal<Type> type =
      Description<R>("ReportReceivedMessage", "A message that the host's own messaging service received.")
          .field("channel_id", &R::channel_id, "empty: the channel that the tenant sends with")
          .required("peer_id", &R::peer_id, "the service's id of it; 1-200 characters")
          .field("from_number", &R::from, "the sender's digits with the country code")
          .field("from_user_id", &R::from_user_id, "the sender's id that is no number; one of the two")
          .field("profile_name", &R::profile_name, "as the sender calls himself")
          .field("kind", &R::kind, "what it is")
          .field("text", &R::text, "what a person reads")
          .field("choice_id", &R::choice_id, "of a button or row that was chosen")
          .field("answers", &R::answers,
                 "the service's id of the message it answers, edits, deletes or reacts to")
          .field("media", &R::media, "the file; without id: none")
          .field("at", &R::at, "when it was sent; none: now")
          .build();
  return type;
}

const Type& describe(const ReceivedReport*) {
  static const Immortal<Type> type =
      Description<ReceivedReport>("ReceivedReport", "The message as it is stored.")
          .field("is_new", &ReceivedReport::is_new, "false: it was known")
          .field("message", &ReceivedReport::message, "the message")
          .build();
  return type;
}

const Type& describe(const ReportStatus*) {
  using R = ReportStatus;
  static const Immortal<Type> type =
      Description<R>("ReportMessageStatus", "What became of a message, by the host's own messaging service.")
          .field("channel_id", &R::channel_id, "empty: that of the message, else the usual one")
          .field("message_id", &R::message_id, "ours; one of the two ids is needed")
          .field("peer_id", &R::peer_id, "the service's id of it; at most 200 characters")
          .required("status", &R::status, "may come late or twice: never goes back")
          .field("failure", &R::failure, "of failed")
          .field("at", &R::at, "when that was; none: now")
          .build();
  return type;
}

const Type& describe(const StatusApplied*) {
  static const Immortal<Type> type = describe_enum<StatusApplied>("StatusApplied", "What a status brought.",
                                                                  {{StatusApplied::changed, "changed"},
                                                                   {StatusApplied::ignored, "ignored"},
                                                                   {StatusApplied::unknown, "unknown"}});
  return type;
}

const Type& describe(const StatusReport*) {
  static const Immortal<Type> type =
      Description<StatusReport>("StatusReport", "What a status brought.")
          .field("applied", &StatusReport::applied, "ignored: nothing new; unknown: no message of ours")
          .field("message", &StatusReport::message, "as it is now")
          .build();
  return type;
}

}  // namespace smarthandoff::messages

namespace smarthandoff::messenger {

const Type& describe(const PeerStatus*) {
  static const Immortal<Type> type =
      describe_enum<PeerStatus>("PeerStatus", "What a service tells of a message.",
                                {{PeerStatus::sent, "sent"},
                                 {PeerStatus::delivered, "delivered"},
                                 {PeerStatus::read, "read"},
                                 {PeerStatus::failed, "failed"}});
  return type;
}

}  // namespace smarthandoff::messenger
