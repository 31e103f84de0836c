#include "contact/gate_decide.hpp"

#include <algorithm>
#include <functional>

#include <smarthandoff/messenger/message.hpp>

#include "base/opening_hours.hpp"
#include "contact/caps.hpp"
#include "contact/purposes.hpp"

namespace smarthandoff::contact {
namespace {

using suppressions::SuppressionKind;

constexpr auto kHorizon = std::chrono::hours(24 * 90);  // how far ahead an instant is looked for

constexpr const char* kOptOutSource = "LGPD art. 18; 12 CFR 1006.14(h)";
constexpr const char* kNoMarketingSource = "LGPD art. 18; WhatsApp Business messaging policy: opt-out";
constexpr const char* kWrongPersonSource = "CDC art. 42; 12 CFR 1006.6(d)";
constexpr const char* kNumberSource = "numbers that cost the called party or are not a person's";
constexpr const char* kWhatsappSource = "WhatsApp Business messaging policy: customer service window";
constexpr const char* kZoneSource = "12 CFR 1006 Supplement I, 6(b)(1)(i)-2";

// A rule that depends on the time alone: the first instant at or after one at which it lets pass.
using Earliest = std::function<std::optional<Instant>(Instant)>;

const char* source_of(SuppressionKind kind) {
  switch (kind) {
    case SuppressionKind::wrong_person:
      return kWrongPersonSource;
    case SuppressionKind::no_marketing:
      return kNoMarketingSource;
    case SuppressionKind::opt_out:
    case SuppressionKind::never_call:
      break;
  }
  return kOptOutSource;
}

class Judge {
 public:
  explicit Judge(const Facts& facts) : facts_(facts), end_(facts.at + kHorizon) {}

  GateDecision decide() {
    judge_address();
    judge_suppressions();
    for (const Objection& objection : facts_.objections) judge_objection(objection);
    judge_hours();
    judge_wish();
    judge_caps();
    if (facts_.question.channel == Channel::whatsapp) judge_whatsapp();
    decision_.allowed = decision_.reasons.empty();
    if (decision_.allowed)
      decision_.next_allowed = facts_.at;
    else if (!for_ever_)
      decision_.next_allowed = first_agreed();
    return std::move(decision_);
  }

 private:
  bool waived(RuleRow row) const {
    const Treatment treatment = treatment_of(row, facts_.question.purpose);
    return treatment == Treatment::ignored ||
           (treatment == Treatment::unless_time_named && facts_.question.time_named);
  }

  bool waived(const suppressions::Suppression& suppression) const {
    switch (suppression.kind) {
      case SuppressionKind::opt_out:
        return asked_again(suppression);
      case SuppressionKind::no_marketing:
        return waived(RuleRow::promotions);
      case SuppressionKind::never_call:
      case SuppressionKind::wrong_person:
        break;
    }
    return waived(RuleRow::final_);
  }

  void object(bool is_waived, GateReason reason) {
    if (is_waived) {
      decision_.waived.push_back(std::move(reason));
      return;
    }
    for_ever_ = for_ever_ || !reason.until;
    decision_.reasons.push_back(std::move(reason));
  }

  // A rule of time: an objection only where it does not let pass now, but it counts for later instants too.
  void judge_time(RuleRow row, const Earliest& earliest, const std::function<GateReason()>& why) {
    if (!waived(row)) times_.push_back(earliest);
    const auto next = earliest(facts_.at);
    if (next == facts_.at) return;
    GateReason reason = why();
    reason.until = next;
    object(waived(row), std::move(reason));
  }

  void judge_address() {
    if (!facts_.address)
      return object(false, {.name = "invalid_address", .detail = facts_.address_problem, .source = "input"});
    const Channel channel = facts_.question.channel;
    const bool dialled = channel == Channel::voice || channel == Channel::sms;
    if (dialled && !facts_.address->may_be_called)
      object(waived(RuleRow::channel), {.name = "not_callable",
                                        .detail = "a number of this type is never called",
                                        .source = kNumberSource});
    else if (channel == Channel::sms && facts_.address->phone &&
             facts_.address->phone->type() == PhoneType::landline)
      object(waived(RuleRow::channel),
             {.name = "not_textable", .detail = "a landline gets no text messages", .source = kNumberSource});
  }

  bool asked_again(const suppressions::Suppression& suppression) const {
    return treatment_of(RuleRow::opt_out, facts_.question.purpose) == Treatment::unless_asked_again &&
           (!facts_.question.requested_at || *facts_.question.requested_at >= suppression.created_at);
  }

