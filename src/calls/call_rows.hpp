#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/registry.hpp>

#include "calls/call_lifecycle.hpp"

// The SQL of calls and of what webhooks were answered, and nothing else.
namespace smarthandoff::calls::rows {

std::optional<CallRecord> find_call(const Context& context, const CallId& id);
std::optional<CallRecord> find_call_of(const Context& context, const std::string& sid);
std::vector<Call> list_calls(const Context& context, const ListCalls& filter);
// Those from or to a number, legs too.
std::vector<CallId> calls_of(const Context& context, const std::string& e164);
// A page in the order of ids: those that are over since then and still name somebody; the last id looked at,
// empty where there is no further page.
struct OldCalls {
  std::vector<CallId> ids;
  std::string last;
};
OldCalls old_calls(const Context& context, const contact::ExpiryPage& page);
void save_call(Context& context, const CallRecord& record);

// Calls without legs that began in [from, to), by quarters of an hour (each zone's days begin at one).
struct Quarter {
  Instant begins;
  std::int64_t total = 0, answered = 0, unanswered = 0;
  std::int64_t seconds = 0, spoken = 0;  // of the answered ones that are over, and how many those are
};
std::vector<Quarter> count_calls(const Context& context, Instant from, Instant to,
                                 const GetCallMetrics& filter);

// A webhook's answer, remembered by its token.
struct TokenAnswer {
  std::int64_t status = 200;
  std::string content_type, body;
};
std::optional<TokenAnswer> find_token(const Context& context, std::string_view operation,
                                      const std::string& token);
void save_token(Context& context, std::string_view operation, const std::string& token,
                const TokenAnswer& answer);
void forget_tokens(Context& context, Instant before);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> call_statements();

}  // namespace smarthandoff::calls::rows
