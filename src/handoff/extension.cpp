#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/handoff/extension.hpp>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/field_check.hpp"
#include "callback/own_domain.hpp"
#include "handoff/extension_rows.hpp"

namespace smarthandoff::extensions {
namespace {

constexpr const char* kCheck = "extension.check";
constexpr Milliseconds kPatience{4'000};

std::string entity_of(const GetStatus& request) {
  return "extension:" + request.extension + "@" + request.domain;
}

GetStatus request_of(const std::string& entity) {
  const auto colon = entity.find(':'), at = entity.find('@');
  return {.extension = entity.substr(colon + 1, at - colon - 1), .domain = entity.substr(at + 1)};
}

// The phone system knows the state; how it is said is the tenant's.
void answer(Context& context, const GetStatus& request, telephony::ExtensionStatus told) {
  if (told.at == Instant{}) told.at = context.now();  // nobody could be asked
  told.reason = telephony::reason_of(told.state, context.profile());
  rows::answer(context, request, told);
  context.emit("extension.checked", entity_of(request), told);
}

void check(Ports& ports, const Job& job, Completion done) {
  const auto request = from_json<GetStatus>(job.payload);
  ports.telephony.extension_status(
      request.extension, request.domain,
      [request, own = ports.telephony.own_domain(), done](const telephony::ExtensionStatus& told) {
        done([request, own, told](Context& context) {
          telephony::ExtensionStatus seen = told;
          hide_anothers(context, request.domain, own, {&seen, 1});
          answer(context, request, std::move(seen));
        });
      });
}

}  // namespace

Pending start_status(Context& context, const GetStatus& given) {
  GetStatus request = given;
  if (request.extension.empty()) throw invalid_field("extension", "must not be empty");
  field::check_word("extension", request.extension, field::kDialled, 10);
  request.domain = own_domain(context, request.domain);
  rows::ask(context, request);
  context.enqueue(kCheck, entity_of(request), request);
  return {.entity = entity_of(request), .deadline = context.now() + kPatience};
}

std::optional<telephony::ExtensionStatus> answer_status(const Context& context, const Pending& pending) {
  const GetStatus request = request_of(pending.entity);
  const auto found = rows::answered(context, request);
  if (found || !pending.at_deadline) return found;
  return telephony::ExtensionStatus{
      .extension = request.extension,
      .reason = telephony::reason_of(telephony::ExtensionState::unknown, context.profile()),
      .at = context.now()};
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kCheck, .effect = check, .deadline = Seconds(10)}};
  return handlers;
}

const Type& describe(const GetStatus*) {
  static const Immortal<Type> type =
      Description<GetStatus>("GetExtensionStatus", "Asks the PBX whether a person can be reached now.")
          .required("extension", &GetStatus::extension, "1-10 of 0-9, *, #")
          .field("domain", &GetStatus::domain,
                 "the PBX domain it belongs to, by name or UUID, one of the tenant's; empty: the tenant's "
                 "`pbx_domain`, else the PBX's own")
          .build();
  return type;
}

}  // namespace smarthandoff::extensions
