#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/database.hpp>

#include "callback/callback_lifecycle.hpp"

// The SQL of callbacks, and nothing else. Transcript and summary are their tickets'.
namespace smarthandoff::callbacks::rows {

// Whom the one open callback is kept for.
struct Keys {
  std::string destination;
  std::string person;
  std::string extension{};    // a wish for it alone joins that of a destination, and the other way round
  bool by_extension = false;  // no destination was named
};

// A callback with what only we know of it. The machine's members win when it is stored.
struct Record {
  Callback callback;
  lifecycle::State machine;
  bool by_customer = false;  // it was the customer who canceled it
  bool has_recording = false;
  std::int64_t timer = 0;  // counts its timers; an older one is late
  bool timer_runs = false;
};

// Takes over what the machine says of the callback.
void apply(Record& record);

// Whose turn it is, as lists and announcements look for it: the extension, or "#" and the department.
std::string turn_of(const Callback& callback);
std::string turn_of_department(std::string_view department);

std::optional<Record> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const CallbackId& id);

// The open callback of the person for the destination, else the oldest open one of that number.
std::optional<Record> find_open(const storage::Transaction& transaction, const TenantId& tenant,
                                const Keys& keys, const PhoneNumber& number);

// What an agent sees: the callbacks of an extension, or served there, and those of a department. Without both
// none.
struct Sight {
  std::string extension;
  std::string department;  // folded
};

// In the order of announcements; after `cursor` if there is one, in `sight` if it is limited.
std::vector<Callback> list(const Context& context, const ListCallbacks& filter,
                           const std::optional<Callback>& cursor, const std::optional<Sight>& sight);

void insert(storage::Transaction& transaction, const TenantId& tenant, const Record& record,
            const Keys& keys);

// Writes everything anew but the keys.
void update(storage::Transaction& transaction, const TenantId& tenant, const Record& record);

// Whose turn it is of those that are looked at: one's own extension, the department's, or both; without
// either all are. Callbacks that the extension dismissed are left out.
struct Turns {
  std::string extension;                 // empty: none
  std::vector<std::string> departments;  // at most 2 count
  bool all = false;
};
// Open ones, in the order of announcements.
std::vector<Record> of_turns(const storage::Transaction& transaction, const TenantId& tenant,
                             const Turns& turns, std::int64_t limit);
// The same that wait for somebody to be free.
std::vector<Record> waiting(const storage::Transaction& transaction, const TenantId& tenant,
                            const Turns& turns, std::int64_t limit);
// The same whose alerts were all ignored.
std::vector<Record> spent(const storage::Transaction& transaction, const TenantId& tenant, const Turns& turns,
                          std::int64_t limit);
// How many of them are due: those an agent should look at.
std::int64_t count_due(const storage::Transaction& transaction, const TenantId& tenant, const Turns& turns,
                       Instant now);

// Open ones to a number or asked for from it, newest first.
std::vector<CallbackId> open_of_number(const storage::Transaction& transaction, const TenantId& tenant,
                                       std::string_view e164);
std::vector<CallbackId> open_of_contact(const storage::Transaction& transaction, const TenantId& tenant,
                                        std::string_view contact_id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::callbacks::rows
