#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/handoff/handoff.hpp>

#include "handoff/dialogue_lifecycle.hpp"
#include "handoff/handoff_lifecycle.hpp"

// The rows of handoffs: SQL, nothing else.
namespace smarthandoff::handoff::rows {

// A handoff as stored: what the host sees, and what the machines remember.
struct Record {
  Handoff handoff;  // `state` and `question` are the machines'
  lifecycle::State machine;
  dialogue::State dialogue;
  telephony::AssistantTarget assistant;
  TransferStatus status = TransferStatus::pending;  // of the last transfer
  std::string asked;                                // for whom, as said, in the last transfer
  std::string say;                                  // told last
  std::string summary;
  AttemptId attempt_id;       // the running or last one
  AttemptId deciding_id;      // whose result is the transfer's
  telephony::LegId leg;       // of the running or last attempt; empty: not rung
  std::int64_t transfer = 0;  // counts transfers
  std::int64_t timer = 0;     // counts timers: an older one that fires is late
  bool timer_runs = false;
};

std::optional<Record> find(const Context& context, const HandoffId& id);
std::optional<Record> find_by_call(const Context& context, const std::string& call_id);
// The handoff that a caller's call or a person's leg belongs to.
std::optional<Record> find_by_leg(const Context& context, const std::string& uuid);
// Throws not_found.
Record load(const Context& context, const HandoffId& id);

void insert(Context& context, const Record& record);
void update(Context& context, const Record& record);
std::vector<Handoff> list(const Context& context, const ListHandoffs& request);
std::vector<HandoffId> open_ones(const Context& context);

void insert_attempt(Context& context, const Attempt& attempt);
void set_leg(Context& context, const Record& record);
void end_attempt(Context& context, const Record& record, const lifecycle::AttemptEnd& ended);
std::optional<Attempt> find_attempt(const Context& context, const HandoffId& handoff, const AttemptId& id);
std::vector<Attempt> attempts(const Context& context, const HandoffId& handoff);

void insert_leg(Context& context, const std::string& uuid, const HandoffId& handoff);
std::vector<TenantId> tenants_of_leg(const storage::Transaction& transaction, const std::string& uuid);
// True while the call, or leg, is of a handoff of another tenant that has not ended.
bool is_open_elsewhere(Context& context, const std::string& uuid);
std::vector<TenantId> open_tenants(const storage::Transaction& transaction);

// False, and nothing done, beyond 2000 lines.
bool insert_line(Context& context, const HandoffId& handoff, const tickets::TranscriptLine& line);
std::optional<tickets::TranscriptLine> last_line(const Context& context, const HandoffId& handoff);
std::vector<tickets::TranscriptLine> lines(const Context& context, const HandoffId& handoff);

// Every statement, for the test that prepares each on each driver.
std::vector<std::string_view> statements();
std::vector<std::string_view> attempt_statements();  // part of the above

}  // namespace smarthandoff::handoff::rows
