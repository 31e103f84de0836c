#include <smarthandoff/calls/alert_target.hpp>

#include <algorithm>

#include <smarthandoff/base/text.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/alert_delivery.hpp"
#include "calls/alert_target_rows.hpp"
#include "calls/field.hpp"

namespace smarthandoff::calls {
namespace {

using rows::TargetRecord;

constexpr std::size_t kMaxUrl = 500;
constexpr const char* kUrlForm = "must be like https://hooks.slack.com/services/T…/B…/…";

// What a sealed address is bound to, so that no row's opens in another.
std::string owner(const Context& context, const AlertTargetId& id) {
  return "alert_target/" + context.tenant().value + "/" + id.value;
}

void seal(Context& context, TargetRecord& record, const Secret& url) {
  record.url = context.keys().seal(url.reveal(), owner(context, record.target.id), context.new_id());
  record.target.key_id = record.url.key_id;
  record.target.has_url = true;
}

Secret opened(const Context& context, const TargetRecord& record) {
  return Secret(context.keys().open(record.url, owner(context, record.target.id)));
}

// Slack's own hosts, so that nobody has the engine post to an address inside the host's network; this machine
// for doubles.
std::string_view path_behind_host(std::string_view url) {
  for (const std::string_view host : {"https://hooks.slack.com", "https://hooks.slack-gov.com"})
    if (url.starts_with(host)) return url.substr(host.size());
  for (const std::string_view host : {"http://127.0.0.1:", "http://localhost:", "http://[::1]:"}) {
    if (!url.starts_with(host)) continue;
    const auto port = url.find_first_not_of("0123456789", host.size());
    return port == std::string_view::npos ? "" : url.substr(port);
  }
  return {};
}

bool is_part(std::string_view part, char first) {
  constexpr std::string_view kId = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return part.size() > 1 && part[0] == first && part.find_first_not_of(kId) == std::string_view::npos;
}

// The address appears in no error.
void check_url(const Secret& secret) {
  const std::string& url = secret.reveal();
  std::string_view path = path_behind_host(url);
  constexpr std::string_view kServices = "/services/";
  if (url.size() > kMaxUrl || !path.starts_with(kServices)) throw invalid_field("url", kUrlForm);
  path.remove_prefix(kServices.size());
  const auto first = path.find('/');
  const auto second = first == std::string_view::npos ? first : path.find('/', first + 1);
  if (second == std::string_view::npos) throw invalid_field("url", kUrlForm);
  const std::string_view token = path.substr(second + 1);
  const bool plain = !token.empty() && std::ranges::all_of(token, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  if (!is_part(path.substr(0, first), 'T') || !is_part(path.substr(first + 1, second - first - 1), 'B') ||
      !plain)
    throw invalid_field("url", kUrlForm);
}

ChannelId channel_of(const Context& context, const AlertTarget& target) {
  if (!target.channel_id.empty()) {
    if (!channels::find(context, target.channel_id)) throw no_such("channel", target.channel_id.value);
    return target.channel_id;
  }
  const auto channel = channels::to_send_with(context);
  if (!channel)
    throw Error(ErrorCode::failed_precondition, "this tenant has no active channel to send with",
                {{"field", "channel_id"}});
  return channel->id;
}

// A template that has been approved and takes the text: else nobody hears of anything outside of the window.
void check_template(const Context& context, const AlertTarget& target) {
  if (target.template_name.empty())
    throw invalid_field("template_name",
                        "must name an approved template: outside of 24 hours after the person wrote nothing "
                        "else may be sent");
  const auto known = messenger::named_template(context, channel_of(context, target), target.template_name);
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::failed_precondition, "template \"" + target.template_name + "\" " + why,
                {{"field", "template_name"}});
  };
  if (!known) refuse("is not known of this channel: see templates.sync and templates.set");
  if (known->status != messenger::TemplateStatus::approved)
    refuse("is " + wire_name(known->status) + ", not approved");
  const bool fits = known->body.empty() || (known->body.find("{{1}}") != std::string::npos &&
                                            known->body.find("{{2}}") == std::string::npos);
  if (!fits) refuse("must have exactly one place, {{1}}, which takes the alert's text");
}

void check(const AlertTarget& target) {
  field::check_name("name", target.name, 100);
  if (target.kind == AlertTargetKind::slack) {
    if (!target.has_url) throw invalid_field("url", kUrlForm);
    if (!target.number.empty()) throw invalid_field("number", "must be empty for a chat room");
    return;
  }
  if (target.has_url) throw invalid_field("url", "must be empty for a person on WhatsApp");
  field::check_line("template_name", target.template_name, 512);
}

void lock(Context& context) {
  context.transaction().lock("alert_targets", context.tenant().value);
}

TargetRecord found(const Context& context, const AlertTargetId& id) {
  auto record = rows::find_target(context, id);
  if (!record) throw no_such("alert target", id.value);
  return std::move(*record);
}

AlertTarget saved(Context& context, TargetRecord record) {
  record.target.updated_at = context.now();
  rows::save_target(context, record);
  context.emit("alert_target.updated", record.target.id.value, GetAlertTarget{record.target.id});
  return record.target;
}

void suspend(Context& context, AlertTarget& target, bool suspended) {
  if (suspended && target.status == AlertTargetStatus::active) {
    target.status = AlertTargetStatus::suspended;
    alerts::give_up(context, target, "the target was switched off");
  } else if (!suspended && target.status == AlertTargetStatus::suspended) {
    target.status = AlertTargetStatus::active;
  }
}

void renew(AlertTarget& target) {
  target.failure.clear();
  target.tries = 0;
  target.retry_at.reset();
  if (target.status == AlertTargetStatus::refused) target.status = AlertTargetStatus::active;
}

}  // namespace

