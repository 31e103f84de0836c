#pragma once

#include <optional>
#include <string>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/storage/context.hpp>

// What callbacks ask the contact gate: when a contact is planned, and again at the instant before it.
namespace smarthandoff::callbacks::gate {

// The gate's word, as the first of the rules that forbid.
struct Leave {
  bool allowed = true;
  std::string rule;                     // empty where it is allowed
  std::optional<Instant> next_allowed;  // none of a refusal: it is final
};

// May the customer be called now? The hours are waived in the hour after the time that was agreed on, and
// after the customer's "yes, call me": the person named that time, and no other.
Leave may_call(Context& context, const Callback& callback);

// The same at the time it is scheduled for, or now.
Leave may_plan(Context& context, const Callback& callback);

// Why a WhatsApp message must not go out, as the name of the rule; else has it asked again before each try.
std::optional<std::string> may_write(Context& context, const Callback& callback,
                                     messenger::OutgoingMessage& message);

// From what `may_call` answered at `at`, seconds until the call may go out; none: never, or nobody asked.
std::optional<std::int64_t> seconds_left(const Context& context, const CallbackId& id, Instant at);

// A rule's name in the tenant's words; those of other modules and of loaded caps as a whole.
std::string sentence(const TenantProfile& profile, const std::string& rule);

}  // namespace smarthandoff::callbacks::gate
