#include <smarthandoff/telephony/twilio/signature.hpp>

#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>

#include "base/digest.hpp"
#include "telephony/twilio/hmac_sha1.hpp"
#include "telephony/twilio/url.hpp"

namespace smarthandoff::twilio {
namespace {

constexpr std::size_t kMaxUrl = 8192;
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

using Base64 = std::array<char, 29>;  // 20 bytes, and what OpenSSL puts behind them

void encode(const HmacSha1::Digest& digest, Base64& text) {
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), digest.data(),
                  static_cast<int>(digest.size()));
}

void check_url(std::string_view url) {
  if (url.size() > kMaxUrl) throw invalid_field("url", "must have at most 8192 bytes");
}

bool is_form(std::string_view content_type) {
  if (content_type == kFormType) return true;
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  while (type.starts_with(' ') || type.starts_with('\t')) type.remove_prefix(1);
  return type.size() == kFormType.size() && lower_case(type) == kFormType;
}

}  // namespace

struct Signer::Keyed {
  explicit Keyed(const Secret& token) : hmac(token.reveal()) {}

  bool fits(std::string_view signature, std::string_view url, std::string_view text) {
    Base64 expected{};
    encode(hmac.of(url, text), expected);
    return digest::equal_in_constant_time(signature, {expected.data(), expected.size() - 1});
  }

  bool fits_any(std::string_view signature, std::string_view url, std::string_view text);
  bool fits_host(std::string_view signature, const UrlParts& parts, std::string_view before,
                 std::string_view text);

  HmacSha1 hmac;
  std::string candidate;
};

// `before` is the scheme, perhaps a user, and the host in the case to try.
bool Signer::Keyed::fits_host(std::string_view signature, const UrlParts& parts, std::string_view before,
                              std::string_view text) {
  const std::string_view port = parts.port.empty() ? default_port(parts.scheme) : parts.port;
  const bool socket = parts.scheme.starts_with('w') || parts.scheme.starts_with('W');
  const bool slash = parts.rest.empty() || (socket && !parts.rest.ends_with('/'));
  for (const std::string_view tried_port : {std::string_view(), port}) {
    candidate.assign(before).append(tried_port).append(parts.rest);
    if (fits(signature, candidate, text)) return true;
    if (!slash) continue;
    candidate += '/';
    if (fits(signature, candidate, text)) return true;
  }
  return false;
}

bool Signer::Keyed::fits_any(std::string_view signature, std::string_view url, std::string_view text) {
  const UrlParts parts = split_url(url);
  // As it nearly always is: no port, no fragment, nothing to put in order.
  if (parts.port.empty() && fits(signature, without_fragment(url), text)) return true;
  if (parts.scheme.empty()) return false;
  const std::string user(parts.userinfo);
  const std::string received = std::string(parts.scheme) + "://" + user + std::string(parts.host);
  if (fits_host(signature, parts, received, text)) return true;
  const std::string lower = lower_case(std::string(parts.scheme) + "://") + user + lower_case(parts.host);
  return lower != received && fits_host(signature, parts, lower, text);
}

Signer::Signer(const Secret& token) {
  if (token.empty()) throw invalid_field("token", "must not be empty");
  keyed_ = std::make_unique<Keyed>(token);
}
Signer::~Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;

std::string Signer::sign(std::string_view url, const FormParams& params) {
  check_url(url);
  const UrlParts parts = split_url(url);
  if (default_port(parts.scheme).empty() || parts.host.empty())
    throw invalid_field("url", "must be a whole URL with http, https, ws or wss");
  auto pairs = params.pairs;
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::string text;
  for (const auto& [name, value] : pairs) text.append(name).append(value);
  Base64 signature{};
  encode(keyed_->hmac.of(without_fragment(url), text), signature);
  return {signature.data(), signature.size() - 1};
}

bool Signer::fits(std::string_view signature, std::string_view url, std::string_view body,
                  std::string_view content_type, Form& form) {
  check_url(url);
  if (body.size() > kMaxBody) throw invalid_field("body", "must have at most 4 MB");
  const bool form_body = is_form(content_type);
  form.parse(form_body ? body : std::string_view());
  if (form_body && keyed_->fits_any(signature, url, form.signed_text())) return true;
  const std::string_view hash = query_value(url, "bodySHA256");
  if (hash.empty()) return !form_body && body.empty() && keyed_->fits_any(signature, url, {});
  return keyed_->fits_any(signature, url, {}) &&
         digest::equal_in_constant_time(lower_case(hash), digest::to_hex(digest::sha256(body)));
}

std::string sign(const Sign& request) {
  return Signer(request.token).sign(request.url, request.params);
}

bool validate(const Validate& request) {
  if (request.token.empty()) return false;
  Form form;
  return Signer(request.token)
      .fits(request.signature, request.url, request.body.bytes, request.content_type, form);
}

}  // namespace smarthandoff::twilio
