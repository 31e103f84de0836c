#include "base/time_words.hpp"

namespace smarthandoff {
namespace {

using Kind = TimeMeaning::Kind;

constexpr int kHour = 60;
constexpr DayPart kDawn{0, 6 * kHour, DayHalf::dawn};
constexpr DayPart kMorning{8 * kHour, 12 * kHour, DayHalf::morning};
constexpr DayPart kLunch{12 * kHour, 14 * kHour, DayHalf::afternoon};
constexpr DayPart kAfterLunch{13 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kAfternoon{12 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kEarlyAfternoon{12 * kHour, 15 * kHour, DayHalf::afternoon};
constexpr DayPart kLateAfternoon{16 * kHour, 18 * kHour, DayHalf::afternoon};
constexpr DayPart kEvening{18 * kHour, 22 * kHour, DayHalf::evening};

TimeMeaning part(DayPart value) {
  return {.kind = Kind::part, .part = value};
}
TimeMeaning day(int offset) {
  return {.kind = Kind::day_offset, .value = offset};
}
TimeMeaning weekday(int iso) {
  return {.kind = Kind::weekday, .value = iso};
}
TimeMeaning period(TimePeriod value) {
  return {.kind = Kind::period, .value = static_cast<int>(value)};
}
TimeMeaning just(Kind kind, int value = 0) {
  return {.kind = kind, .value = value};
}

std::vector<TimeRule> phrases() {
  std::vector<TimeRule> rules;
  const auto add = [&rules](std::string_view pattern, const TimeMeaning& meaning) {
    rules.push_back({WordPattern(pattern), meaning});
  };
  add("bom dia", just(Kind::ignored));
  add("boa tarde|noite", just(Kind::ignored));
  add("nao * agora !mesmo", just(Kind::later));
  add("agora|hoje ?eu nao", just(Kind::later));
  add("?o mais rapido|cedo|breve ?que possivel|der|puder|puderem|conseguir|conseguirem", just(Kind::asap));
  add("o mais rapido|cedo|breve", just(Kind::asap));
  add("?o quanto antes", just(Kind::asap));
  add("assim|logo que|q der|puder|puderem|possivel|conseguir|conseguirem|for", just(Kind::asap));
  add("imediatamente|urgente|urgentemente", just(Kind::asap));
  add("nesse|neste exato momento|instante|minuto", just(Kind::asap));
  add("nesse|neste momento|instante|minuto", just(Kind::asap));
  add("na mesma hora", just(Kind::asap));
  add("ja ja", just(Kind::later));
  add("ja $", just(Kind::asap));
  add("^ ja", just(Kind::asap));
  add("ja|agora mesmo|ja", just(Kind::asap));
  add("agora", just(Kind::asap));
  add("depois|apos ?de ?do|o almoco", part(kAfterLunch));
  add("antes do almoco", part(kMorning));
  add("?na|no ?hora|horario ?do|de almoco", part(kLunch));
  add("fim|final|fimzinho|finalzinho da|de|do tarde|dia|expediente", part(kLateAfternoon));
  add("comeco|inicio da tarde", part(kEarlyAfternoon));
  add("comeco|inicio da manha", part(kMorning));
  add("comeco|inicio da noite", part(kEvening));
  add("depois de amanha", day(2));
  add("anteontem", day(-2));
  add("ontem", day(-1));
  add("amanha", day(1));
  add("hoje", day(0));
  add("semana que vem", period(TimePeriod::next_week));
  add("proxima|outra semana", period(TimePeriod::next_week));
  add("semana seguinte", period(TimePeriod::next_week));
  add("essa|esta|nesta|nessa semana", period(TimePeriod::this_week));
  add("mes que vem", period(TimePeriod::next_month));
  add("proximo|outro mes", period(TimePeriod::next_month));
  add("fim|final de semana", period(TimePeriod::weekend));
  add("segunda ?feira", weekday(1));
  add("terca ?feira", weekday(2));
  add("quarta ?feira", weekday(3));
  add("quinta ?feira", weekday(4));
  add("sexta ?feira", weekday(5));
  add("sabado", weekday(6));
  add("domingo", weekday(7));
  add("daqui ?a pouco|pouquinho", just(Kind::later));
  add("mais tarde|tardinho", just(Kind::later));
  add("mais pra|para frente|tarde", just(Kind::later));
  add("so|somente? depois das|da|do|de", just(Kind::after));
  add("nao antes das|da|do|de", just(Kind::after));
  add("depois|apos ?das|da|do|de|as ?umas", just(Kind::after));
  add("a partir das|da|do|de ?umas", just(Kind::after));
  add("antes das|da|do|de ?umas", just(Kind::before));
  add("ate ?no ?maximo ?as|a|o|ao ?umas", just(Kind::before));
  add("entre ?as|a|o ?umas", just(Kind::between, 1));
  add("das|da|de|do", just(Kind::between));
  add("madrugada|madrugadinha", part(kDawn));
  add("manha|manhazinha|cedo|cedinho", part(kMorning));
  add("tarde|tardinha|tardezinha", part(kAfternoon));
  add("noite|noitinha", part(kEvening));
  add("depois|outrora", just(Kind::later));
  add("logo ?mais", just(Kind::later));
  add("outro|algum|qualquer dia|momento|horario", just(Kind::later));
  add("outra|alguma|qualquer hora", just(Kind::later));
  add("um|uma # dia|hora desses|dessas", just(Kind::later));
  add("quando|se ?voce|voces|vcs|vc|eles der|puder|puderem|quiser|quiserem", just(Kind::later));
  return rules;
}

std::vector<WordPattern> months() {
  std::vector<WordPattern> all;
  for (const auto* names :
       {"janeiro|jan", "fevereiro|fev", "marco|mar", "abril|abr", "maio|mai", "junho|jun", "julho|jul",
        "agosto|ago", "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez"})
    all.emplace_back(names);
  return all;
}

TimeVocabulary build() {
  return {.language = number_words::Language::portuguese,
          .month_first = false,
          .rules = phrases(),
          .months = months(),
          .following_before = WordPattern("proxima|proximo|outra|outro"),
          .following_after = WordPattern("que vem"),
          .not_before = WordPattern("menos"),
          .not_after = WordPattern("?de|a|pela ?manha|tarde|noite nao"),
          .at = WordPattern("as|a|pelas|umas"),
          .between_end = WordPattern("e|a|as|ao|ate ?as|a|o|ao ?umas"),
          .range_link = WordPattern("as|ao|ate|- ?as|a|o|ao"),
          .duration_start = WordPattern(
              "daqui|dentro|em|mais ?ha|a|de ?mais ?ou ?menos ?uns|umas|cerca|aproximadamente ?de"),
          .duration_end = WordPattern("a partir de agora"),
          .joint = WordPattern("e"),
          .to_hour = WordPattern("para|pra|pras|pro|p ?as|a|o|os"),
          .past_hour = WordPattern("$ #"),
          .quarter = WordPattern("# quarto"),
          .half = WordPattern("meia"),
          .hours = WordPattern("h|hs|hr|hrs|hora|horas|horinha|horinhas"),
          .minutes = WordPattern("m|min|mins|minuto|minutos|minutinho|minutinhos"),
          .days = WordPattern("dia|dias"),
          .weeks = WordPattern("semana|semanas"),
          .half_hour = WordPattern("meia hora|horinha"),
          .quarter_hour = WordPattern("# quarto de hora"),
          .one_hour = WordPattern("hora|horinha"),
          .couple = WordPattern("$ #"),
          .and_half = WordPattern("e meia"),
          .noon = WordPattern("meio dia"),
          .midnight = WordPattern("meia noite"),
          .sharp = WordPattern("em ponto"),
          .part_link = WordPattern("da|de|pela|na|a|as"),
          .day_word = WordPattern("dia|data"),
          .of_month = WordPattern("de|do"),
          .of_next_month = WordPattern("do ?proximo mes ?que ?vem"),
          .weekday_by_number = WordPattern("a feira")};
}

}  // namespace

const TimeVocabulary& portuguese_time_words() {
  static const TimeVocabulary words = build();
  return words;
}

}  // namespace smarthandoff
