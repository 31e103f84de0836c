#include "support/s3_double.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace s3_double {
namespace {

using namespace smarthandoff;

std::string header(const loopback::Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

// The text behind `name` up to the next comma.
std::string part(const std::string& authorization, const std::string& name) {
  const std::size_t at = authorization.find(name);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size();
  return authorization.substr(begin, authorization.find(',', begin) - begin);
}

std::string decoded(const std::string& path) {
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      text += path[i];
      continue;
    }
    text += digest::from_hex(path.substr(i + 1, 2)).value_or("?");
    i += 2;
  }
  return text;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

loopback::Reply plain(int status) {
  return {.status = status, .body = "", .headers = {}};
}

}  // namespace

loopback::Reply Service::refusal(int status, const std::string& code, const std::string& more) {
  return {.status = status,
          .body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>x</Message>" + more +
                  "</Error>",
          .headers = {{"Content-Type", "application/xml"}}};
}

std::string Service::signature_of(const loopback::Request& request, const std::string& signed_headers,
                                  const std::string& scope) const {
  std::string canonical = request.method + "\n" + request.path + "\n\n";
  for (const std::string& name : split(signed_headers, ';'))
    canonical += name + ":" + header(request, name) + "\n";
  canonical += "\n" + signed_headers + "\n" + header(request, "x-amz-content-sha256");
  const std::string to_sign = "AWS4-HMAC-SHA256\n" + header(request, "x-amz-date") + "\n" + scope + "\n" +
                              digest::to_hex(digest::sha256(canonical));
  std::string key = "AWS4" + secret;
  for (const std::string& step : split(scope, '/')) key = digest::hmac_sha256(key, step);
  return digest::to_hex(digest::hmac_sha256(key, to_sign));
}

std::string Service::complaint(const loopback::Request& request) const {
  const std::string authorization = header(request, "authorization");
  const std::string credential = part(authorization, "Credential=");
  const std::string signed_headers = part(authorization, "SignedHeaders=");
  if (!authorization.starts_with("AWS4-HMAC-SHA256 ") || credential.find('/') == std::string::npos)
    return "AccessDenied";
  if (credential.substr(0, credential.find('/')) != key_id) return "InvalidAccessKeyId";
  const std::string scope = credential.substr(credential.find('/') + 1);
  const auto parts = split(scope, '/');
  if (parts.size() != 4 || parts[1] != region) return "AuthorizationHeaderMalformed";
  // All that S3 wants signed: the host, and every header of its own that is there.
  std::vector<std::string> wanted = {"host"};
  for (const auto& [name, value] : request.headers)
    if (name.starts_with("x-amz-")) wanted.push_back(name);
  const auto names = split(signed_headers, ';');
  for (const std::string& name : wanted)
    if (std::ranges::find(names, name) == names.end()) return "AccessDenied";
  for (const std::string& name : names)
    if (request.headers.count(name) == 0) return "SignatureDoesNotMatch";
  if (header(request, "x-amz-security-token") != session_token) return "InvalidToken";
  const bool fits = part(authorization, "Signature=") == signature_of(request, signed_headers, scope);
  return fits ? "" : "SignatureDoesNotMatch";
}

loopback::Reply Service::answer(const loopback::Request& request) {
  const std::lock_guard lock(mutex_);
  if (!replies_.empty()) {
    loopback::Reply reply = replies_.front();
    replies_.erase(replies_.begin());
    return reply;
  }
  const std::string code = complaint(request);
  if (code == "AuthorizationHeaderMalformed") {
    loopback::Reply reply = refusal(400, code, "<Region>" + region + "</Region>");
    reply.headers["x-amz-bucket-region"] = region;
    return reply;
  }
  if (!code.empty()) return refusal(403, code);
  const std::string root = "/" + bucket + "/";
  if (!request.path.starts_with(root)) return refusal(404, "NoSuchBucket");
  const std::string key = decoded(request.path.substr(root.size()));
  if (request.method == "PUT") return take(key, request);
  if (request.method == "GET" || request.method == "HEAD") return give(key, request);
  if (request.method != "DELETE") return refusal(405, "MethodNotAllowed");
  objects_.erase(key);
  return plain(204);
}

loopback::Reply Service::take(const std::string& key, const loopback::Request& request) {
  Stored object{.bytes = request.body, .content_type = header(request, "content-type"), .sha256 = {}};
  if (breaks && broken_before) breaks(object.bytes);
  const std::string sha256 = digest::sha256(object.bytes);
  if (header(request, "x-amz-content-sha256") != digest::to_hex(sha256))
    return refusal(400, "XAmzContentSHA256Mismatch");
  if (header(request, "x-amz-checksum-sha256") != digest::to_base64(sha256)) return refusal(400, "BadDigest");
  if (breaks && !broken_before) breaks(object.bytes);
  object.sha256 = digest::to_hex(digest::sha256(object.bytes));
  objects_[key] = std::move(object);
  return plain(200);
}

loopback::Reply Service::give(const std::string& key, const loopback::Request& request) const {
  const auto found = objects_.find(key);
  if (found == objects_.end()) return refusal(404, "NoSuchKey");
  const Stored& object = found->second;
  const auto size = static_cast<std::int64_t>(object.bytes.size());
  loopback::Reply reply{.body = object.bytes, .headers = {{"Content-Type", object.content_type}}};
  if (checksums && header(request, "x-amz-checksum-mode") == "ENABLED")
    reply.headers["x-amz-checksum-sha256"] = digest::to_base64(*digest::from_hex(object.sha256));
  const std::string range = header(request, "range");
  if (!range.starts_with("bytes=")) return reply;
  const std::size_t dash = range.find('-');
  std::int64_t first = 0, last = size - 1;
  if (dash == 6) {
    first = std::max<std::int64_t>(0, size - std::stoll(range.substr(7)));
  } else {
    first = std::stoll(range.substr(6, dash - 6));
    if (dash + 1 < range.size()) last = std::min(last, std::int64_t{std::stoll(range.substr(dash + 1))});
  }
  if (first > last) {
    loopback::Reply beyond = refusal(416, "InvalidRange");
    beyond.headers["Content-Range"] = "bytes */" + std::to_string(size);
    return beyond;
  }
  reply.status = 206;
  reply.body =
      object.bytes.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1));
  reply.headers["Content-Range"] =
      "bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(size);
  return reply;
}

}  // namespace s3_double
