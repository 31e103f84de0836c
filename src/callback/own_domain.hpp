#pragma once

#include <span>
#include <string>

#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/port.hpp>

// Whose the phones of a PBX domain are: one identity `pbx_domain` belongs to one tenant.
namespace smarthandoff {

// How the PBX calls a domain that a host asked for by name or UUID; empty: the tenant's, else the PBX's own.
// Throws not_found for one that is another tenant's, or not the tenant's who has domains.
std::string own_domain(const Context& context, const std::string& asked);

// Phones that are another tenant's are told as ones that are not registered. They are of `domain`, or where
// that is empty of the phone system's own one.
void hide_anothers(const Context& context, const std::string& domain, const std::string& of_phone_system,
                   std::span<telephony::ExtensionStatus> statuses);

}  // namespace smarthandoff
