#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::http {
class Client;
}

// WhatsApp by Meta's Cloud API (docs/messaging.md).
namespace smarthandoff::messenger {

// One business number.
struct WhatsAppOptions {
  Secret access_token;
  std::string phone_number_id;  // digits: whose messages are sent
  std::string waba_id;          // digits: the business account, for templates; may be empty
  std::string api_version = "v23.0";
  std::string base_url = "https://graph.facebook.com";  // http only to a loopback address (tests)
  std::int64_t rate_per_second = 80;                    // 1-1000 messages of the number
  Milliseconds max_wait{1'000};  // longest hold for the rate; beyond, the answer is `retry`
  Milliseconds timeout{10'000};  // for an answer; late is `in_doubt`
  Milliseconds connect_timeout{5'000};
  Milliseconds stop_grace{2'000};  // how long stop() waits for answers
};

// The adapter of one number, on a shared HTTP client (none: one of its own, stopped with it). Throws
// invalid_argument naming the option.
std::shared_ptr<Messenger> make_whatsapp(WhatsAppOptions options, std::shared_ptr<http::Client> client = {});

// --- The webhook, as pure functions ---

// What one change of a webhook is about, and what it says, in the order it came.
using WebhookItem = std::variant<Inbound, StatusChange, TemplateState, Preference, Notice>;
struct WebhookChange {
  std::string waba_id;          // of the business account
  std::string phone_number_id;  // of the number; empty for what concerns the whole account
  std::vector<WebhookItem> items;
};

// Reads a webhook's body. Unknown types and members are kept or passed over, never refused. Throws
// invalid_argument for what is no JSON object of at most 4 MB and 64 levels.
std::vector<WebhookChange> parse_whatsapp_webhook(std::string_view body);

// True if `header` (X-Hub-Signature-256: "sha256=" and 64 hex digits) is the signature of the raw body under
// the app's secret; compared in constant time. An empty secret fits nothing.
bool whatsapp_signature_fits(std::string_view body, std::string_view header, const Secret& app_secret);

}  // namespace smarthandoff::messenger

namespace smarthandoff {
using messenger::WhatsAppOptions;
}  // namespace smarthandoff
