#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/storage/context.hpp>

// The SQL of finding and forgetting a person's callbacks and tickets, and nothing else.
namespace smarthandoff::callbacks::rows {

// By one number or one id of the person, unless they are open: see callback_rows.hpp. Some may be named
// twice.
std::vector<CallbackId> closed_of_number(const Context& context, const std::string& e164);
std::vector<CallbackId> closed_of_contact(const Context& context, const std::string& contact_id);

// Takes out what tells of the person; ids, times and results stay.
void forget(Context& context, const CallbackId& id);

// The same of tickets, by what the caller was known as; answers how many there were.
std::int64_t forget_tickets(Context& context, const std::string& address);
void forget_ticket_of(Context& context, const CallbackId& id);

// The closed callbacks of a page that ended before its instant and still tell of somebody, and where it ends.
struct OldRows {
  std::vector<std::string> ids;
  std::string last;  // empty: there are no more
};
OldRows old_callbacks(const Context& context, const contact::ExpiryPage& page);
OldRows old_tickets(const Context& context, const contact::ExpiryPage& page);
void forget_ticket(Context& context, const std::string& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> personal_statements();

}  // namespace smarthandoff::callbacks::rows
