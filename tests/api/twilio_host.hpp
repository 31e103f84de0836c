#pragma once

#include <map>
#include <string>

#include <smarthandoff/smarthandoff.hpp>

namespace twilio_host {

using namespace smarthandoff;

using Webhook = calls::VoiceAnswer (*)(Context&, const calls::VoiceWebhook&);

inline const std::string kHost = "https://hooks.example.com";

// The routes of a host, as Twilio reaches them: called in any tenant, each finds its own.
inline http::Response answer(Tenant anybody, const http::Request& request) {
  static const std::map<std::string, Webhook> routes = {{"/voice/twiml", calls::script},
                                                        {"/webhooks/call-status", calls::call_status},
                                                        {"/voice/queue-result", calls::queue_result},
                                                        {"/voice/wait-music", calls::wait_music}};
  const std::string path = request.url.substr(kHost.size());
  const auto route = routes.find(path.substr(0, path.find('?')));
  if (route == routes.end()) return {.status = 404, .headers = {}, .body = {}};
  calls::VoiceWebhook webhook{.url = request.url, .body = {request.body}};
  webhook.signature =
      http::Response{.status = 0, .headers = request.headers, .body = {}}.header("X-Twilio-Signature");
  const auto said = anybody.call(route->second, webhook);
  return {.status = said.status, .headers = {{"Content-Type", said.content_type}}, .body = said.body};
}

}  // namespace twilio_host