AlertTarget create_alert_target(Context& context, const CreateAlertTarget& request) {
  smarthandoff::tenants::ensure(context);
  lock(context);
  TargetRecord record{.target = {.id = {context.new_id()},
                                 .kind = request.kind,
                                 .name = std::string(field::trimmed(request.name)),
                                 .has_url = !request.url.empty(),
                                 .template_name = request.template_name,
                                 .channel_id = request.channel_id,
                                 .created_at = context.now()},
                      .url = {}};
  const bool to_person = request.kind == AlertTargetKind::whatsapp;
  if (to_person || !request.number.empty())
    record.target.number = read_number(context, "number", request.number).e164();
  check(record.target);
  if (to_person) check_template(context, record.target);
  if (!request.url.empty()) {
    check_url(request.url);
    seal(context, record, request.url);
  }
  return saved(context, std::move(record));
}

AlertTarget update_alert_target(Context& context, const UpdateAlertTarget& request) {
  lock(context);
  TargetRecord record = found(context, request.target_id);
  AlertTarget& target = record.target;
  if (request.name) target.name = std::string(field::trimmed(*request.name));
  if (request.number) target.number = read_number(context, "number", *request.number).e164();
  if (request.template_name) target.template_name = *request.template_name;
  if (request.channel_id) target.channel_id = *request.channel_id;
  if (request.url) {
    check_url(*request.url);
    seal(context, record, *request.url);
    renew(target);
  }
  check(target);
  const bool to_person = target.kind == AlertTargetKind::whatsapp;
  if (to_person && (request.template_name || request.channel_id)) check_template(context, target);
  if (request.suspended) suspend(context, target, *request.suspended);
  return saved(context, std::move(record));
}

DeletedAlertTarget delete_alert_target(Context& context, const DeleteAlertTarget& request) {
  lock(context);
  const TargetRecord record = found(context, request.target_id);
  alerts::give_up(context, record.target, "the target was deleted");
  rows::delete_target(context, request.target_id);
  context.emit("alert_target.deleted", request.target_id.value, request);
  return {request.target_id};
}

AlertTarget get_alert_target(const Context& context, const GetAlertTarget& request) {
  return found(context, request.target_id).target;
}

AlertTargetList list_alert_targets(const Context& context, const ListAlertTargets& request) {
  field::check_page(request.limit);
  AlertTargetList page;
  for (TargetRecord& record : rows::list_targets(context, request))
    page.targets.push_back(std::move(record.target));
  return page;
}

AlertTest test_alert_target(Context& context, const TestAlertTarget& request) {
  lock(context);
  const TargetRecord record = found(context, request.target_id);
  if (record.target.status != AlertTargetStatus::active)
    throw Error(ErrorCode::failed_precondition,
                "alert target \"" + record.target.name + "\" is " + wire_name(record.target.status));
  const AlertId alert{context.new_id()};
  alerts::deliver(
      context, record.target, alert,
      text::render(context.profile(), "twilio.alert_test", {{"company", context.profile().company_name}}));
  return {alert};
}

RotatedAlertTargets rotate_alert_targets(Context& context, const RotateAlertTargets&) {
  if (context.keys().empty())
    throw Error(ErrorCode::failed_precondition, "the engine was opened without encryption_keys");
  lock(context);
  RotatedAlertTargets result{.key_id = context.keys().newest()};
  ListAlertTargets filter{.limit = field::kMaxPage};
  while (true) {
    auto records = rows::list_targets(context, filter);
    for (TargetRecord& record : records) {
      filter.after = record.target.id;
      if (!record.target.has_url) continue;
      // Also what needs no rotation: another key under the same id would answer that all is well.
      const Secret url = opened(context, record);
      if (record.url.key_id == result.key_id) continue;
      seal(context, record, url);
      rows::save_target(context, record);
      ++result.rotated;
    }
    if (records.size() < static_cast<std::size_t>(filter.limit)) return result;
  }
}

std::optional<WaitingAlert> first_waiting_alert(const Context& context, const AlertTargetId& id) {
  const auto record = rows::find_target(context, id);
  if (!record || record->target.status != AlertTargetStatus::active || !record->target.has_url)
    return std::nullopt;
  auto first = rows::waiting(context, id, 1);
  if (first.empty()) return std::nullopt;
  return WaitingAlert{.alert_id = std::move(first[0].alert_id),
                      .text = std::move(first[0].text),
                      .url = opened(context, *record)};
}

}  // namespace smarthandoff::calls
