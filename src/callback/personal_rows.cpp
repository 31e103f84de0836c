#include "callback/personal_rows.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;

// Rare and thorough: every callback of the tenant is looked at, also the closed ones, which no index names.
constexpr std::string_view kOfAddress =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND (number = ?2 OR person_key = ?3)";
constexpr std::string_view kOfContact =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND (contact_id = ?2 OR person_key = ?3)";
constexpr std::string_view kForget = R"sql(
UPDATE callbacks SET number = '', contact_id = '', contact_name = '', person_key = '', reason = '',
  end_reason = CASE WHEN status = 'canceled' THEN 'erased' ELSE end_reason END
WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kForgetTickets = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND (contact_number = ?2 OR contact_caller = ?2))sql";
constexpr std::string_view kForgetTicketOf = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND id = (SELECT ticket_id FROM callbacks WHERE tenant = ?1 AND id = ?2))sql";

std::vector<CallbackId> ids(const Context& context, std::string_view sql, const std::string& value,
                            const std::string& key) {
  std::vector<CallbackId> found;
  context.transaction().query(sql, {context.tenant(), value, key},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

}  // namespace

std::vector<CallbackId> of_address(const Context& context, const std::string& address) {
  return ids(context, kOfAddress, address, "phone:" + address);
}

std::vector<CallbackId> of_contact(const Context& context, const std::string& contact_id) {
  return ids(context, kOfContact, contact_id, "contact:" + contact_id);
}

void forget(Context& context, const CallbackId& id) {
  context.transaction().execute(kForget, {context.tenant(), id});
}

std::int64_t forget_tickets(Context& context, const std::string& address) {
  return context.transaction().execute(kForgetTickets, {context.tenant(), address});
}

void forget_ticket_of(Context& context, const CallbackId& id) {
  context.transaction().execute(kForgetTicketOf, {context.tenant(), id});
}

std::vector<std::string_view> personal_statements() {
  return {kOfAddress, kOfContact, kForget, kForgetTickets, kForgetTicketOf};
}

}  // namespace smarthandoff::callbacks::rows
