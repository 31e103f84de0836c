#include "handoff/extension_rows.hpp"

#include <smarthandoff/base/json.hpp>

namespace smarthandoff::extensions::rows {
namespace {

constexpr std::string_view kAsk = R"sql(
INSERT INTO extension_checks (tenant, extension, domain, waiting, status) VALUES (?1, ?2, ?3, TRUE, '')
ON CONFLICT (tenant, extension, domain) DO UPDATE SET waiting = TRUE)sql";
constexpr std::string_view kAnswer = R"sql(
UPDATE extension_checks SET waiting = FALSE, status = ?4
WHERE tenant = ?1 AND extension = ?2 AND domain = ?3)sql";
constexpr std::string_view kFind =
    "SELECT waiting, status FROM extension_checks WHERE tenant = ?1 AND extension = ?2 AND domain = ?3";

}  // namespace

void ask(Context& context, const GetStatus& request) {
  context.transaction().execute(kAsk, {context.tenant(), request.extension, request.domain});
}

void answer(Context& context, const GetStatus& request, const telephony::ExtensionStatus& told) {
  context.transaction().execute(kAnswer,
                                {context.tenant(), request.extension, request.domain, to_json(told)});
}

std::optional<telephony::ExtensionStatus> answered(const Context& context, const GetStatus& request) {
  std::optional<telephony::ExtensionStatus> found;
  context.transaction().query(kFind, {context.tenant(), request.extension, request.domain},
                              [&](const storage::Row& row) {
                                if (!row.boolean(0))
                                  found = from_json<telephony::ExtensionStatus>(row.text(1));
                              });
  return found;
}

std::vector<std::string_view> statements() {
  return {kAsk, kAnswer, kFind};
}

}  // namespace smarthandoff::extensions::rows
