#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>

#include <smarthandoff/http/client.hpp>

namespace smarthandoff::http {

// One request on its way: the curl handle with everything that it points to. Used by the client's thread.
class Transfer {
 public:
  Transfer(Request request, Callback done, const ClientOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }

  // Tells how it ended.
  void finish(CURLcode code);
  void fail(const Error& error, bool maybe_sent);
  // True once a byte of the request was written to a connection.
  bool maybe_sent() const;

 private:
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* data, std::size_t size, std::size_t count, void* self);

  void configure(const ClientOptions& options);
  void configure_body();
  void configure_source(const BodySource& source);
  void configure_signature(const AwsKey& key);
  bool take_body(std::string_view piece);
  std::size_t read_body(char* into, std::size_t room);
  void add_headers();
  bool add_header(std::string_view line);
  Outcome outcome(CURLcode code) const;

  Request request_;
  Callback done_;
  const std::size_t max_header_bytes_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> lines_;
  Response response_;
  std::size_t header_bytes_ = 0;
  std::size_t read_ = 0;  // of the request's body
  bool too_long_ = false;
  bool enough_ = false;  // the sink wants no more
};

// Throws invalid_argument for what could become another request: control characters, another scheme.
void check(const Request& request);

}  // namespace smarthandoff::http
