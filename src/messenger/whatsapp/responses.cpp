#include "messenger/whatsapp/responses.hpp"

#include <algorithm>
#include <charconv>

#include "messenger/whatsapp/error_codes.hpp"

namespace smarthandoff::messenger::whatsapp {
namespace {

constexpr std::size_t kMaxDetail = 300;
constexpr std::size_t kMaxSites = 10;

// What an answer means whose code is in no table, or that has none.
FailureKind kind_of_status(std::int64_t status) {
  if (status == 429) return FailureKind::rate_limited;
  if (status == 401) return FailureKind::unauthorized;
  if (status == 403 || status == 404 || status < 400) return FailureKind::configuration;
  return status >= 500 ? FailureKind::temporary : FailureKind::unknown;
}

std::optional<Milliseconds> retry_after(const http::Response& response) {
  const std::string text = response.header("Retry-After");
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, seconds);
  if (text.empty() || result.ec != std::errc() || result.ptr != end || seconds < 0) return std::nullopt;
  return Seconds(std::min<std::int64_t>(seconds, 3600));
}

SendResult not_answered(const http::Outcome& outcome) {
  const Error& error = *outcome.failure;
  SendResult result{.failure = {.kind = FailureKind::temporary, .detail = error.what()}};
  if (error.code() == ErrorCode::invalid_argument) {
    result.failure.kind = FailureKind::configuration;
    result.outcome = SendOutcome::refused;
  } else {
    result.outcome = outcome.maybe_sent ? SendOutcome::in_doubt : SendOutcome::retry;
  }
  return result;
}

SendResult refused(const http::Response& response, const std::optional<Json>& json) {
  const Json& error = json ? member(*json, "error") : Json();
  const bool told = error.is_object() && error.contains("code");
  SendResult result{.retry_after = retry_after(response)};
  if (told) result.failure = failure_of_error(error);
  const bool known = told && result.failure.kind != FailureKind::unknown;
  if (!known) result.failure.kind = kind_of_status(response.status);
  if (result.failure.detail.empty()) result.failure.detail = "HTTP " + std::to_string(response.status);
  // A gateway's 5xx may hide a message that went out.
  if (!known && response.status >= 500)
    result.outcome = SendOutcome::in_doubt;
  else
    result.outcome = is_passing(result.failure.kind) || result.failure.kind == FailureKind::unauthorized
                         ? SendOutcome::retry
                         : SendOutcome::refused;
  return result;
}

TemplateState template_state(const Json& json) {
  TemplateState state{.name = text(json, "name"),
                      .language = text(json, "language", 20),
                      .status = template_status(text(json, "status")),
                      .category = template_category(text(json, "category")),
                      .body = {},
                      .reason = text(json, "rejected_reason")};
  if (state.reason == "NONE") state.reason.clear();
  const Json& components = member(json, "components");
  if (!components.is_array()) return state;
  for (const Json& component : components) {
    if (text(component, "type") == "BODY") state.body = text(component, "text", 2000, true);
  }
  return state;
}

}  // namespace

Failure failure_of_error(const Json& error) {
  const std::int64_t code = integer(error, "code");
  std::string detail = text(member(error, "error_data"), "details", kMaxDetail);
  if (detail.empty()) detail = text(error, "message", kMaxDetail);
  if (detail.empty()) detail = text(error, "title", kMaxDetail);
  return {.kind = kind_of(code), .code = code, .detail = std::move(detail)};
}

SendResult send_result(const http::Outcome& outcome) {
  if (!outcome.response) return not_answered(outcome);
  const auto json = parse_json(outcome.response->body);
  const std::int64_t status = outcome.response->status;
  if (status < 200 || status > 299) return refused(*outcome.response, json);
  SendResult result{.outcome = SendOutcome::in_doubt};
  const Json& messages = json ? member(*json, "messages") : Json();
  if (messages.is_array() && !messages.empty()) result.peer_id = text(messages[0], "id");
  if (result.peer_id.empty()) {
    result.failure = {.kind = FailureKind::temporary, .detail = "an answer without a message id"};
    return result;
  }
  result.outcome = SendOutcome::accepted;
  const Json& contacts = member(*json, "contacts");
  if (contacts.is_array() && !contacts.empty()) result.peer_address = text(contacts[0], "wa_id", 128);
  return result;
}

