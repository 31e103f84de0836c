#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/context.hpp>

// What the phone service calls. Each operation takes one request as the host received it, finds the tenant by
// the account in it, checks the signature with that account's token, and says what to answer: operations
// `voice.status`, `.detection`, `.recording`, `.incoming`, … docs/twilio-tasks.md has the route of each.
namespace smarthandoff::calls {

struct VoiceWebhook {
  std::string url;        // the configured public URL with the query as it came
  std::string signature;  // the header X-Twilio-Signature
  Body body;              // raw, at most 4 MB; empty for GET
  std::string content_type = "application/x-www-form-urlencoded";
  std::string idempotency_token;  // the header I-Twilio-Idempotency-Token; may be empty
};

enum class WebhookOutcome {
  done,
  repeated,   // the same token again: answered as before, nothing done
  unknown,    // an account that is nobody's here: nothing done
  forged,     // the signature does not fit, or there is no token to check it with: nothing done
  too_large,  // nothing done
};

// Answer these three; nothing else is asked of the host.
struct VoiceAnswer {
  std::int64_t status = 200;
  std::string content_type;
  std::string body;
  WebhookOutcome outcome = WebhookOutcome::done;  // to be counted and logged
};

// A call's status (also where the number's own status callback points). -> {"status":"received"}
VoiceAnswer call_status(Context& context, const VoiceWebhook& request);
// Who answered, of async detection. -> {"status":"processed"}
VoiceAnswer detection(Context& context, const VoiceWebhook& request);
// A recording is ready, or there is none. -> {"status":"received"}
VoiceAnswer recording(Context& context, const VoiceWebhook& request);

std::vector<TenantId> tenants_of(const Context& context, const VoiceWebhook& request);
void merge(VoiceAnswer& into, const VoiceAnswer& more);

const Type& describe(const VoiceWebhook*);
const Type& describe(const WebhookOutcome*);
const Type& describe(const VoiceAnswer*);

}  // namespace smarthandoff::calls
