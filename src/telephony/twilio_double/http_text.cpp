#include "telephony/twilio_double/http_text.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio_double/text.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::size_t kMaxHead = 64U << 10U;
constexpr std::int64_t kMaxBody = 1 << 20;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 2, text.size()));
  return line;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

http::Request read_head(std::string_view head) {
  const std::string_view line = take_line(head);
  const std::size_t first = line.find(' '), second = line.rfind(' ');
  if (first == std::string_view::npos || first == second || !line.substr(second).starts_with(" HTTP/1."))
    throw invalid_field("request", "is no HTTP/1 request");
  http::Request request{.method = std::string(line.substr(0, first)),
                        .url = std::string(line.substr(first + 1, second - first - 1))};
  while (!head.empty()) {
    const std::string_view header = take_line(head);
    const std::size_t colon = header.find(':');
    if (colon == std::string_view::npos || colon == 0)
      throw invalid_field("request", "has a header that is none");
    request.headers.push_back(
        {std::string(header.substr(0, colon)), std::string(trimmed(header.substr(colon + 1)))});
  }
  return request;
}

std::string_view reason(std::int64_t status) {
  if (status == 200) return "OK";
  if (status == 201) return "Created";
  return status == 204 ? "No Content" : "Refused";
}

}  // namespace

std::optional<http::Request> take_request(std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (bytes.size() > kMaxHead) throw invalid_field("request", "has more than 64 kB of headers");
    return std::nullopt;
  }
  http::Request request = read_head(std::string_view(bytes).substr(0, end));
  const http::Response headers{.status = 0, .headers = request.headers, .body = {}};
  if (!headers.header("transfer-encoding").empty())
    throw invalid_field("request", "has a body without length");
  const std::string length = headers.header("content-length");
  const std::int64_t size = length.empty() ? 0 : to_number(length, -1);
  if (size < 0 || size > kMaxBody) throw invalid_field("request", "has a body of more than 1 MB");
  const std::size_t whole = end + 4 + static_cast<std::size_t>(size);
  if (bytes.size() < whole) return std::nullopt;
  request.body = bytes.substr(end + 4, static_cast<std::size_t>(size));
  bytes.erase(0, whole);
  return request;
}

std::string to_text(const http::Response& response) {
  std::string text =
      "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason(response.status)) + "\r\n";
  for (const http::Header& header : response.headers) text += header.name + ": " + header.value + "\r\n";
  if (response.status != 204) text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return text + "\r\n" + response.body;
}

}  // namespace smarthandoff::twilio_double