Failure failure_of(const http::Outcome& outcome) {
  if (!outcome.response) return not_answered(outcome).failure;
  if (outcome.response->status >= 200 && outcome.response->status <= 299) return {};
  return refused(*outcome.response, parse_json(outcome.response->body)).failure;
}

TemplatesPage templates_page(const http::Outcome& outcome) {
  TemplatesPage page{.templates = {}, .after = {}, .failure = failure_of(outcome)};
  if (page.failure.kind != FailureKind::none) return page;
  const auto json = parse_json(outcome.response->body);
  const Json& data = json ? member(*json, "data") : Json();
  if (!data.is_array()) {
    page.failure = {.kind = FailureKind::temporary, .detail = "an answer without templates"};
    return page;
  }
  for (const Json& one : data) {
    TemplateState state = template_state(one);
    if (!state.name.empty()) page.templates.push_back(std::move(state));
  }
  const Json& paging = member(*json, "paging");
  if (!member(paging, "next").is_null()) page.after = text(member(paging, "cursors"), "after", 1000);
  return page;
}

ChannelReport number_report(const http::Outcome& outcome) {
  ChannelReport report{.failure = failure_of(outcome), .websites = {}};
  if (report.failure.kind != FailureKind::none) return report;
  const Json json = parse_json(outcome.response->body).value_or(Json());
  report.verified_name = text(json, "verified_name");
  report.number = text(json, "display_phone_number", 50);
  report.quality = text(json, "quality_rating", 50);
  if (text(json, "id").empty())
    report.failure = {.kind = FailureKind::temporary, .detail = "an answer without the number's id"};
  return report;
}

ChannelReport profile_report(const http::Outcome& outcome) {
  ChannelReport report{.failure = failure_of(outcome), .websites = {}};
  if (report.failure.kind != FailureKind::none) return report;
  const Json json = parse_json(outcome.response->body).value_or(Json());
  const Json& data = member(json, "data");
  if (!data.is_array() || data.empty()) {
    report.failure = {.kind = FailureKind::temporary, .detail = "an answer without a profile"};
    return report;
  }
  const Json& profile = data[0];
  report.about = text(profile, "about", 512, true);
  report.address = text(profile, "address", 512, true);
  report.description = text(profile, "description", 1000, true);
  report.email = text(profile, "email");
  report.vertical = text(profile, "vertical", 100);
  report.picture_url = text(profile, "profile_picture_url", 2000);
  const Json& websites = member(profile, "websites");
  for (const Json& site : websites.is_array() ? websites : Json::array())
    if (site.is_string() && report.websites.size() < kMaxSites)
      report.websites.push_back(text(Json{{"site", site}}, "site", 512));
  return report;
}

TemplateStatus template_status(std::string_view word) {
  for (const auto& [name, status] : std::initializer_list<std::pair<std::string_view, TemplateStatus>>{
           {"APPROVED", TemplateStatus::approved},
           {"REINSTATED", TemplateStatus::approved},
           {"FLAGGED", TemplateStatus::approved},  // a warning: it may still be sent
           {"PENDING", TemplateStatus::pending},
           {"IN_APPEAL", TemplateStatus::pending},
           {"REJECTED", TemplateStatus::rejected},
           {"PAUSED", TemplateStatus::paused},
           {"DISABLED", TemplateStatus::disabled},
           {"DELETED", TemplateStatus::disabled},
           {"PENDING_DELETION", TemplateStatus::disabled},
           {"LIMIT_EXCEEDED", TemplateStatus::disabled},
           {"ARCHIVED", TemplateStatus::disabled}}) {
    if (word == name) return status;
  }
  return TemplateStatus::unknown;
}

std::optional<TemplateState> new_category(const Notice& notice) {
  if (notice.field != "template_category_update") return std::nullopt;
  const auto json = parse_json(notice.raw);
  if (!json || !json->is_object()) return std::nullopt;
  return TemplateState{.name = text(*json, "message_template_name"),
                       .language = text(*json, "message_template_language", 20),
                       .category = template_category(text(*json, "new_category")),
                       .body = {},
                       .reason = {}};
}

TemplateCategory template_category(std::string_view word) {
  if (word == "MARKETING") return TemplateCategory::marketing;
  if (word == "UTILITY") return TemplateCategory::utility;
  if (word == "AUTHENTICATION") return TemplateCategory::authentication;
  return TemplateCategory::unknown;
}

}  // namespace smarthandoff::messenger::whatsapp
