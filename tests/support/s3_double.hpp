#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/loopback_http.hpp"

// A double of S3 on the level of its protocol, with one bucket: it makes each signature itself and refuses
// what does not fit, holds bodies to their checksums, and misbehaves when told to. Path style.
namespace s3_double {

struct Stored {
  std::string bytes, content_type, sha256;  // hex
};

class Service {
 public:
  Service() : server_([this](const loopback::Request& request) { return answer(request); }) {}

  std::string url() const { return server_.url(); }
  const loopback::Server& server() const { return server_; }

  std::map<std::string, Stored> objects() const {
    const std::lock_guard lock(mutex_);
    return objects_;
  }
  void put(const std::string& key, Stored object) {
    const std::lock_guard lock(mutex_);
    objects_[key] = std::move(object);
  }
  // What it says to the next requests, one each, instead of doing its work.
  void next(loopback::Reply reply) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
  }
  static loopback::Reply refusal(int status, const std::string& code, const std::string& more = {});

  // Set before the first request.
  std::string bucket = "recordings", region = "sa-east-1", key_id = "AKIDEXAMPLE",
              secret = "wJalr/XUtnFEMI+K7MDENG", session_token;
  bool checksums = true;  // tells x-amz-checksum-sha256 of what it has
  // Changes a body on its way in, after its checksums were looked at (a disk or proxy that breaks it), or
  // before (`broken_before`).
  std::function<void(std::string&)> breaks;
  bool broken_before = false;

 private:
  loopback::Reply answer(const loopback::Request& request);
  loopback::Reply take(const std::string& key, const loopback::Request& request);
  loopback::Reply give(const std::string& key, const loopback::Request& request) const;
  std::string complaint(const loopback::Request& request) const;  // the code of a refusal; empty: none
  std::string signature_of(const loopback::Request& request, const std::string& signed_headers,
                           const std::string& scope) const;

  mutable std::mutex mutex_;  // guards what follows but the server
  std::vector<loopback::Reply> replies_;
  std::map<std::string, Stored> objects_;
  loopback::Server server_;
};

}  // namespace s3_double
