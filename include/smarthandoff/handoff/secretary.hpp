#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// The assistants' profiles: operations `secretaries.create`, `.update`, `.delete`, `.get`, `.list`.
// docs/destinations.md.
namespace smarthandoff::secretaries {

struct Secretary {
  SecretaryId id;
  std::string name;                      // at most 100 characters
  std::string pbx_domain;                // whose extensions are rung; empty: the PBX's own
  std::string language;                  // pt-BR or en-US; empty: the tenant's
  std::string voice;                     // the speech engine's name of it; at most 100 characters
  std::string greeting;                  // at most 1000 characters
  DestinationId default_destination_id;  // for "alguém"; empty: the tenant's
  std::string opening_hours;             // as in the tenant's profile; empty: the tenant's
  std::optional<bool> blind_transfer;    // absent: the tenant's
  std::string assistant_extension;       // where a caller goes back to; empty: the handoff says it
  std::string assistant_context = "default";
  bool dialogue_enabled = true;  // false: a failed transfer goes straight to the fallback action
  bool enabled = true;
  Instant created_at;
  Instant updated_at;

  bool operator==(const Secretary&) const = default;
};

// Members as in Secretary.
struct CreateSecretary {
  std::string name, pbx_domain, language, voice, greeting;
  DestinationId default_destination_id;
  std::string opening_hours;
  std::optional<bool> blind_transfer;
  std::string assistant_extension;
  std::string assistant_context = "default";
  bool dialogue_enabled = true;
  bool enabled = true;
};

// Replaces the given members; the others stay.
struct UpdateSecretary {
  SecretaryId secretary_id;
  std::optional<std::string> name, pbx_domain, language, voice, greeting;
  std::optional<DestinationId> default_destination_id;
  std::optional<std::string> opening_hours;
  std::optional<bool> blind_transfer;
  std::optional<std::string> assistant_extension, assistant_context;
  std::optional<bool> dialogue_enabled, enabled;
};

struct DeleteSecretary {
  SecretaryId secretary_id;
};
struct DeletedSecretary {
  SecretaryId secretary_id;
};
struct GetSecretary {
  SecretaryId secretary_id;
};
struct ListSecretaries {
  std::optional<bool> enabled;
  std::int64_t limit = 100;  // 1-1000
  SecretaryId after;         // the last id of the page before; empty: from the start
};
struct SecretaryList {
  std::vector<Secretary> secretaries;  // in the order they were created
};

// Throws invalid_argument naming the field; not_found for an unknown default destination.
Secretary create(Context& context, const CreateSecretary& request);

// The same, and not_found.
Secretary update(Context& context, const UpdateSecretary& request);

// Throws not_found; failed_precondition while destinations belong to it.
DeletedSecretary delete_(Context& context, const DeleteSecretary& request);

// Throws not_found.
Secretary get(const Context& context, const GetSecretary& request);

SecretaryList list(const Context& context, const ListSecretaries& request);

// Not an operation: the secretary, or nothing where it was deleted or never existed.
std::optional<Secretary> find(const Context& context, const SecretaryId& id);

const Type& describe(const Secretary*);
const Type& describe(const CreateSecretary*);
const Type& describe(const UpdateSecretary*);
const Type& describe(const DeleteSecretary*);
const Type& describe(const DeletedSecretary*);
const Type& describe(const GetSecretary*);
const Type& describe(const ListSecretaries*);
const Type& describe(const SecretaryList*);

}  // namespace smarthandoff::secretaries
