#include <smarthandoff/telephony/twilio/access_token.hpp>

#include <algorithm>

#include <nlohmann/json.hpp>
#include <smarthandoff/base/error.hpp>

#include "base/digest.hpp"
#include "base/field_check.hpp"

namespace smarthandoff::twilio {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMaxTtl = 86'400;
constexpr std::int64_t kLatest = 253'402'300'799;  // the end of the year 9999
constexpr std::size_t kMaxParams = 50;

void check_sid(std::string_view field, std::string_view sid, std::string_view prefix) {
  const bool fits = sid.size() == prefix.size() + 32 && sid.starts_with(prefix) &&
                    sid.find_first_not_of("0123456789abcdefABCDEF", prefix.size()) == std::string_view::npos;
  if (!fits) throw invalid_field(field, "must be " + std::string(prefix) + " and 32 hex digits");
}

std::int64_t seconds_of(std::string_view field, const UnixTime& time) {
  const std::int64_t seconds = std::chrono::floor<Seconds>(time.at).time_since_epoch().count();
  if (seconds <= 0 || seconds > kLatest) throw invalid_field(field, "must be between 1970 and 9999");
  return seconds;
}

void check_outgoing(const AccessToken& request) {
  if (request.outgoing_application_sid.empty()) {
    if (!request.outgoing_params.empty())
      throw invalid_field("outgoing_params", "must be empty without an outgoing_application_sid");
    return;
  }
  check_sid("outgoing_application_sid", request.outgoing_application_sid, "AP");
  if (request.outgoing_params.size() > kMaxParams)
    throw invalid_field("outgoing_params", "must have at most 50 entries");
  for (const auto& [name, value] : request.outgoing_params) {
    field::check_name("outgoing_params", name, 100);
    field::check_line("outgoing_params." + name, value, 1000);
  }
}

void check(const AccessToken& request) {
  check_sid("account_sid", request.account_sid, "AC");
  check_sid("key_sid", request.key_sid, "SK");
  if (request.key_secret.empty() || request.key_secret.reveal().size() > 256)
    throw invalid_field("key_secret", "must have 1 to 256 bytes");
  field::check_name("identity", request.identity, 256);
  field::check_between("ttl", request.ttl, 1, kMaxTtl);
  check_outgoing(request);
  field::check_word("region", request.region, "abcdefghijklmnopqrstuvwxyz0123456789", 16);
  if (!request.push_credential_sid.empty())
    check_sid("push_credential_sid", request.push_credential_sid, "CR");
}

Json voice_grant(const AccessToken& request) {
  Json voice = Json::object();
  if (request.incoming) voice["incoming"] = {{"allow", true}};
  if (!request.outgoing_application_sid.empty()) {
    voice["outgoing"] = {{"application_sid", request.outgoing_application_sid}};
    if (!request.outgoing_params.empty()) voice["outgoing"]["params"] = request.outgoing_params;
  }
  if (!request.push_credential_sid.empty()) voice["push_credential_sid"] = request.push_credential_sid;
  return voice;
}

std::string base64url(std::string_view bytes) {
  std::string text = digest::to_base64(bytes);
  text.resize(text.find_last_not_of('=') + 1);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace

std::string access_token(const AccessToken& request) {
  check(request);
  const std::int64_t issued = seconds_of("issued_at", request.issued_at);
  Json header = {{"alg", "HS256"}, {"typ", "JWT"}, {"cty", "twilio-fpa;v=1"}};
  if (!request.region.empty()) header["twr"] = request.region;
  Json payload = {{"jti", request.key_sid + "-" + std::to_string(issued)},
                  {"grants", {{"identity", request.identity}, {"voice", voice_grant(request)}}}};
  if (request.not_before) payload["nbf"] = seconds_of("not_before", *request.not_before);
  payload["iat"] = issued;
  payload["exp"] = issued + request.ttl;
  payload["iss"] = request.key_sid;
  payload["sub"] = request.account_sid;
  std::string token = base64url(header.dump()) + "." + base64url(payload.dump());
  return token + "." + base64url(digest::hmac_sha256(request.key_secret.reveal(), token));
}

}  // namespace smarthandoff::twilio
