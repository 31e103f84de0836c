#include "s3/errors.hpp"

#include <algorithm>
#include <array>

namespace smarthandoff::s3 {
namespace {

constexpr std::string_view kWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

struct Known {
  std::string_view code;
  ErrorCode means;
  std::string_view text;
};
constexpr std::array<Known, 21> kKnown = {{
    {"SignatureDoesNotMatch", ErrorCode::unauthorized, "the secret does not fit the key"},
    {"InvalidAccessKeyId", ErrorCode::unauthorized, "there is no such key"},
    {"AccessDenied", ErrorCode::unauthorized, "the key has no right to this"},
    {"ExpiredToken", ErrorCode::unauthorized, "the session token has expired"},
    {"InvalidToken", ErrorCode::unauthorized, "the session token is not valid"},
    {"AccountProblem", ErrorCode::unauthorized, "the account is not in order"},
    {"AllAccessDisabled", ErrorCode::unauthorized, "access to this bucket is disabled"},
    {"RequestTimeTooSkewed", ErrorCode::failed_precondition, "this machine's clock is wrong"},
    {"NoSuchBucket", ErrorCode::failed_precondition, "there is no such bucket"},
    {"InvalidBucketName", ErrorCode::failed_precondition, "this is no name of a bucket"},
    {"NoSuchKey", ErrorCode::not_found, "there is no such object"},
    {"BadDigest", ErrorCode::corrupt, "what arrived is not what was sent"},
    {"XAmzContentSHA256Mismatch", ErrorCode::corrupt, "what arrived is not what was sent"},
    {"XAmzContentChecksumMismatch", ErrorCode::corrupt, "what arrived is not what was sent"},
    {"InvalidDigest", ErrorCode::corrupt, "what arrived is not what was sent"},
    {"IncompleteBody", ErrorCode::unavailable, "not all of it arrived"},
    {"RequestTimeout", ErrorCode::unavailable, "it took too long to arrive"},
    {"OperationAborted", ErrorCode::unavailable, "something else is being done there"},
    {"SlowDown", ErrorCode::rate_limited, "too many requests"},
    {"TooManyRequests", ErrorCode::rate_limited, "too many requests"},
    {"EntityTooLarge", ErrorCode::failed_precondition, "it is too large for one request"},
}};

Error made(ErrorCode code, const std::string& text, const std::string& s3_code) {
  Error::Details details;
  if (!s3_code.empty()) details["s3_code"] = s3_code;
  return Error(code, "object storage: " + text + (s3_code.empty() ? "" : " (" + s3_code + ")"), details);
}

// Where the bucket is instead; empty where the answer does not tell.
std::string other_region(const http::Response& response, const std::string& code, const Bucket& bucket) {
  std::string region = element("<R>" + response.header("x-amz-bucket-region") + "</R>", "R");
  if (region.empty()) region = element(response.body, "Region");
  const bool moved = response.status == 301 || response.status == 307 || response.status == 400 ||
                     code == "AuthorizationHeaderMalformed";
  return moved && region != bucket.region ? region : std::string();
}

Error elsewhere(const std::string& region, const std::string& code, const Bucket& bucket) {
  Error plain = made(ErrorCode::failed_precondition,
                     "the bucket is in the region " + region + ", not " + bucket.region, code);
  Error::Details details = plain.details();
  details["region"] = region;
  details["field"] = "region";
  return Error(plain.code(), plain.what(), details);
}

ErrorCode by_status(std::int64_t status) {
  if (status == 401 || status == 403) return ErrorCode::unauthorized;
  if (status == 404) return ErrorCode::not_found;
  if (status == 429) return ErrorCode::rate_limited;
  if (status == 408 || status == 409 || status == 425 || status >= 500) return ErrorCode::unavailable;
  return ErrorCode::failed_precondition;
}

}  // namespace

std::string element(std::string_view xml, std::string_view name) {
  const std::string open = "<" + std::string(name) + ">", close = "</" + std::string(name) + ">";
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  const std::size_t text = begin + open.size(), end = xml.find(close, text);
  if (end == std::string_view::npos || end - text > 100) return {};
  const std::string_view found = xml.substr(text, end - text);
  return found.find_first_not_of(kWord) == std::string_view::npos ? std::string(found) : std::string();
}

Failure failure_of(const http::Outcome& outcome, const Bucket& bucket) {
  if (outcome.failure) return made(outcome.failure->code(), outcome.failure->what(), {});
  const http::Response& response = *outcome.response;
  if ((response.status >= 200 && response.status < 300) || response.status == 416) return std::nullopt;
  const std::string code = element(response.body, "Code");
  if (const std::string region = other_region(response, code, bucket); !region.empty())
    return elsewhere(region, code, bucket);
  const auto* const known = std::ranges::find(kKnown, std::string_view(code), &Known::code);
  if (known != kKnown.end()) return made(known->means, std::string(known->text), code);
  return made(by_status(response.status), "refused with status " + std::to_string(response.status), code);
}

}  // namespace smarthandoff::s3
