#include "handoff/dialogue_time.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/zone.hpp>

#include "base/opening_hours.hpp"
#include "base/text_limit.hpp"
#include "base/time_phrase.hpp"
#include "base/word_pattern.hpp"
#include "handoff/dialogue_phrases.hpp"

namespace smarthandoff::handoff::dialogue {
namespace {

using understand::TimeKind;
using understand::TimeTreatment;
using understand::TimeUnderstanding;
using In = InputKind;

constexpr Milliseconds kHalfDay = std::chrono::hours(12);

LocalFields local_fields(Instant instant, const Hearing& hearing) {
  return fields_of(to_local(instant, hearing.profile.zone));
}

bool same_day(Instant one, Instant other, const Hearing& hearing) {
  const LocalFields a = local_fields(one, hearing), b = local_fields(other, hearing);
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

// The one day that was said or proposed before, by an instant of it.
std::optional<Instant> day_before(const Hearing& hearing) {
  const State& state = hearing.state;
  if (state.at == DialogueState::confirm_time && state.proposed) return state.proposed;
  const Wish& wish = state.wish;
  if (!wish.times.empty()) {
    const auto other = [&](Instant time) { return !same_day(time, wish.times.front(), hearing); };
    if (std::ranges::any_of(wish.times, other)) return std::nullopt;
    return wish.times.front();
  }
  if (!wish.from) return std::nullopt;
  if (wish.to && *wish.to > *wish.from && !same_day(*wish.from, *wish.to - Milliseconds(1), hearing))
    return std::nullopt;
  return wish.from;
}

bool names_day(const TimePhrase& phrase) {
  return phrase.day.kind != DayReading::Kind::none || phrase.several_days || phrase.period ||
         phrase.from_now || phrase.as_soon_as_possible;
}

DayReading date_of(Instant day, const Hearing& hearing) {
  const LocalFields fields = local_fields(day, hearing);
  return {.kind = DayReading::Kind::date, .day = fields.day, .month = fields.month, .year = fields.year};
}

// What was said before and belongs to these words too. True if anything was added.
bool complete(TimePhrase& phrase, const Hearing& hearing) {
  const auto day = day_before(hearing);
  if (!day) return false;
  if (!names_day(phrase) && (!phrase.clocks.empty() || phrase.part)) {
    phrase.day = date_of(*day, hearing);
    return true;
  }
  // "Não, amanhã" to a proposed hour: that hour.
  const State& state = hearing.state;
  const bool other_day = phrase.day.kind != DayReading::Kind::none && !phrase.several_days;
  if (state.at != DialogueState::confirm_time || state.proposed_for_closed || !other_day ||
      !phrase.clocks.empty() || phrase.part)
    return false;
  const LocalFields fields = local_fields(*state.proposed, hearing);
  phrase.clocks.push_back({.hour = fields.hour, .minute = fields.minute, .named = true});
  return true;
}

// "Amanhã à noite", "às 8": the eight o'clock of the evening.
void fit_into_wish(TimeUnderstanding& time, const Hearing& hearing) {
  const Wish& wish = hearing.state.wish;
  if (!time.utc || !wish.from || !wish.times.empty()) return;
  if (wish.to && *wish.to <= *wish.from) {  // the day of a time that was refused
    time.treatment = TimeTreatment::confirm;
    return;
  }
  const auto inside = [&](Instant at) { return at >= *wish.from && (!wish.to || at < *wish.to); };
  if (!inside(*time.utc) && inside(*time.utc + kHalfDay)) time.utc = *time.utc + kHalfDay;
  const bool part_of_day = wish.to && *wish.to - *wish.from < kHalfDay;
  if (!inside(*time.utc))
    time.treatment = TimeTreatment::confirm;
  else if (part_of_day)
    time.treatment = TimeTreatment::schedule;
}

// "O primeiro", "o segundo": by its place in the question.
std::optional<std::size_t> place_in(const Words& words, std::size_t places) {
  static const std::array kPlaces = {
      WordPattern("^ ?o|a|pode|the ?ser ?o|a ?the primeiro|primeira|first ?, $"),
      WordPattern("^ ?o|pode|the ?ser ?o ?the segundo|ultimo|second|last ?, $")};
  for (std::size_t i = 0; i < std::min(places, kPlaces.size()); ++i)
    if (kPlaces[i].found_in(words)) return i;
  return std::nullopt;
}

bool agrees(Instant candidate, const TimePhrase& phrase, const TimeUnderstanding& time,
            const Hearing& hearing) {
  if (time.kind == TimeKind::instant && time.utc == candidate) return true;
  if (names_day(phrase) || phrase.part) {
    if (!phrase.clocks.empty() || !time.utc_from) return false;
    return candidate >= *time.utc_from && (!time.utc_to || candidate < *time.utc_to);
  }
  if (phrase.clocks.size() != 1) return false;
  const ClockReading& clock = phrase.clocks.front();
  const LocalFields fields = local_fields(candidate, hearing);
  if (fields.minute != clock.minute) return false;
  if (fields.hour == clock.hour)
    return !clock.half || (*clock.half <= DayHalf::morning) == (fields.hour < 12);
  const bool later_half = !clock.half || *clock.half >= DayHalf::afternoon;
  return later_half && clock.hour < 12 && fields.hour == clock.hour + 12;
}

// The one of the offered times that the words choose.
std::optional<Instant> chosen(std::string_view text, const TimePhrase& phrase, const TimeUnderstanding& time,
                              const Hearing& hearing) {
  const auto& times = hearing.state.wish.times;
  if (times.empty()) return std::nullopt;
  if (const auto place = place_in(split_words(text), times.size())) return times[*place];
  std::optional<Instant> found;
  for (const Instant candidate : times) {
    if (!agrees(candidate, phrase, time, hearing)) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

Input asked_back(const TimeUnderstanding& time, const Hearing& hearing) {
  constexpr std::size_t kMostOffered = 3;
  Input input{.kind = In::later};
  if (time.kind == TimeKind::ambiguous) {
    input.wish.times = time.utc_candidates;
    if (input.wish.times.size() > kMostOffered) input.wish.times.resize(kMostOffered);
    if (!input.wish.times.empty()) {
      const TimeAnswer first = judge(input.wish.times.front(), false, hearing);
      input.wish.open = first.open ? first.at : first.next_open;
    }
  } else if (time.utc_from) {
    input.wish.from = time.utc_from;
    input.wish.to = time.utc_to;
    const TimeAnswer begin = judge(std::max(*time.utc_from, hearing.now), false, hearing);
    input.wish.open = begin.open ? begin.at : begin.next_open;
  }
  return input;
}

std::optional<Input> answer_of(const TimeUnderstanding& time, const Hearing& hearing) {
  switch (time.kind) {
    case TimeKind::asap:
      return Input{.kind = In::asap};
    case TimeKind::instant:
      if (!time.utc) return Input{.kind = In::later};
      return Input{.kind = In::time,
                   .time = judge(*time.utc, time.treatment == TimeTreatment::confirm, hearing)};
    case TimeKind::window:
      if (time.treatment == TimeTreatment::schedule && time.utc_from)
        return Input{.kind = In::time, .time = judge(std::max(*time.utc_from, hearing.now), false, hearing)};
      return asked_back(time, hearing);
    case TimeKind::ambiguous:
    case TimeKind::invalid:
      return asked_back(time, hearing);
    case TimeKind::unspecified:
      if (time.intent == understand::Intent::later || time.utc_from) return asked_back(time, hearing);
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Input> time_in(std::string_view text, const Hearing& hearing) {
  const std::string& zone = hearing.profile.zone;
  const understand::UnderstandTime request{
      .text = std::string(text), .now = hearing.now, .zone = zone, .language = hearing.language};
  TimePhrase phrase = read_time_phrase(text, hearing.language);
  const TimePhrase said = phrase;
  const bool completed = complete(phrase, hearing);
  TimeUnderstanding time = resolve_time_phrase(phrase, request);
  if (const auto time_chosen = chosen(text, said, time, hearing))
    return Input{.kind = In::time, .time = judge(*time_chosen, false, hearing)};
  if (completed) fit_into_wish(time, hearing);
  return answer_of(time, hearing);
}

TimeAnswer judge(Instant time, bool to_confirm, const Hearing& hearing) {
  const std::string& zone = hearing.profile.zone;
  TimeAnswer answer{.at = time, .open = is_open(hearing.opening_hours, time, zone), .to_confirm = to_confirm};
  if (!answer.open) answer.next_open = next_open(hearing.opening_hours, time, zone);
  return answer;
}

}  // namespace smarthandoff::handoff::dialogue
