#include <variant>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>

#include "base/digest.hpp"
#include "base/field_check.hpp"
#include "fuzz/targets.hpp"

namespace fuzz {
namespace {

using namespace smarthandoff;
using namespace smarthandoff::messenger;

void check_text(const std::string& text, std::size_t most, const char* name) {
  require(field::characters(text) <= most, std::string(name) + " is within its limit");
  try {
    field::check_paragraph(name, text, most);
  } catch (const Error& error) {
    throw Violation(std::string("what a peer sent can be stored: ") + error.what());
  }
}

void check_instant(Instant at) {
  require(parse_rfc3339(to_rfc3339(at)) == at, "an instant of a peer can be written and read");
}

void check_raw(const std::string& raw, std::size_t most) {
  require(raw.size() <= most, "what is kept as it came is within its limit");
  require(raw.empty() || nlohmann::json::accept(raw), "what is kept as it came is JSON");
}

void check_item(const Inbound& inbound) {
  require(!inbound.peer_id.empty(), "every message has an id, to tell repetitions");
  check_text(inbound.peer_id, 512, "peer_id");
  check_text(inbound.from, 128, "from");
  check_text(inbound.from_user_id, 128, "from_user_id");
  check_text(inbound.profile_name, 200, "profile_name");
  check_text(inbound.type, 64, "type");
  check_text(inbound.text, 4096, "text");
  check_text(inbound.choice_id, 512, "choice_id");
  check_text(inbound.answers, 512, "answers");
  check_text(inbound.media.id, 512, "media.id");
  check_text(inbound.media.filename, 255, "media.filename");
  check_instant(inbound.at);
  check_raw(inbound.raw, 64U << 10U);
}

void check_item(const StatusChange& change) {
  check_text(change.peer_id, 512, "peer_id");
  check_text(change.message_id.value, 64, "message_id");
  check_text(change.peer_address, 128, "peer_address");
  check_text(change.failure.detail, 4096, "failure.detail");
  check_instant(change.at);
  require((change.status == PeerStatus::failed) == (change.failure.kind != FailureKind::none),
          "a failure is told of what failed, and only of that");
}

void check_item(const TemplateState& state) {
  check_text(state.name, 512, "name");
  check_text(state.language, 20, "language");
  check_text(state.reason, 512, "reason");
}

void check_item(const Preference& preference) {
  require(!preference.from.empty() || !preference.from_user_id.empty(), "a wish is somebody's");
  check_text(preference.from, 128, "from");
  check_text(preference.from_user_id, 128, "from_user_id");
  check_instant(preference.at);
}

void check_item(const Notice& notice) {
  check_text(notice.field, 128, "field");
  check_raw(notice.raw, 16U << 10U);
}

void check_signature(std::string_view body) {
  const Secret secret("app secret");
  const std::string header = "sha256=" + digest::to_hex(digest::hmac_sha256(secret.reveal(), body));
  require(whatsapp_signature_fits(body, header, secret), "the signature of a body fits it");
  require(!whatsapp_signature_fits(std::string(body) + " ", header, secret), "and no other body");
  whatsapp_signature_fits("body", body, secret);
}

}  // namespace

void whatsapp(std::string_view input) {
  check_signature(input);
  try {
    const auto changes = parse_whatsapp_webhook(input);
    for (const WebhookChange& change : changes) {
      check_text(change.waba_id, 64, "waba_id");
      check_text(change.phone_number_id, 64, "phone_number_id");
      for (const WebhookItem& item : change.items)
        std::visit([](const auto& value) { check_item(value); }, item);
    }
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_argument, "a body that cannot be read is an invalid argument");
  }
}

}  // namespace fuzz
