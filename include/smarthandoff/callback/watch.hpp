#pragma once

#include <optional>
#include <vector>

#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/ports.hpp>

// How callbacks learn of the world: for the engine, and for the modules that serve people otherwise.
namespace smarthandoff::callbacks {

// Whose an event of the phone system is, found by the id of a leg; none: not ours, or of no leg.
std::optional<TenantId> tenant_of(const storage::Transaction& transaction, const telephony::Event& event);

// Tenants whose callbacks wait for this extension; each is told of the event.
std::vector<TenantId> tenants_waiting(const storage::Transaction& transaction,
                                      const telephony::PresenceChanged& event);

// Tenants with open callbacks: each is told when the connection to the phone system changes.
std::vector<TenantId> tenants_in_flight(const storage::Transaction& transaction);

// Decides an event of the phone system for the callbacks of the context's tenant.
void on_telephony(Context& context, const telephony::Event& event);

// A person who called in and was served, and by whom.
struct Served {
  PhoneNumber number;  // called from
  DestinationId destination_id;
  std::string extension;
  std::string department;
};

// Open callbacks of that number which the same destination, extension or department was asked for are
// canceled; with none of the three given, all of them. Answers how many.
std::int64_t on_served(Context& context, const Served& served);

// Tells the contact module what callbacks keep of people, and what messaging knows of them: once, before an
// engine is open; repeating it is harmless.
void register_with_contacts();

// Everything that callbacks have done later or outside.
const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::callbacks
