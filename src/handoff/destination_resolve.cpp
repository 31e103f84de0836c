#include <set>

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/secretary.hpp>

#include "base/text_limit.hpp"
#include "handoff/destination_match.hpp"
#include "handoff/destination_rows.hpp"

namespace smarthandoff::destinations {
namespace {

constexpr std::size_t kMaxNamed = 4;  // more cannot be kept in mind when heard
constexpr std::size_t kMaxCandidates = 20;

// What the answer is said with.
struct Voice {
  const TenantProfile& profile;
  std::string language;

  std::string say(std::string_view key, const text::Values& values = {}) const {
    return text::render(key, language, values, profile.texts);
  }
};

bool all_differ(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

// The names by which the caller can choose; namesakes with their department, else their number.
std::vector<std::string> telling_names(const Voice& voice, const std::vector<Destination>& destinations) {
  std::vector<std::string> names, departments, numbers;
  for (const Destination& each : destinations) {
    names.push_back(each.name);
    departments.push_back(
        each.department.empty()
            ? each.name
            : voice.say("destination.in_department", {{"name", each.name}, {"department", each.department}}));
    numbers.push_back(voice.say("destination.at_number", {{"name", each.name}, {"number", each.number}}));
  }
  if (all_differ(names)) return names;
  return all_differ(departments) ? departments : numbers;
}

// "Jeni, Carlos ou Ana".
std::string joined(const Voice& voice, const std::vector<std::string>& names) {
  std::string first = names.front();
  for (std::size_t i = 1; i + 1 < names.size(); ++i) first += ", " + names[i];
  return voice.say("destination.or", {{"first", first}, {"last", names.back()}});
}

std::string ask_which(const Voice& voice, const std::vector<Destination>& destinations) {
  if (destinations.size() > kMaxNamed) return voice.say("destination.ask_narrower");
  return voice.say("destination.ask_which", {{"names", joined(voice, telling_names(voice, destinations))}});
}

ResolvedDestination for_anyone(const Context& context, const Voice& voice,
                               const std::optional<secretaries::Secretary>& secretary) {
  std::vector<DestinationId> defaults;
  if (secretary) defaults.push_back(secretary->default_destination_id);
  defaults.push_back({voice.profile.default_destination_id});
  for (const DestinationId& id : defaults) {
    auto destination = id.empty() ? std::nullopt : find(context, id);
    if (destination && destination->enabled)
      return {.status = ResolveStatus::found,
              .destinations = {std::move(*destination)},
              .matched_by = MatchedBy::default_destination};
  }
  return {.status = ResolveStatus::ask_whom, .say = voice.say("destination.ask_whom")};
}

// Imported twins sound the same, and lead to the same phone: the first of them is enough.
void drop_twins(std::vector<Destination>& found) {
  std::set<std::pair<std::string, std::string>> heard;
  std::erase_if(found, [&](const Destination& each) {
    return !heard.emplace(fold(each.name) + "/" + fold(each.department), each.number).second;
  });
}

ResolvedDestination for_match(const Voice& voice, Match match) {
  drop_twins(match.found);
  ResolvedDestination answer{.destinations = std::move(match.found), .matched_by = match.by};
  const auto& found = answer.destinations;
  if (found.empty()) {
    answer.say = voice.say("destination.not_found");
  } else if (!found.front().enabled) {
    answer.status = ResolveStatus::disabled;
    answer.say = voice.say("destination.disabled", {{"name", found.front().name}});
  } else if (found.size() == 1) {
    answer.status = ResolveStatus::found;
  } else {
    answer.status = ResolveStatus::ambiguous;
    answer.say = ask_which(voice, found);
    if (found.size() > kMaxCandidates) answer.destinations.resize(kMaxCandidates);
  }
  return answer;
}

}  // namespace

ResolvedDestination resolve(const Context& context, const ResolveDestination& request) {
  check_text_limit("text", request.text);
  std::optional<secretaries::Secretary> secretary;
  if (!request.secretary_id.empty())
    secretary = secretaries::get(context, {.secretary_id = request.secretary_id});
  const TenantProfile& profile = context.profile();
  const bool own_language = secretary && !secretary->language.empty();
  const Voice voice{.profile = profile, .language = own_language ? secretary->language : profile.language};

  auto match = destinations::match(
      request.text, rows::reachable(context.transaction(), context.tenant(), request.secretary_id));
  if (match.anyone) return for_anyone(context, voice, secretary);
  return for_match(voice, std::move(match));
}

}  // namespace smarthandoff::destinations
