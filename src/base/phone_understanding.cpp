#include <algorithm>

#include <smarthandoff/base/understand.hpp>

#include "base/phone_dialled.hpp"
#include "base/phone_library.hpp"
#include "base/phone_text.hpp"
#include "base/text_limit.hpp"

namespace smarthandoff::understand {
namespace {

using number_words::Language;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void check(const UnderstandPhone& request) {
  check_text_limit("text", request.text);
  if (request.default_region.size() != 2 || !phone_library::is_region(request.default_region))
    throw invalid_field("default_region", "must be an ISO 3166-1 code such as BR or US");
  if (request.default_area_code.size() > 5 || !all_digits(request.default_area_code))
    throw invalid_field("default_area_code", "must be digits, e.g. 18, or empty");
}

// One way to hear the text, and why it may not be taken without asking.
struct Candidate {
  SpokenDigits heard;
  std::optional<PhoneReason> doubt;
};

SpokenDigits joined(const SpokenDigits& first, const SpokenDigits& second) {
  SpokenDigits all = first;
  all.groups.insert(all.groups.end(), second.groups.begin(), second.groups.end());
  all.split_teen = first.split_teen || second.split_teen;
  return all;
}

// What a speaker means who corrects themself: the whole number again; the last group and what follows it;
// or as many digits as the correction has.
std::vector<SpokenDigits> repairs(const SpokenDigits& before, const SpokenDigits& correction) {
  std::vector<SpokenDigits> ways{correction};
  SpokenDigits kept = before;
  if (!kept.groups.empty()) kept.groups.pop_back();
  ways.push_back(joined(kept, correction));
  const std::string old = before.digits();
  const std::size_t length = correction.digits().size();
  if (old.size() > length) {
    kept.groups = {old.substr(0, old.size() - length)};
    ways.push_back(joined(kept, correction));
  }
  return ways;
}

std::vector<Candidate> hearings(std::span<const SpokenToken> part, Language language) {
  std::vector<Candidate> all;
  for (auto& way : hear_digits(part, language)) {
    const auto doubt = way.split_teen ? std::optional(PhoneReason::split_teen) : std::nullopt;
    all.push_back({std::move(way), doubt});
  }
  return all;
}

std::vector<Candidate> candidates(const PhoneText& text) {
  if (text.parts.size() == 1) return hearings(text.parts[0], text.language);
  std::vector<Candidate> all;
  SpokenDigits before = hear_digits(text.parts[0], text.language).front();
  for (std::size_t i = 1; i + 1 < text.parts.size(); ++i)
    before = repairs(before, hear_digits(text.parts[i], text.language).front())[1];
  for (const auto& correction : hear_digits(text.parts.back(), text.language))
    for (auto& way : repairs(before, correction))
      all.push_back({std::move(way), PhoneReason::self_correction});
  return all;
}

int rank(const PhoneUnderstanding& answer, bool doubtful) {
  if (answer.status == PhoneStatus::invalid) return 0;
  if (doubtful) return 1;
  return answer.status == PhoneStatus::valid ? 3 : 2;
}

// Turns an answer that was reached by a repair into a question.
void doubt(PhoneUnderstanding& answer, PhoneReason reason) {
  if (answer.status == PhoneStatus::invalid) return;
  if (answer.e164) answer.suggestion = std::move(answer.e164);
  answer.e164.reset();
  answer.status = PhoneStatus::needs_confirmation;
  answer.reason = reason;
  answer.callback_allowed = false;
}

PhoneUnderstanding best(const std::vector<Candidate>& all, const PhoneHome& home) {
  PhoneUnderstanding chosen;
  int chosen_rank = -1;
  for (const auto& candidate : all) {
    auto answer = understand_dialled({candidate.heard.digits(), candidate.heard.plus}, home);
    const int its_rank = rank(answer, candidate.doubt.has_value());
    if (its_rank <= chosen_rank) continue;
    if (candidate.doubt) doubt(answer, *candidate.doubt);
    if (candidate.doubt == PhoneReason::split_teen) answer.digits = all.front().heard.digits();
    chosen = std::move(answer);
    chosen_rank = its_rank;
  }
  return chosen;
}

// The number of who says it twice, "…, repetindo, …", if the second time says the same or the end of it.
std::optional<PhoneUnderstanding> said_twice(const PhoneText& text, const PhoneHome& home) {
  if (!text.repeated) {
    const std::string digits = hear_digits(text.parts[0], text.language).front().digits();
    const std::string half = digits.substr(0, digits.size() / 2);
    if (text.parts.size() != 1 || half.size() < 8 || digits != half + half) return {};
    auto once = understand_dialled({half, false}, home);
    return once.status == PhoneStatus::invalid ? std::nullopt : std::optional(std::move(once));
  }
  auto first = best(hearings(text.parts[0], text.language), home);
  const auto again = best(hearings(text.parts[1], text.language), home);
  const bool same = first.e164 && (first.e164 == again.e164 || first.digits.ends_with(again.digits));
  return same ? std::optional(std::move(first)) : std::nullopt;
}

PhoneUnderstanding understand_text(const PhoneText& text, const PhoneHome& home) {
  const bool north_american = phone_library::country_code(home.region) == "1";
  PhoneUnderstanding answer{.status = PhoneStatus::invalid, .reason = PhoneReason::format};
  if (!text.malformed) {
    if (auto twice = said_twice(text, home)) return std::move(*twice);
    answer = best(candidates(text), home);
  }
  if (answer.status != PhoneStatus::invalid || !north_american) return answer;
  const std::string lettered = lettered_digits(text);
  if (!lettered.empty()) answer = understand_dialled({lettered, false}, home);
  return answer;
}

}  // namespace

PhoneUnderstanding phone(const UnderstandPhone& request) {
  check(request);
  const Language assumed =
      phone_library::country_code(request.default_region) == "55" ? Language::portuguese : Language::english;
  const PhoneText text = read_phone_text(request.text, assumed);
  PhoneUnderstanding answer = understand_text(text, {request.default_region, request.default_area_code});
  if (!text.extension.empty()) answer.extension = text.extension;
  if (text.whatsapp) answer.wa_id = answer.digits;
  return answer;
}

}  // namespace smarthandoff::understand
