#include <smarthandoff/calls/number.hpp>

#include <algorithm>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/account_rows.hpp"
#include "calls/field.hpp"
#include "calls/number_point.hpp"
#include "calls/number_release.hpp"
#include "calls/number_rows.hpp"
#include "calls/number_steps.hpp"
#include "calls/number_task.hpp"
#include "contact/address.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::int64_t kMaxCap = 100'000;
constexpr std::size_t kMaxLabel = 100;

std::string state_of(const PhoneNumber& number) {
  const AreaCode* area = nullptr;
  if (number.country_code() == "55") area = AreaCodes::builtin().brazil(number.national().substr(0, 2));
  if (number.country_code() == "1") area = AreaCodes::builtin().north_america(number.national().substr(0, 3));
  return area == nullptr ? "" : area->state;
}

void check(const Context& context, const OwnNumber& number) {
  field::check_line("label", number.label, kMaxLabel);
  field::check_id("peer_id", number.peer_id);
  field::check_word("state", number.state, field::kWord, 10);
  field::check_between("daily_cap", number.daily_cap, 0, kMaxCap);
  field::check_id("account_id", number.account_id.value);
  if (!number.agent_id.empty()) agents::get(context, {.agent_id = number.agent_id});
}

void check_account(const Context& context, const AccountId& id) {
  if (!id.empty() && !rows::find_account(context, id))
    throw no_such_in("account_id", "phone account", id.value);
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

std::string local_day(const Context& context) {
  return to_string(to_local(context.now(), context.profile().zone)).substr(0, 10);
}

// Later than every use so far, also within a millisecond or on a clock that is behind: who rested longest is
// told by it.
Instant next_use(const Context& context, const std::vector<Candidate>& candidates) {
  Instant next = context.now();
  for (const Candidate& candidate : candidates)
    if (candidate.last_used_at) next = std::max(next, *candidate.last_used_at + Milliseconds(1));
  return next;
}

std::uint64_t draw(Context& context) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a over a new id: the same again when the operation is
  for (const char byte : context.new_id()) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash >> 8U;
}

// Whose number it is that stays the same.
std::string person_of(const Context& context, const PhoneNumber& to, const std::string& contact_id) {
  return contact_id.empty() ? contact::digest_of(context.tenant(), to) : contact_id;
}

Error none_left() {
  return Error(ErrorCode::failed_precondition,
               "no number to call by: none is owned, active, for calls, fitting and under its daily cap",
               {{"reason", "no_caller_id"}});
}

}  // namespace

OwnNumber create_number(Context& context, const CreateNumber& request) {
  smarthandoff::tenants::ensure(context);
  number::lock(context);
  const PhoneNumber phone = read_number(context, "number", request.number);
  OwnNumber number{.id = {context.new_id()},
                   .number = phone.e164(),
                   .label = std::string(field::trimmed(request.label)),
                   .agent_id = request.agent_id,
                   .account_id = request.account_id,
                   .peer_id = request.peer_id,
                   .purpose = request.purpose,
                   .state = request.state.empty() ? state_of(phone) : request.state,
                   .toll_free = phone.type() == PhoneType::toll_free,
                   .active = request.active,
                   .daily_cap = request.daily_cap,
                   .created_at = context.now()};
  check(context, number);
  check_account(context, request.account_id);
  return number::saved(context, std::move(number), "number.created");
}

OwnNumber update_number(Context& context, const UpdateNumber& request) {
  number::lock(context);
  auto number = rows::find_number(context, request.number_id);
  if (!number) throw no_such("number", request.number_id.value);
  replace(number->label, request.label);
  replace(number->peer_id, request.peer_id);
  replace(number->state, request.state);
  replace(number->agent_id, request.agent_id);
  replace(number->account_id, request.account_id);
  replace(number->purpose, request.purpose);
  replace(number->active, request.active);
  replace(number->daily_cap, request.daily_cap);
  number->label = field::trimmed(number->label);
  check(context, *number);
  if (request.account_id) check_account(context, *request.account_id);
  if (request.push_url && request.release) throw invalid_field("push_url", "cannot be together with release");
  if (request.push_url) number::point(context, *number);
  if (request.release) number::give_back(context, *number);
  return number::saved(context, std::move(*number));
}

OwnNumber get_number(const Context& context, const GetNumber& request) {
  if (request.number_id.empty() == request.number.empty())
    throw invalid_field("number_id", "must be given, or else number");
  auto number = request.number.empty()
                    ? rows::find_number(context, request.number_id)
                    : rows::find_number(context, read_number(context, "number", request.number).e164());
  if (!number) throw no_such("number", request.number_id.value);
  return std::move(*number);
}

NumberList list_numbers(const Context& context, const ListNumbers& request) {
  field::check_page(request.limit);
  return {.numbers = rows::list_numbers(context, request)};
}

CallerId use_number(Context& context, const NumberId& id) {
  number::lock(context);
  const std::string day = local_day(context);
  const auto candidates = rows::candidates(context, day, settings(context, {}).daily_cap);
  for (const Candidate& candidate : candidates) {
    const bool room = candidate.cap == 0 || candidate.used_today < candidate.cap;
    if (!room || candidate.id != id) continue;
    rows::count_use(context, candidate.id, day, next_use(context, candidates));
    const OwnNumber number = *rows::find_number(context, candidate.id);
    return {.number_id = number.id,
            .number = number.number,
            .label = number.label,
            .account_id = number.account_id,
            .used_today = candidate.used_today + 1};
  }
  throw none_left();
}

CallerId number_for_agents(const Context& context) {
  const auto candidates = rows::candidates(context, local_day(context), 0);
  if (candidates.empty()) throw none_left();
  const OwnNumber number = *rows::find_number(context, candidates.front().id);
  return {.number_id = number.id,
          .number = number.number,
          .label = number.label,
          .account_id = number.account_id,
          .used_today = candidates.front().used_today};
}

void keep_number(Context& context, const PhoneNumber& to, const std::string& contact_id, const NumberId& id) {
  if (settings(context, {}).sticky_days == 0) return;
  number::lock(context);
  rows::save_sticky(context, person_of(context, to, contact_id), id);
}

CallerId choose_caller_id(Context& context, const ChooseCallerId& request) {
  const PhoneNumber to = read_number(context, "to", request.to);
  field::check_id("contact_id", request.contact_id);
  number::lock(context);
  const CallSettings wanted = settings(context, {});
  const std::string day = local_day(context);
  const std::string contact = person_of(context, to, request.contact_id);
  const auto candidates = rows::candidates(context, day, wanted.daily_cap);
  CallerIdQuestion question{.rotation = request.rotation.value_or(wanted.rotation),
                            .state = state_of(to),
                            .local_states = wanted.local_states,
                            .draw = draw(context)};
  if (wanted.sticky_days > 0)
    question.sticky =
        rows::sticky(context, contact, context.now() - std::chrono::hours(24 * wanted.sticky_days))
            .value_or(NumberId{});
  const auto choice = decide(candidates, question);
  if (!choice) throw none_left();
  const Candidate& chosen = candidates[choice->index];
  rows::count_use(context, chosen.id, day, next_use(context, candidates));
  if (wanted.sticky_days > 0) rows::save_sticky(context, contact, chosen.id);
  const OwnNumber number = *rows::find_number(context, chosen.id);
  return {.number_id = number.id,
          .number = number.number,
          .label = number.label,
          .account_id = number.account_id,
          .reason = choice->reason,
          .used_today = chosen.used_today + 1};
}

}  // namespace smarthandoff::calls