  void judge_suppressions() {
    for (const auto& suppression : facts_.suppressions)
      object(waived(suppression), {.name = wire_name(suppression.kind),
                                   .detail = suppression.reason,
                                   .source = source_of(suppression.kind)});
  }

  void judge_objection(const Objection& objection) {
    const auto until = objection.reason.until;
    if (until && *until <= facts_.at) return;
    if (until && !waived(objection.row))
      times_.push_back([until](Instant at) { return std::optional(std::max(at, *until)); });
    object(waived(objection.row), objection.reason);
  }

  void judge_hours() {
    if (!facts_.window)
      return object(
          waived(RuleRow::window),
          {.name = "unknown_profile",
           .detail = facts_.question.profile.empty() ? "no profile is known for this address and purpose"
                                                     : "there is no such profile",
           .source = "configuration"});
    if (!facts_.zones_known)
      return object(waived(RuleRow::window), {.name = "unknown_zone",
                                              .detail = "nobody knows in which zone the person is",
                                              .source = kZoneSource});
    const auto& zones = facts_.question.zones;
    judge_time(
        RuleRow::window, [this, &zones](Instant at) { return facts_.window->next_open(zones, at, end_); },
        [&] {
          const auto closed = facts_.window->why_closed(zones, facts_.at).value_or(CallingWindow::Closed{});
          return GateReason{
              .name = closed.holiday.empty() ? "calling_window" : "holiday",
              .detail = (closed.holiday.empty() ? "outside " + facts_.question.profile : closed.holiday) +
                        " in " + closed.zone,
              .source = closed.source};
        });
  }

  void judge_wish() {
    if (facts_.convenient_hours.empty() || !facts_.zones_known) return;
    judge_time(
        RuleRow::window,
        [this](Instant at) {
          std::optional<Instant> agreed = at;
          const auto& zones = facts_.question.zones;
          for (std::size_t same = 0, i = 0; same < zones.size(); i = (i + 1) % zones.size()) {
            const auto next = next_open(facts_.convenient_hours, *agreed, zones[i]);
            if (!next || *next > end_) return std::optional<Instant>();
            same = *next == *agreed ? same + 1 : 1;
            agreed = next;
          }
          return agreed;
        },
        [] {
          return GateReason{.name = "convenient_hours",
                            .detail = "the person wants to be contacted at other times",
                            .source = "12 CFR 1006 Supplement I, 6(b)(1)-1"};
        });
  }

  void judge_caps() {
    const CapQuestion asked{.purpose = facts_.question.purpose,
                            .channel = facts_.question.channel,
                            .profile = facts_.question.profile,
                            .debt = facts_.question.debt,
                            .zones = facts_.question.zones};
    for (const auto& in_force : facts_.caps) {
      const ContactCap& cap = *in_force;
      if (!binds(cap, asked)) continue;
      judge_time(
          is_gap(cap) ? RuleRow::gap : RuleRow::cap,
          [this, &cap, asked](Instant at) {
            return std::optional(next_within(cap, asked, facts_.history, at));
          },
          [&cap] {
            return GateReason{.name = cap.name,
                              .detail = "at most " + std::to_string(cap.limit) + " within " +
                                        (cap.days > 0 ? std::to_string(cap.days) + " days"
                                                      : std::to_string(cap.minutes) + " minutes"),
                              .source = cap.source};
          });
    }
  }

  void judge_whatsapp() {
    if (!facts_.question.template_name.empty()) {
      if (!facts_.template_ready.value_or(true))
        object(waived(RuleRow::channel), {.name = "template_not_ready",
                                          .detail = "the template is missing, paused or not approved",
                                          .source = kWhatsappSource});
      return;
    }
    const bool open = facts_.wrote_at && facts_.at < *facts_.wrote_at + messenger::kServiceWindow;
    if (!open)
      object(waived(RuleRow::channel),
             {.name = "whatsapp_window",
              .detail = "more than 24 hours since the person wrote, and no template",
              .source = kWhatsappSource});
  }

  // The first instant at which all rules of time let pass.
  std::optional<Instant> first_agreed() const {
    Instant at = facts_.at;
    for (std::size_t agreed = 0, i = 0; agreed < times_.size(); i = (i + 1) % times_.size()) {
      const auto next = times_[i](at);
      if (!next || *next > end_) return std::nullopt;
      agreed = *next == at ? agreed + 1 : 1;
      at = *next;
    }
    return at;
  }

  const Facts& facts_;
  const Instant end_;
  GateDecision decision_;
  std::vector<Earliest> times_;  // that bind
  bool for_ever_ = false;        // some objection ends at no known instant
};

}  // namespace

GateDecision decide(const Facts& facts) {
  return Judge(facts).decide();
}

}  // namespace smarthandoff::contact
