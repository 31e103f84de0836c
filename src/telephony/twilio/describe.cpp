#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/telephony/twilio/access_token.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>

namespace smarthandoff::twilio {
namespace {

// What a parameter's value is outside: a text or a list of texts. Only FormParams reads it.
const Type& form_value_type() {
  static const Immortal<Type> type = Type{
      .kind = Kind::text,
      .name = "FormValue",
      .doc = "a text, or a list of texts for a name that occurs more than once",
      .create = describing::create<std::string>,
      .write = describing::text_type().write,
      .read = describing::text_type().read,
  };
  return type;
}

void read_params(const Type&, void* object, const Source& source, const std::string& path) {
  auto& pairs = static_cast<FormParams*>(object)->pairs;
  pairs.clear();
  const bool is_map = source.entries([&](const std::string& name, const Source& value) {
    const std::string at = path + "." + name;
    const bool is_list = value.elements(
        [&](const Source& element) { pairs.emplace_back(name, describing::read_text(element, at + "[]")); });
    if (is_list) return;
    auto text = value.text();
    if (!text) describing::wrong_kind(at, "a text or a list of texts", value);
    pairs.emplace_back(name, std::move(*text));
  });
  if (!is_map) describing::wrong_kind(path, "an object", source);
}

void write_params(const Type&, const void* object, Sink& sink) {
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [name, value] : static_cast<const FormParams*>(object)->pairs)
    values[name].push_back(value);
  sink.begin_map(values.size());
  for (const auto& [name, list] : values) {
    sink.key(name);
    if (list.size() == 1) {
      sink.text(list.front());
      continue;
    }
    sink.begin_list(list.size());
    for (const std::string& value : list) sink.text(value);
    sink.end_list();
  }
  sink.end_map();
}

void read_time(const Type&, void* object, const Source& source, const std::string& path) {
  Instant& at = static_cast<UnixTime*>(object)->at;
  if (const auto seconds = source.integer()) {
    constexpr std::int64_t kMost = 253'402'300'799;
    if (*seconds < 0 || *seconds > kMost) throw invalid_field(path, "must be seconds between 1970 and 9999");
    at = Instant(Seconds(*seconds));
    return;
  }
  const auto instant = source.instant();
  if (!instant) describing::wrong_kind(path, "a date and time with zone, or seconds since 1970", source);
  at = *instant;
}

}  // namespace

const Type& describe(const FormParams*) {
  static const Immortal<Type> type = Type{.kind = Kind::map,
                                          .name = "FormParams",
                                          .element = &form_value_type(),
                                          .create = describing::create<FormParams>,
                                          .write = write_params,
                                          .read = read_params};
  return type;
}

const Type& describe(const UnixTime*) {
  static const Immortal<Type> type =
      Type{.kind = Kind::instant,
           .name = "UnixTime",
           .create = describing::create<UnixTime>,
           .write = [](const Type&, const void* object,
                       Sink& sink) { sink.instant(static_cast<const UnixTime*>(object)->at); },
           .read = read_time};
  return type;
}

const Type& describe(const Sign*) {
  static const Immortal<Type> type =
      Description<Sign>("TwilioSign", "What Twilio signs: a URL, and the parameters of a form.")
          .required("token", &Sign::token, "the account's AuthToken")
          .required("url", &Sign::url, "whole, byte for byte; of JSON with its bodySHA256")
          .field("params", &Sign::params, "of a form that is posted: each a text or a list of texts")
          .build();
  return type;
}

const Type& describe(const Validate*) {
  static const Immortal<Type> type =
      Description<Validate>("TwilioValidate", "A request as it was received, and its signature.")
          .required("token", &Validate::token, "the AuthToken of the account that sent it")
          .required("signature", &Validate::signature, "the header X-Twilio-Signature")
          .required("url", &Validate::url, "the public URL, with the query as it came")
          .field("body", &Validate::body, "raw, at most 4 MB; empty for GET and WebSocket")
          .field("content_type", &Validate::content_type, "the header Content-Type")
          .build();
  return type;
}

const Type& describe(const AccessToken*) {
  static const Immortal<Type> type =
      Description<AccessToken>("TwilioAccessToken", "What the Voice SDK lets an agent ring and call with.")
          .required("account_sid", &AccessToken::account_sid, "AC and 32 hex digits")
          .required("key_sid", &AccessToken::key_sid, "SK and 32 hex digits: the API key")
          .required("key_secret", &AccessToken::key_secret, "the API key's secret")
          .required("identity", &AccessToken::identity, "whom <Client> rings, 1-256 characters")
          .required("ttl", &AccessToken::ttl, "seconds until it ends, 1-86400")
          .required("issued_at", &AccessToken::issued_at, "an instant, or seconds since 1970")
          .field("incoming", &AccessToken::incoming, "whether it may be rung")
          .field("outgoing_application_sid", &AccessToken::outgoing_application_sid,
                 "AP and 32 hex digits: through which it may call; empty: it may not")
          .field("region", &AccessToken::region, "of the API key, e.g. ie1; empty: us1")
          .field("outgoing_params", &AccessToken::outgoing_params, "given to the application at every call")
          .field("push_credential_sid", &AccessToken::push_credential_sid,
                 "CR and 32 hex digits, for ringing apps")
          .field("not_before", &AccessToken::not_before, "an instant, or seconds since 1970")
          .build();
  return type;
}

}  // namespace smarthandoff::twilio
