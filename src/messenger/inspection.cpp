#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/messenger/inspection.hpp>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "base/field_check.hpp"
#include "messenger/channel_rows.hpp"

namespace smarthandoff::channels {
namespace {

using messenger::ChannelReport;
using messenger::FailureKind;
using messenger::InspectChannel;

constexpr const char* kJob = "channel.inspect";
constexpr const char* kCheck = "channel_check:";
constexpr const char* kProfile = "channel_profile:";
constexpr Milliseconds kPatience = std::chrono::seconds(25);  // two answers of the peer

const char* kind_of(bool profile) {
  return profile ? kProfile : kCheck;
}

ChannelId channel_of(const Pending& pending) {
  return {pending.entity.substr(pending.entity.find(':') + 1)};
}

Pending start(Context& context, const ChannelId& id, bool profile) {
  if (!find(context, id)) throw no_such("channel", id.value);
  const std::string entity = kind_of(profile) + id.value;
  rows::ask(context.transaction(), context.tenant(), id, kind_of(profile));
  context.enqueue(kJob, entity,
                  InspectChannel{.tenant = context.tenant(), .channel_id = id, .profile = profile});
  return {.entity = entity, .deadline = context.now() + kPatience};
}

void told(Context& context, const InspectChannel& asked, const ChannelReport& report) {
  const char* kind = kind_of(asked.profile);
  rows::tell(context.transaction(), context.tenant(), asked.channel_id, kind, to_json(report));
  if (report.failure.kind == FailureKind::unauthorized)
    refuse(context, asked.channel_id, report.failure.detail);
  else if (!asked.profile && report.failure.kind == FailureKind::none)
    restore(context, asked.channel_id);
  context.emit("channel.inspected", kind + asked.channel_id.value, GetChannel{asked.channel_id});
}

void inspect(Ports& ports, const Job& job, Completion done) {
  const auto asked = from_json<InspectChannel>(job.payload);
  ports.messenger->inspect(asked, [asked, done](const ChannelReport& report) {
    done([asked, report](Context& context) { told(context, asked, report); });
  });
}

// Nothing while it is waited for; at the deadline, that nobody answered.
std::optional<ChannelReport> report_of(const Context& context, const Pending& pending, bool profile) {
  const auto report =
      rows::told(context.transaction(), context.tenant(), channel_of(pending), kind_of(profile));
  if (report) return from_json<ChannelReport>(*report);
  if (!pending.at_deadline) return std::nullopt;
  return ChannelReport{.failure = {.kind = FailureKind::temporary, .detail = "no answer in time"},
                       .websites = {}};
}

}  // namespace

Pending start_validate(Context& context, const ValidateChannel& request) {
  return start(context, request.channel_id, false);
}

std::optional<ChannelVerdict> answer_validate(const Context& context, const Pending& pending) {
  const auto report = report_of(context, pending, false);
  if (!report) return std::nullopt;
  const auto channel = find(context, channel_of(pending));
  const bool valid = report->failure.kind == FailureKind::none;
  return ChannelVerdict{.channel_id = channel_of(pending),
                        .valid = valid,
                        .status = channel ? channel->status : ChannelStatus::inactive,
                        .reason = valid ? "" : wire_name(report->failure.kind),
                        .detail = report->failure.detail,
                        .verified_name = report->verified_name,
                        .number = report->number,
                        .quality = report->quality};
}

Pending start_profile(Context& context, const GetBusinessProfile& request) {
  return start(context, request.channel_id, true);
}

std::optional<BusinessProfile> answer_profile(const Context& context, const Pending& pending) {
  const auto report = report_of(context, pending, true);
  if (!report) return std::nullopt;
  const bool available = report->failure.kind == FailureKind::none;
  return BusinessProfile{.channel_id = channel_of(pending),
                         .available = available,
                         .reason = available ? "" : wire_name(report->failure.kind),
                         .about = report->about,
                         .address = report->address,
                         .description = report->description,
                         .email = report->email,
                         .vertical = report->vertical,
                         .picture_url = report->picture_url,
                         .websites = report->websites};
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kJob, .effect = inspect, .deadline = Seconds(30)}};
  return handlers;
}

const Type& describe(const ValidateChannel*) {
  static const Immortal<Type> type =
      Description<ValidateChannel>("ValidateChannel", "Asks the service whether a channel is set up rightly.")
          .required("channel_id", &ValidateChannel::channel_id, "which")
          .build();
  return type;
}

const Type& describe(const ChannelVerdict*) {
  using V = ChannelVerdict;
  static const Immortal<Type> type =
      Description<V>("ChannelVerdict", "Whether number, account and token are right.")
          .field("channel_id", &V::channel_id, "which")
          .field("valid", &V::valid, "the service takes them")
          .field("status", &V::status, "of the channel, now")
          .field("reason", &V::reason, "why not")
          .field("detail", &V::detail, "in the service's words")
          .field("verified_name", &V::verified_name, "the name people see")
          .field("number", &V::number, "as the service shows it")
          .field("quality", &V::quality, "the service's rating of the number")
          .build();
  return type;
}

const Type& describe(const GetBusinessProfile*) {
  static const Immortal<Type> type =
      Description<GetBusinessProfile>("GetBusinessProfile", "What people see of a number.")
          .required("channel_id", &GetBusinessProfile::channel_id, "which")
          .build();
  return type;
}

const Type& describe(const BusinessProfile*) {
  using P = BusinessProfile;
  static const Immortal<Type> type = Description<P>("BusinessProfile", "What people see of a number.")
                                         .field("channel_id", &P::channel_id, "which")
                                         .field("available", &P::available, "false: it could not be read")
                                         .field("reason", &P::reason, "why not")
                                         .field("about", &P::about, "a line about the company")
                                         .field("address", &P::address, "where it is")
                                         .field("description", &P::description, "what it does")
                                         .field("email", &P::email, "to write to")
                                         .field("vertical", &P::vertical, "the line of business")
                                         .field("picture_url", &P::picture_url, "of the picture")
                                         .field("websites", &P::websites, "its pages")
                                         .build();
  return type;
}

}  // namespace smarthandoff::channels
