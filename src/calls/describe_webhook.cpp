#include <smarthandoff/calls/voice_webhook.hpp>

namespace smarthandoff::calls {

const Type& describe(const VoiceWebhook*) {
  using T = VoiceWebhook;
  static const Immortal<Type> type =
      Description<T>("VoiceWebhook", "One request of the phone service, as it was received.")
          .required("url", &T::url, "the configured public URL with the query as it came")
          .field("signature", &T::signature, "the header X-Twilio-Signature")
          .field("body", &T::body, "raw, at most 4 MB; empty for GET")
          .field("content_type", &T::content_type, "the header")
          .field("idempotency_token", &T::idempotency_token, "the header I-Twilio-Idempotency-Token")
          .build();
  return type;
}

const Type& describe(const WebhookOutcome*) {
  static const Immortal<Type> type =
      describe_enum<WebhookOutcome>("WebhookOutcome", "What was done about a webhook.",
                                    {{WebhookOutcome::done, "done"},
                                     {WebhookOutcome::repeated, "repeated"},
                                     {WebhookOutcome::unknown, "unknown"},
                                     {WebhookOutcome::forged, "forged"},
                                     {WebhookOutcome::too_large, "too_large"}});
  return type;
}

const Type& describe(const VoiceAnswer*) {
  using T = VoiceAnswer;
  static const Immortal<Type> type = Description<T>("VoiceAnswer", "What to answer the phone service.")
                                         .field("status", &T::status, "of HTTP")
                                         .field("content_type", &T::content_type, "the header")
                                         .field("body", &T::body, "as it is")
                                         .field("outcome", &T::outcome, "what was done")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls
