#include "handoff/destination_check.hpp"

#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/handoff/secretary.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::destinations {
namespace {

constexpr std::size_t kMaxNumber = 50;
constexpr std::size_t kMaxExtension = 10;
constexpr std::size_t kMaxWhisper = 500;
constexpr std::size_t kMaxHunt = 20;

// A telephone number as E.164, else a number that the PBX knows; nothing that could become a second command.
std::string external_number(const TenantProfile& profile, std::string_view text) {
  const auto answer = understand::phone({.text = std::string(text),
                                         .default_region = profile.default_region,
                                         .default_area_code = profile.default_area_code});
  using understand::PhoneReason;
  if (answer.type == PhoneType::premium) throw invalid_field("number", "must not be a premium-rate number");
  if (answer.reason == PhoneReason::short_code)
    throw invalid_field("number", "must not be an emergency or service code");
  if (answer.reason == PhoneReason::missing_ddd || answer.reason == PhoneReason::missing_area_code)
    throw invalid_field("number",
                        "lacks its area code (DDD): give it, or set the tenant's default_area_code");
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
    if (!find(context, next.destination_id)) throw no_such("destination", next.destination_id.value);
  }
}

}  // namespace

void check(const Context& context, Destination& destination) {
  destination.number = number_to_dial(context.profile(), destination.type, destination.number);
  destination.name = field::trimmed(destination.name);
  field::check_name("name", destination.name, kMaxName);
  check_aliases(destination.aliases);
  field::check_word("context", destination.context, field::kWord, 50);
  if (destination.context.empty()) throw invalid_field("context", "must not be empty");
  destination.department = field::trimmed(destination.department);
  field::check_line("department", destination.department, kMaxName);
  field::check_paragraph("description", destination.description, kMaxDescription);
  field::check_between("ring_timeout_seconds", destination.ring_timeout_seconds, kLeastRing, kMostRing);
  field::check_line("whisper", destination.whisper, kMaxWhisper);
  if (!destination.secretary_id.empty() && !secretaries::find(context, destination.secretary_id))
    throw no_such("secretary", destination.secretary_id.value);
  check_hunt(context, destination);
}

void forget_deleted(const Context& context, Destination& destination) {
  std::erase_if(destination.hunt,
                [&](const NextDestination& next) { return !find(context, next.destination_id); });
}

}  // namespace smarthandoff::destinations
