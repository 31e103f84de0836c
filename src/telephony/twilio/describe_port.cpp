#include <smarthandoff/base/describe_containers.hpp>
#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/telephony/twilio_host.hpp>

namespace smarthandoff::twilio {

const Type& describe(const RestOptions*) {
  using Options = RestOptions;
  static const Immortal<Type> type =
      Description<Options>("TwilioAccount", "an account of Twilio and how its API is reached")
          .required("account_sid", &Options::account_sid, "AC and 32 hexadecimal digits")
          .field("auth_token", &Options::auth_token, "the account's; or key_sid and key_secret")
          .field("key_sid", &Options::key_sid, "SK and 32 hexadecimal digits")
          .field("key_secret", &Options::key_secret, "of that API key")
          .field("edge", &Options::edge, "e.g. dublin; empty: Twilio's default")
          .field("region", &Options::region, "e.g. ie1; empty: Twilio's default")
          .field("base_url", &Options::base_url, "in place of Twilio's hosts, e.g. a double's")
          .field("calls_per_second", &Options::calls_per_second, "1-1000; more wait here")
          .field("longest_wait", &Options::longest_wait, "for a place among them")
          .field("timeout", &Options::timeout, "of one request, 1-60000 ms")
          .field("connect_timeout", &Options::connect_timeout, "of it, at most, to be connected")
          .field("retries", &Options::retries, "0-10, of what may be repeated")
          .field("first_retry", &Options::first_retry, "the wait before the first; doubled for each")
          .field("longest_retry", &Options::longest_retry, "the longest wait")
          .build();
  return type;
}

}  // namespace smarthandoff::twilio

namespace smarthandoff::telephony {

const Type& describe(const TwilioOptions*) {
  using Options = TwilioOptions;
  static const Immortal<Type> type =
      Description<Options>("TwilioOptions", "how a Twilio account is used as a phone system")
          .required("account", &Options::account, "the account")
          .field("webhook_token", &Options::webhook_token, "signs webhooks; empty: the account's auth_token")
          .required("public_url", &Options::public_url, "where Twilio reaches the host, without query")
          .required("number", &Options::number, "E.164, of the account: shown when a person is rung")
          .field("extension_address", &Options::extension_address, "whom an extension rings")
          .field("domain", &Options::domain, "of extensions for which none is given")
          .field("assistant_stream", &Options::assistant_stream, "wss: address of the assistant")
          .field("music_url", &Options::music_url, "what a caller on hold hears; empty: Twilio's own")
          .field("voices", &Options::voices, "what speaks, by language")
          .field("detect_machines", &Options::detect_machines, "on legs, in the background; costs money")
          .field("answered_timeout", &Options::answered_timeout, "of a leg that nobody orders anything")
          .build();
  return type;
}

const Type& describe(const TwilioRequest*) {
  static const Immortal<Type> type =
      Description<TwilioRequest>("TwilioRequest", "a request of Twilio's to the host")
          .field("method", &TwilioRequest::method, "POST or GET")
          .required("url", &TwilioRequest::url, "as received; the path with its query is what counts")
          .required("headers", &TwilioRequest::headers, "X-Twilio-Signature among them")
          .field("body", &TwilioRequest::body, "raw")
          .build();
  return type;
}

const Type& describe(const TwilioAnswer*) {
  static const Immortal<Type> type =
      Description<TwilioAnswer>("TwilioAnswer", "what the host answers Twilio with")
          .field("status", &TwilioAnswer::status, "HTTP status")
          .field("content_type", &TwilioAnswer::content_type, "header Content-Type; empty: none")
          .field("body", &TwilioAnswer::body, "the document; may be empty")
          .build();
  return type;
}

TwilioAnswer answer(Twilio& adapter, const TwilioRequest& request) {
  http::Request made{.method = request.method, .url = request.url, .body = request.body.bytes};
  for (const auto& [name, value] : request.headers) made.headers.push_back({name, value});
  const http::Response response = adapter.webhook(made);
  return {.status = response.status, .content_type = response.header("Content-Type"), .body = response.body};
}

}  // namespace smarthandoff::telephony
