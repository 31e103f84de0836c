#include "http/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace smarthandoff::http {
namespace {

constexpr std::size_t kMaxUrl = 8192;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (is_control(text.back()) || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

void check(const Request& request) {
  const std::string& url = request.url;
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  if (!web || url.size() > kMaxUrl || std::any_of(url.begin(), url.end(), is_control) ||
      url.find(' ') != std::string::npos)
    throw invalid_field("url", "must be an http or https address of at most 8192 bytes");
  if (request.method.empty() ||
      !std::all_of(request.method.begin(), request.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    throw invalid_field("method", "must be upper case letters");
  for (const Header& header : request.headers) {
    const bool name = !header.name.empty() && std::all_of(header.name.begin(), header.name.end(), is_token);
    if (!name || std::any_of(header.value.begin(), header.value.end(), is_control))
      throw invalid_field("headers", "must be names of letters, digits and '-' with values of one line");
  }
  if (request.timeout.count() < 1 || request.connect_timeout.count() < 1)
    throw invalid_field("timeout", "must be at least 1 ms");
}

std::string Response::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return same_name(header.name, name); });
  return found == headers.end() ? std::string() : found->value;
}

Transfer::Transfer(Request request, Callback done, const ClientOptions& options)
    : request_(std::move(request)),
      done_(std::move(done)),
      max_header_bytes_(options.max_header_bytes),
      handle_(curl_easy_init(), curl_easy_cleanup),
      lines_(nullptr, curl_slist_free_all) {
  if (!handle_) throw Error(ErrorCode::internal, "no memory for a request");
  configure(options);
  configure_body();
  if (request_.sign) configure_signature(*request_.sign);
  add_headers();
}

void Transfer::configure(const ClientOptions& options) {
  CURL* curl = handle();
  curl_easy_setopt(curl, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PRIVATE, this);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // not those of the environment
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(request_.connect_timeout, request_.timeout).count()));
  if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
}

// curl repeats a request by itself when a kept connection dies without an answer. It cannot rewind what it
// reads through a function, so that a body which was sent is never sent twice.
void Transfer::configure_body() {
  CURL* curl = handle();
  if (request_.source) return configure_source(*request_.source);
  if (request_.method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    return;
  }
  const bool without = request_.body.empty() && (request_.method == "GET" || request_.sign);
  if (without) {
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    if (request_.method != "GET") curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    return;
  }
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Transfer::on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, this);
}

void Transfer::configure_source(const BodySource& source) {
  CURL* curl = handle();
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(source.size));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Transfer::on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, this);
}

void Transfer::configure_signature(const AwsKey& key) {
  CURL* curl = handle();
  const std::string provider = "aws:amz:" + key.region + ":" + key.service;
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, provider.c_str());
  curl_easy_setopt(curl, CURLOPT_USERNAME, key.key_id.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, key.secret.reveal().c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
}

void Transfer::add_headers() {
  const auto append = [this](const std::string& line) {
    curl_slist* longer = curl_slist_append(lines_.get(), line.c_str());
    if (longer == nullptr) throw Error(ErrorCode::internal, "no memory for a request");
    (void)lines_.release();
    lines_.reset(longer);
  };
  // No waiting for "100 Continue", but where curl signs, it signs this line too, which it does not send: what
  // is uploaded then waits up to a second for the service's leave.
  if (!request_.sign) append("Expect:");
  for (const Header& header : request_.headers)
    append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  curl_easy_setopt(handle(), CURLOPT_HTTPHEADER, lines_.get());
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<Transfer*>(self)->take_body({data, bytes}) ? bytes : 0;
}

bool Transfer::take_body(std::string_view piece) {
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  if (request_.sink && status >= 200 && status < 300) {
    response_.status = status;
    enough_ = !request_.sink(response_, piece);
    return !enough_;
  }
  too_long_ = response_.body.size() + piece.size() > request_.max_response_bytes;
  if (!too_long_) response_.body.append(piece);
  return !too_long_;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<Transfer*>(self)->add_header({data, bytes}) ? bytes : 0;
}

bool Transfer::add_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > max_header_bytes_) {
    too_long_ = true;
    return false;
  }
  if (line.starts_with("HTTP/")) response_.headers.clear();  // an interim answer came before
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && !line.starts_with("HTTP/"))
    response_.headers.push_back(
        {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  return true;
}

std::size_t Transfer::on_read(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->read_body(data, size * count);
}

std::size_t Transfer::read_body(char* into, std::size_t room) {
  std::size_t bytes = 0;
  if (request_.source) {
    bytes = request_.source->read(into, room);
    if (bytes == 0 && read_ < request_.source->size) return CURL_READFUNC_ABORT;
  } else {
    bytes = std::min(room, request_.body.size() - read_);
    std::memcpy(into, request_.body.data() + read_, bytes);
  }
  read_ += bytes;
  return bytes;
}

bool Transfer::maybe_sent() const {
  long bytes = 0;
  curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &bytes);
  return bytes > 0 || read_ > 0;
}

Outcome Transfer::outcome(CURLcode code) const {
  Outcome outcome;
  outcome.maybe_sent = maybe_sent();
  if (too_long_)
    outcome.failure = Error(ErrorCode::corrupt, "the answer is longer than allowed");
  else if (code == CURLE_OPERATION_TIMEDOUT)
    outcome.failure = Error(ErrorCode::timeout, outcome.maybe_sent ? "no answer within the time given"
                                                                   : "no connection within the time given");
  else
    outcome.failure = Error(ErrorCode::unavailable, curl_easy_strerror(code));
  return outcome;
}

void Transfer::finish(CURLcode code) {
  if (code != CURLE_OK && !enough_) return done_(outcome(code));
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = status;
  done_({.response = std::move(response_), .failure = {}, .maybe_sent = true});
}

void Transfer::fail(const Error& error, bool maybe_sent) {
  done_({.response = {}, .failure = error, .maybe_sent = maybe_sent});
}

}  // namespace smarthandoff::http
