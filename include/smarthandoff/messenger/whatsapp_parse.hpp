#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/messenger/types.hpp>

// Meta's webhook without a store: whether it is genuine, and what it says. `messaging.webhook` does both and
// stores the rest.
namespace smarthandoff::whatsapp {

struct Validate {
  Secret app_secret;
  std::string signature;  // the header X-Hub-Signature-256
  Body body;              // raw
};

struct Parse {
  Body body;  // raw; at most 4 MB
};

enum class ItemKind { message, status, template_, preference, notice };

// One thing that a webhook says; the member of its kind is set.
struct Item {
  ItemKind kind = ItemKind::notice;
  std::optional<messenger::Inbound> message;
  std::optional<messenger::StatusChange> status;
  std::optional<messenger::TemplateState> template_state;
  std::optional<messenger::Preference> preference;
  std::optional<messenger::Notice> notice;
  bool operator==(const Item&) const = default;
};

struct Change {
  std::string waba_id;          // the business account
  std::string phone_number_id;  // the number; empty for what concerns the whole account
  std::vector<Item> items;      // in the order they came
  bool operator==(const Change&) const = default;
};

struct Webhook {
  std::vector<Change> changes;
  bool operator==(const Webhook&) const = default;
};

// True if the signature is that of the raw body under the app's secret; compared in constant time. An empty
// secret fits nothing.
bool validate(const Validate& request);

// What the body says. Throws invalid_argument for what is no JSON object of at most 4 MB and 64 levels.
Webhook parse(const Parse& request);

const Type& describe(const Validate*);
const Type& describe(const Parse*);
const Type& describe(const ItemKind*);
const Type& describe(const Item*);
const Type& describe(const Change*);
const Type& describe(const Webhook*);

}  // namespace smarthandoff::whatsapp

namespace smarthandoff::messenger {
const Type& describe(const Inbound*);
const Type& describe(const PeerStatus*);
const Type& describe(const StatusChange*);
const Type& describe(const Preference*);
const Type& describe(const Notice*);
}  // namespace smarthandoff::messenger
