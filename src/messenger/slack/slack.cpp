#include "messenger/slack/slack.hpp"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::messenger::slack {
namespace {

constexpr std::size_t kMaxText = 4000;  // escaped far below Slack's 40,000
constexpr std::size_t kMaxAnswer = 4096;
constexpr std::int64_t kLongestWait = 86'400;

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else
      result += c;
  }
  return result;
}

// Slack's error is one word; whatever else stands there may repeat what was sent.
std::string detail_of(const http::Response& response) {
  constexpr std::string_view kWord = "abcdefghijklmnopqrstuvwxyz_";
  const std::string& body = response.body;
  const bool word = !body.empty() && body.size() <= 60 && body.find_first_not_of(kWord) == std::string::npos;
  const std::string status = "HTTP " + std::to_string(response.status);
  return word ? status + ": " + body : status;
}

std::optional<Milliseconds> retry_after(const http::Response& response) {
  const std::string text = response.header("Retry-After");
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, seconds);
  if (text.empty() || read.ec != std::errc() || read.ptr != end || seconds < 0) return std::nullopt;
  return Seconds(std::min(seconds, kLongestWait));
}

SendResult refused(FailureKind kind, std::int64_t status, std::string detail) {
  return {.outcome = SendOutcome::refused,
          .failure = {.kind = kind, .code = status, .detail = std::move(detail)}};
}

SendResult not_answered(const http::Outcome& outcome) {
  const Error& error = *outcome.failure;
  if (error.code() == ErrorCode::invalid_argument)
    return refused(FailureKind::configuration, 0, "the address cannot be used");
  return {.outcome = outcome.maybe_sent ? SendOutcome::in_doubt : SendOutcome::retry,
          .failure = {.kind = FailureKind::temporary, .detail = error.what()}};
}

}  // namespace

http::Request request(const Secret& url, const std::string& text) {
  const nlohmann::json body = {{"text", escaped(field::fitted(text, kMaxText, true))},
                               {"unfurl_links", false},
                               {"unfurl_media", false}};
  return {.method = "POST",
          .url = url.reveal(),
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump(),
          .max_response_bytes = kMaxAnswer};
}

SendResult result_of(const http::Outcome& outcome) {
  if (!outcome.response) return not_answered(outcome);
  const http::Response& response = *outcome.response;
  const std::int64_t status = response.status;
  if (status == 200 && field::trimmed(response.body) == "ok")
    return {.outcome = SendOutcome::accepted, .failure = {}};
  SendResult later{.outcome = SendOutcome::retry,
                   .failure = {.kind = FailureKind::temporary, .code = status, .detail = detail_of(response)},
                   .retry_after = retry_after(response)};
  if (status == 429) {
    later.failure.kind = FailureKind::rate_limited;
    return later;
  }
  if (status >= 500) {
    later.outcome = SendOutcome::in_doubt;
    return later;
  }
  if (status == 400 || status == 413)
    return refused(FailureKind::request_invalid, status, detail_of(response));
  // Also a redirect, or a page in place of "ok": nobody posts the address's contents anywhere else.
  return refused(FailureKind::configuration, status, detail_of(response));
}

}  // namespace smarthandoff::messenger::slack
