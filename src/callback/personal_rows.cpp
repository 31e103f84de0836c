#include "callback/personal_rows.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;

// Each by its own index: PostgreSQL's sessions do not join two for an OR.
constexpr std::string_view kClosedOfNumber =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND number = ?2 AND number <> '' AND NOT open";
constexpr std::string_view kClosedOfPerson =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND person_key = ?2 AND person_key <> '' AND NOT open";
constexpr std::string_view kForget = R"sql(
UPDATE callbacks SET number = '', contact_id = '', contact_name = '', person_key = '', reason = '',
  end_reason = CASE WHEN status = 'canceled' AND end_reason NOT IN ('customer', 'served', 'opted_out')
    THEN 'erased' ELSE end_reason END
WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kForgetTicketsOfNumber = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND contact_number = ?2)sql";
constexpr std::string_view kForgetTicketsOfCaller = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND contact_caller = ?2 AND contact_caller <> '')sql";
constexpr std::string_view kForgetTicketOf = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND id = (SELECT ticket_id FROM callbacks WHERE tenant = ?1 AND id = ?2))sql";

// Rows are looked at in the order of their ids, a page at a time, whatever becomes of them.
constexpr std::string_view kOldCallbacks = R"sql(
SELECT id, requested_at, CASE WHEN ended_at < ?4 AND person_key <> '' THEN 1 ELSE 0 END
FROM callbacks WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql";
constexpr std::string_view kOldTickets = R"sql(
SELECT id, created_at, CASE WHEN updated_at < ?4 AND status <> 'pending' AND (contact_caller <> ''
  OR contact_name <> '' OR contact_number IS NOT NULL OR transcript <> '[]' OR summary <> '' OR reason <> ''
  OR recording IS NOT NULL) THEN 1 ELSE 0 END
FROM tickets WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql";
constexpr std::string_view kForgetTicket = R"sql(
UPDATE tickets SET contact_name = '', contact_number = NULL, contact_caller = '', transcript = '[]', summary = '',
  reason = '', recording = NULL
WHERE tenant = ?1 AND id = ?2)sql";

OldRows old_rows(const Context& context, std::string_view sql, const contact::ExpiryPage& page) {
  OldRows found;
  std::int64_t seen = 0;
  bool younger = false;
  context.transaction().query(sql, {context.tenant(), page.after, page.limit, page.before},
                              [&](const Row& row) {
                                ++seen;
                                found.last = row.string(0);
                                younger = row.instant(1) >= page.before;
                                if (row.integer(2) == 1) found.ids.push_back(row.string(0));
                              });
  if (seen < page.limit || younger) found.last.clear();
  return found;
}

void add(std::vector<CallbackId>& found, const Context& context, std::string_view sql,
         const std::string& whose) {
  context.transaction().query(sql, {context.tenant(), whose},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
}

}  // namespace

std::vector<CallbackId> closed_of_number(const Context& context, const std::string& e164) {
  std::vector<CallbackId> found;
  add(found, context, kClosedOfNumber, e164);
  add(found, context, kClosedOfPerson, "phone:" + e164);
  return found;
}

std::vector<CallbackId> closed_of_contact(const Context& context, const std::string& contact_id) {
  std::vector<CallbackId> found;
  add(found, context, kClosedOfPerson, "contact:" + contact_id);
  return found;
}

void forget(Context& context, const CallbackId& id) {
  context.transaction().execute(kForget, {context.tenant(), id});
}

std::int64_t forget_tickets(Context& context, const std::string& address) {
  storage::Transaction& transaction = context.transaction();
  return transaction.execute(kForgetTicketsOfNumber, {context.tenant(), address}) +
         transaction.execute(kForgetTicketsOfCaller, {context.tenant(), address});
}

void forget_ticket_of(Context& context, const CallbackId& id) {
  context.transaction().execute(kForgetTicketOf, {context.tenant(), id});
}

OldRows old_callbacks(const Context& context, const contact::ExpiryPage& page) {
  return old_rows(context, kOldCallbacks, page);
}

OldRows old_tickets(const Context& context, const contact::ExpiryPage& page) {
  return old_rows(context, kOldTickets, page);
}

void forget_ticket(Context& context, const std::string& id) {
  context.transaction().execute(kForgetTicket, {context.tenant(), id});
}

std::vector<std::string_view> personal_statements() {
  return {kOldCallbacks,   kOldTickets, kForgetTicket,          kClosedOfNumber,
          kClosedOfPerson, kForget,     kForgetTicketsOfNumber, kForgetTicketsOfCaller,
          kForgetTicketOf};
}

}  // namespace smarthandoff::callbacks::rows
