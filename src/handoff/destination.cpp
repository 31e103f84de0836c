#include <smarthandoff/handoff/destination.hpp>

#include <algorithm>

#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "handoff/destination_rows.hpp"

namespace smarthandoff::destinations {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxAliases = 50;
constexpr std::size_t kMaxNumber = 50;
constexpr std::size_t kMaxExtension = 10;
constexpr std::size_t kMaxDescription = 1000;
constexpr std::size_t kMaxWhisper = 500;
constexpr std::size_t kMaxHunt = 20;

Destination found(const Context& context, const DestinationId& id) {
  auto destination = find(context, id);
  if (!destination) throw no_such("destination", id.value);
  return std::move(*destination);
}

// A telephone number as E.164, else a number that the PBX knows; nothing that could become a second command.
std::string external_number(const TenantProfile& profile, std::string_view text) {
  const auto answer = understand::phone({.text = std::string(text),
                                         .default_region = profile.default_region,
                                         .default_area_code = profile.default_area_code});
  if (answer.e164) return *answer.e164;
  field::check_word("number", text, field::kDialled, kMaxNumber);
  return std::string(text);
}

std::string number_to_dial(const TenantProfile& profile, DestinationType type, std::string_view typed) {
  const std::string_view number = field::trimmed(typed);
  if (number.empty()) throw invalid_field("number", "must not be empty");
  field::check_line("number", number, kMaxNumber);
  if (type == DestinationType::external) return external_number(profile, number);
  field::check_word("number", number, field::kDialled,
                    type == DestinationType::extension ? kMaxExtension : kMaxNumber);
  return std::string(number);
}

void check_aliases(const std::vector<std::string>& aliases) {
  if (aliases.size() > kMaxAliases) throw invalid_field("aliases", "must be at most 50");
  for (std::size_t i = 0; i < aliases.size(); ++i)
    field::check_name("aliases[" + std::to_string(i) + "]", aliases[i], kMaxName);
}

void check_hunt(const Context& context, const Destination& destination) {
  using telephony::TransferResult;
  if (destination.hunt.size() > kMaxHunt) throw invalid_field("hunt", "must be at most 20");
  for (std::size_t i = 0; i < destination.hunt.size(); ++i) {
    const NextDestination& next = destination.hunt[i];
    const std::string name = "hunt[" + std::to_string(i) + "]";
    if (next.result == TransferResult::answered || next.result == TransferResult::canceled)
      throw invalid_field(name + ".result", "must be one after which somebody else can be tried");
    if (next.destination_id == destination.id)
      throw invalid_field(name + ".destination_id", "must be another destination");
    found(context, next.destination_id);
  }
}

void check(const Context& context, const Destination& destination) {
  field::check_name("name", destination.name, kMaxName);
  check_aliases(destination.aliases);
  field::check_word("context", destination.context, field::kWord, 50);
  if (destination.context.empty()) throw invalid_field("context", "must not be empty");
  field::check_line("department", destination.department, kMaxName);
  field::check_paragraph("description", destination.description, kMaxDescription);
  field::check_between("ring_timeout_seconds", destination.ring_timeout_seconds, 5, 120);
  field::check_line("whisper", destination.whisper, kMaxWhisper);
  if (!destination.secretary_id.empty() && !secretaries::find(context, destination.secretary_id))
    throw no_such("secretary", destination.secretary_id.value);
  check_hunt(context, destination);
}

Destination checked_and_saved(Context& context, Destination destination) {
  destination.number = number_to_dial(context.profile(), destination.type, destination.number);
  destination.name = field::trimmed(destination.name);
  check(context, destination);
  destination.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), destination);
  return destination;
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

}  // namespace

Destination create(Context& context, const CreateDestination& request) {
  smarthandoff::tenants::ensure(context);
  return checked_and_saved(context, {.id = {context.new_id()},
                                     .name = request.name,
                                     .aliases = request.aliases,
                                     .type = request.type,
                                     .number = request.number,
                                     .context = request.context,
                                     .department = request.department,
                                     .description = request.description,
                                     .ring_timeout_seconds = request.ring_timeout_seconds,
                                     .fallback_action = request.fallback_action,
                                     .enabled = request.enabled,
                                     .secretary_id = request.secretary_id,
                                     .whisper = request.whisper,
                                     .accept_gate = request.accept_gate,
                                     .hunt = request.hunt,
                                     .created_at = context.now()});
}

Destination update(Context& context, const UpdateDestination& request) {
  context.transaction().lock("destination", context.tenant().value + "/" + request.destination_id.value);
  Destination destination = found(context, request.destination_id);
  replace(destination.name, request.name);
  replace(destination.aliases, request.aliases);
  replace(destination.type, request.type);
  replace(destination.number, request.number);
  replace(destination.context, request.context);
  replace(destination.department, request.department);
  replace(destination.description, request.description);
  replace(destination.ring_timeout_seconds, request.ring_timeout_seconds);
  replace(destination.fallback_action, request.fallback_action);
  replace(destination.enabled, request.enabled);
  replace(destination.secretary_id, request.secretary_id);
  replace(destination.whisper, request.whisper);
  replace(destination.accept_gate, request.accept_gate);
  if (request.hunt)
    destination.hunt = *request.hunt;
  else  // those deleted since would refuse every change
    std::erase_if(destination.hunt,
                  [&](const NextDestination& next) { return !find(context, next.destination_id); });
  return checked_and_saved(context, std::move(destination));
}

DeletedDestination delete_(Context& context, const DeleteDestination& request) {
  if (!rows::remove(context.transaction(), context.tenant(), request.destination_id))
    throw no_such("destination", request.destination_id.value);
  return {.destination_id = request.destination_id};
}

Destination get(const Context& context, const GetDestination& request) {
  return found(context, request.destination_id);
}

DestinationList list(const Context& context, const ListDestinations& request) {
  field::check_page(request.limit);
  return {.destinations = rows::list(context.transaction(), context.tenant(), request)};
}

std::optional<Destination> find(const Context& context, const DestinationId& id) {
  return rows::find(context.transaction(), context.tenant(), id);
}

}  // namespace smarthandoff::destinations
