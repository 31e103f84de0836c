#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/storage/context.hpp>

#include "callback/dial_lifecycle.hpp"

// The SQL of dials and their legs, and nothing else.
namespace smarthandoff::callbacks::dial::rows {

// A dial with what only we know of it.
struct Record {
  Dial dial;
  State machine;
  std::int64_t timer = 0;
  bool timer_runs = false;
};

std::optional<Record> find(const Context& context, const DialId& id);
// The one that has not ended; at most one is.
std::optional<Record> find_open(const Context& context, const CallbackId& id);
std::optional<Record> find_by_call(const Context& context, const CallbackId& id, const std::string& call);
// The newest of that call id, whatever callback it belongs to.
std::optional<Record> find_call(const Context& context, const std::string& call);
// That of the callback's last click, or of its last dial by itself.
std::optional<Record> find_newest(const Context& context, const CallbackId& id);
std::vector<Dial> list(const Context& context, const CallbackId& id);

void insert(Context& context, const Record& record);
void update(Context& context, const Record& record);

// Both legs, so that what the PBX tells of them is found.
void insert_leg(Context& context, const std::string& uuid, const DialId& id);
std::optional<DialId> dial_of_leg(const Context& context, const std::string& uuid);
std::optional<TenantId> tenant_of_leg(const storage::Transaction& transaction, const std::string& uuid);

// Dials that have not ended.
std::vector<DialId> open_ones(const Context& context);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::callbacks::dial::rows
