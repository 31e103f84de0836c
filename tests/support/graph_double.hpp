#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/loopback_http.hpp"

// A double of graph.facebook.com on the level of its protocol: it checks path, credentials and body as
// strictly as the real one says it does, and misbehaves when told to.
namespace graph_double {

using Json = nlohmann::json;

class Graph {
 public:
  Graph() : server_([this](const loopback::Request& request) { return answer(request); }) {}

  std::string url() const { return server_.url(); }
  const loopback::Server& server() const { return server_; }

  // What it says to the next requests, one each, instead of doing its work.
  void next(loopback::Reply reply) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
  }
  static loopback::Reply error(int status, int code, const std::string& details) {
    const Json body = {{"error",
                        {{"message", "(#" + std::to_string(code) + ") x"},
                         {"type", "OAuthException"},
                         {"code", code},
                         {"error_data", {{"messaging_product", "whatsapp"}, {"details", details}}},
                         {"fbtrace_id", "A"}}}};
    return {.status = status, .body = body.dump()};
  }

  // The bodies of the messages that it took (also those whose answer was lost), in order.
  std::vector<Json> taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  // What was wrong with requests so far; a test wants none.
  std::vector<std::string> complaints() const {
    const std::lock_guard lock(mutex_);
    return complaints_;
  }

  std::string token = "EAAtoken", phone_number_id = "109876543210987", waba_id = "223344556677889";
  std::vector<Json> template_pages = {Json::array()};

 private:
  loopback::Reply answer(const loopback::Request& request);
  loopback::Reply refuse(int status, int code, const std::string& details);
  loopback::Reply take_message(const Json& body);
  loopback::Reply list_templates(const std::string& query);
  static std::string problem(const Json& body);

  mutable std::mutex mutex_;  // guards what follows but the server
  std::vector<loopback::Reply> replies_;
  std::vector<Json> taken_;
  std::vector<std::string> complaints_;
  int wamid_ = 0;
  loopback::Server server_;
};

}  // namespace graph_double
