#include <smarthandoff/messenger/whatsapp.hpp>
#include <smarthandoff/messenger/whatsapp_parse.hpp>

namespace smarthandoff::whatsapp {
namespace {

struct ToItem {
  Item operator()(messenger::Inbound& message) const {
    return {.kind = ItemKind::message, .message = std::move(message)};
  }
  Item operator()(messenger::StatusChange& status) const {
    return {.kind = ItemKind::status, .status = std::move(status)};
  }
  Item operator()(messenger::TemplateState& state) const {
    return {.kind = ItemKind::template_, .template_state = std::move(state)};
  }
  Item operator()(messenger::Preference& preference) const {
    return {.kind = ItemKind::preference, .preference = std::move(preference)};
  }
  Item operator()(messenger::Notice& notice) const {
    return {.kind = ItemKind::notice, .notice = std::move(notice)};
  }
};

}  // namespace

bool validate(const Validate& request) {
  return messenger::whatsapp_signature_fits(request.body.bytes, request.signature, request.app_secret);
}

Webhook parse(const Parse& request) {
  Webhook webhook;
  for (messenger::WebhookChange& from : messenger::parse_whatsapp_webhook(request.body.bytes)) {
    Change change{.waba_id = std::move(from.waba_id), .phone_number_id = std::move(from.phone_number_id)};
    change.items.reserve(from.items.size());
    for (messenger::WebhookItem& item : from.items) change.items.push_back(std::visit(ToItem{}, item));
    webhook.changes.push_back(std::move(change));
  }
  return webhook;
}

}  // namespace smarthandoff::whatsapp
