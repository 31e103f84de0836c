#pragma once

#include <optional>
#include <string>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/awaited.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/telephony/ports.hpp>
#include <smarthandoff/telephony/types.hpp>

// Whether a person can be reached now: operation `extensions.status`. Only the PBX decides.
namespace smarthandoff::extensions {

struct GetStatus {
  std::string extension;  // 1-10 of 0-9, *, #
  // The PBX domain it belongs to, by name or by FusionPBX's UUID, at most 253 bytes: one of the tenant's, or
  // nobody's for a tenant without any. Empty: the tenant's `pbx_domain`, else the PBX's own.
  std::string domain;
};

// Awaited: asks the PBX each time. `unknown` when the PBX cannot tell or does not answer within 4 s.
// A phone of the PBX's own domain is `offline` where that domain is another tenant's.
// Throws invalid_argument naming the field; not_found for a domain that is not the tenant's.
Pending start_status(Context& context, const GetStatus& request);
std::optional<telephony::ExtensionStatus> answer_status(const Context& context, const Pending& pending);
inline constexpr Awaited<GetStatus, telephony::ExtensionStatus> status{start_status, answer_status};

// The effect that asks.
const std::vector<JobHandler>& job_handlers();

const Type& describe(const GetStatus*);

}  // namespace smarthandoff::extensions
