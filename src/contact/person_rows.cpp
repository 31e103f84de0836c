#include "contact/person_rows.hpp"

#include <smarthandoff/base/json.hpp>

namespace smarthandoff::contacts::rows {
namespace {

using storage::Row;

constexpr std::string_view kFind = R"sql(
SELECT id, name, zones, convenient_hours, tags, created_at, updated_at, erased_at FROM contacts
WHERE tenant = ?1 AND id = ?2)sql";

// Asked for by digests, or SQLite walks all of the tenant: its planner shuns the index of a table without row
// ids.
constexpr std::string_view kAddresses = R"sql(
SELECT channel, address, digest FROM contact_addresses WHERE tenant = ?1
  AND digest IN (SELECT digest FROM contact_addresses WHERE tenant = ?1 AND contact_id = ?2)
ORDER BY created_at, digest)sql";

constexpr std::string_view kOwner =
    "SELECT contact_id FROM contact_addresses WHERE tenant = ?1 AND digest = ?2";

constexpr std::string_view kTags = "SELECT tags FROM contacts WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kTagsOfAddress = R"sql(
SELECT c.tags FROM contact_addresses a JOIN contacts c ON c.tenant = a.tenant AND c.id = a.contact_id
WHERE a.tenant = ?1 AND a.digest = ?2)sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO contacts (tenant, id, name, zones, convenient_hours, tags, created_at, updated_at, erased_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, zones = excluded.zones,
  convenient_hours = excluded.convenient_hours, tags = excluded.tags, updated_at = excluded.updated_at,
  erased_at = excluded.erased_at)sql";

constexpr std::string_view kAdd = R"sql(
INSERT INTO contact_addresses (tenant, digest, contact_id, channel, address, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (tenant, digest) DO UPDATE SET channel = excluded.channel, address = excluded.address)sql";

constexpr std::string_view kRemove =
    "DELETE FROM contact_addresses WHERE tenant = ?1 AND contact_id = ?2 AND digest = ?3";

constexpr std::string_view kRemoveAll = "DELETE FROM contact_addresses WHERE tenant = ?1 AND contact_id = ?2";

}  // namespace

std::optional<Contact> find(const Transaction& transaction, const TenantId& tenant, const std::string& id) {
  std::optional<Contact> found;
  transaction.query(kFind, {tenant, id}, [&](const Row& row) {
    found = Contact{.id = {row.string(0)},
                    .name = row.string(1),
                    .zones = from_json<std::vector<std::string>>(row.text(2)),
                    .convenient_hours = row.string(3),
                    .tags = from_json<std::vector<std::string>>(row.text(4)),
                    .erased_at = row.optional_instant(7),
                    .created_at = row.instant(5),
                    .updated_at = row.instant(6)};
  });
  if (!found) return found;
  transaction.query(kAddresses, {tenant, id}, [&](const Row& row) {
    found->addresses.push_back(
        {.channel = from_wire<Channel>(row.text(0), "channel"), .address = row.string(1)});
  });
  return found;
}

std::string tags_of(const Transaction& transaction, const TenantId& tenant, const std::string& id) {
  std::string tags;
  transaction.query(kTags, {tenant, id}, [&](const Row& row) { tags = row.string(0); });
  return tags;
}

std::string tags_of_address(const Transaction& transaction, const TenantId& tenant,
                            const std::string& digest) {
  std::string tags;
  transaction.query(kTagsOfAddress, {tenant, digest}, [&](const Row& row) { tags = row.string(0); });
  return tags;
}

std::string owner_of(const Transaction& transaction, const TenantId& tenant, const std::string& digest) {
  std::string owner;
  transaction.query(kOwner, {tenant, digest}, [&](const Row& row) { owner = row.string(0); });
  return owner;
}

void save(Transaction& transaction, const TenantId& tenant, const Contact& contact) {
  transaction.execute(kSave,
                      {tenant, contact.id, contact.name, to_json(contact.zones), contact.convenient_hours,
                       to_json(contact.tags), contact.created_at, contact.updated_at, contact.erased_at});
}

void add_address(Transaction& transaction, const TenantId& tenant, const std::string& contact_id,
                 const std::string& digest, const ContactAddress& address, Instant now) {
  transaction.execute(kAdd, {tenant, digest, contact_id, wire_name(address.channel), address.address, now});
}

bool remove_address(Transaction& transaction, const TenantId& tenant, const std::string& contact_id,
                    const std::string& digest) {
  return transaction.execute(kRemove, {tenant, contact_id, digest}) > 0;
}

void remove_addresses(Transaction& transaction, const TenantId& tenant, const std::string& contact_id) {
  transaction.execute(kRemoveAll, {tenant, contact_id});
}

std::vector<std::string> digests_of(const Transaction& transaction, const TenantId& tenant,
                                    const std::string& contact_id) {
  std::vector<std::string> digests;
  transaction.query(kAddresses, {tenant, contact_id},
                    [&](const Row& row) { digests.push_back(row.string(2)); });
  return digests;
}

std::vector<std::string_view> statements() {
  return {kFind, kAddresses, kOwner, kTags, kTagsOfAddress, kSave, kAdd, kRemove, kRemoveAll};
}

}  // namespace smarthandoff::contacts::rows
