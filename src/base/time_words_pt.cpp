#include "base/time_words.hpp"

#include <smarthandoff/base/immortal.hpp>

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

struct Phrases {
  std::vector<TimeRule> rules;

  void add(std::string_view pattern, const TimeMeaning& meaning) {
    rules.push_back({WordPattern(pattern), meaning});
  }
};

void add_soon(Phrases& to) {
  to.add("bom dia", just(Kind::ignored));
  to.add("boa tarde|noite", just(Kind::ignored));
  to.add("nao * agora !mesmo", just(Kind::later));
  to.add("agora|hoje ?eu nao", just(Kind::later));
  to.add("?o mais rapido|cedo|breve ?que possivel|der|puder|puderem|conseguir|conseguirem", just(Kind::asap));
  to.add("o mais rapido|cedo|breve", just(Kind::asap));
  to.add("?o quanto antes", just(Kind::asap));
  to.add("assim|logo que|q der|puder|puderem|possivel|conseguir|conseguirem|for", just(Kind::asap));
  to.add(
      "assim|logo que|q * livre|disponivel|desocupado|desocupada|desocupar|liberado|liberada|puder|puderem",
      just(Kind::asap));
  to.add("quando * livre|disponivel|desocupado|desocupada|desocupar|liberado|liberada", just(Kind::asap));
  to.add("quando der|puder|puderem", just(Kind::asap));
  to.add("imediatamente|urgente|urgentemente", just(Kind::asap));
  to.add("nesse|neste exato momento|instante|minuto", just(Kind::asap));
  to.add("nesse|neste momento|instante|minuto", just(Kind::asap));
  to.add("na mesma hora", just(Kind::asap));
  to.add("ja ja", just(Kind::later));
  to.add("ja $", just(Kind::asap));
  to.add("^ ja", just(Kind::asap));
  to.add("ja|agora mesmo|ja", just(Kind::asap));
  to.add("agora", just(Kind::asap));
}

void add_parts_of_day(Phrases& to) {
  to.add("depois|apos ?de ?do|o almoco", part(kAfterLunch));
  to.add("antes do almoco", part(kMorning));
  to.add("?na|no ?hora|horario ?do|de almoco", part(kLunch));
  to.add("fim|final|fimzinho|finalzinho da|de|do tarde|dia|expediente", part(kLateAfternoon));
  to.add("comeco|inicio da tarde", part(kEarlyAfternoon));
  to.add("comeco|inicio da manha", part(kMorning));
  to.add("comeco|inicio da noite", part(kEvening));
}

void add_holidays(Phrases& to) {
  const auto date = [](int month, int day) {
    return TimeMeaning{.kind = Kind::date, .value = month * 100 + day};
  };
  to.add("?na vespera de|do natal", date(12, 24));
  to.add("?na vespera de|do ano novo", date(12, 31));
  to.add("reveillon", date(12, 31));
  to.add("?dia ?de natal", date(12, 25));
  to.add("?dia ?de ano novo", date(1, 1));
  to.add("tiradentes", date(4, 21));
  to.add("dia ?do trabalho|trabalhador", date(5, 1));
  to.add("finados", date(11, 2));
  to.add("dia das|dos maes|pais|criancas|namorados|professores", just(Kind::holiday));
  to.add("carnaval|pascoa|feriado|feriadao|corpus|quaresma", just(Kind::holiday));
}

void add_past(Phrases& to) {
  to.add(
      "segunda|terca|quarta|quinta|sexta|sabado|domingo|semana|mes|ano ?feira passada|passado|retrasada|"
      "retrasado|anterior",
      just(Kind::past));
  to.add("ultima|ultimo segunda|terca|quarta|quinta|sexta|sabado|domingo", just(Kind::past));
}

void add_days(Phrases& to) {
  add_past(to);
  add_holidays(to);
  to.add("depois de amanha", day(2));
  to.add("anteontem", day(-2));
  to.add("ontem", day(-1));
  to.add("amanha", day(1));
  to.add("hoje", day(0));
  to.add("semana que vem", period(TimePeriod::next_week));
  to.add("proxima|outra semana", period(TimePeriod::next_week));
  to.add("semana seguinte", period(TimePeriod::next_week));
  to.add("essa|esta|nesta|nessa semana", period(TimePeriod::this_week));
  to.add("mes que vem", period(TimePeriod::next_month));
  to.add("proximo|outro mes", period(TimePeriod::next_month));
  to.add("fim|final de semana", period(TimePeriod::weekend));
  to.add("segunda ?feira", weekday(1));
  to.add("terca ?feira", weekday(2));
  to.add("quarta ?feira", weekday(3));
  to.add("quinta ?feira", weekday(4));
  to.add("sexta ?feira", weekday(5));
  to.add("sabado", weekday(6));
  to.add("domingo", weekday(7));
  to.add("seg", weekday(1));
  to.add("^ ?na ter !que|tempo|de|um|uma", weekday(2));
  to.add("qua", weekday(3));
  to.add("qui", weekday(4));
  to.add("sex", weekday(5));
  to.add("sab", weekday(6));
  to.add("dom !#", weekday(7));
  to.add("daqui ?a pouco|pouquinho", just(Kind::later));
}

void add_relations(Phrases& to) {
  to.add("mais tarde|tardinho # pouco|pouquinho|tiquinho", just(Kind::later));
  to.add(
      "# pouco|pouquinho|tiquinho|tempo|tempinho|instante|instantinho|momento|momentinho|segundo|segundinho",
      just(Kind::ignored));
  to.add("# horario|data|vez|ligacao|telefonema|retorno|pessoa|atendente|coisa|opcao !de",
         just(Kind::ignored));
  to.add("mais tarde|tardinho", just(Kind::later));
  to.add("mais pra|para frente|tarde", just(Kind::later));
  to.add("so|somente? depois das|da|do|de", just(Kind::after));
  to.add("nao antes das|da|do|de", just(Kind::after));
  to.add("depois|apos ?das|da|do|de|as ?umas", just(Kind::after));
  to.add("a partir das|da|do|de ?umas", just(Kind::after));
  to.add("antes das|da|do|de ?umas", just(Kind::before));
  to.add("ate ?no ?maximo ?as|a|o|ao ?umas", just(Kind::before));
  to.add("entre ?as|a|o ?umas", just(Kind::between, 1));
  to.add("das|da|de|do", just(Kind::between));
  to.add("madrugada|madrugadinha", part(kDawn));
  to.add("manha|manhazinha|cedo|cedinho", part(kMorning));
  to.add("tarde|tardinha|tardezinha", part(kAfternoon));
  to.add("noite|noitinha", part(kEvening));
  to.add("depois|outrora", just(Kind::later));
  to.add("logo ?mais", just(Kind::later));
  to.add("outro|algum|qualquer dia|momento|horario", just(Kind::later));
  to.add("outra|alguma|qualquer hora", just(Kind::later));
  to.add("um|uma # dia|hora desses|dessas", just(Kind::later));
  to.add("quando|se ?voce|voces|vcs|vc|eles der|puder|puderem|quiser|quiserem", just(Kind::later));
}

std::vector<TimeRule> phrases() {
  Phrases all;
  add_soon(all);
  add_parts_of_day(all);
  add_days(all);
  add_relations(all);
  return std::move(all.rules);
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
          .choice_link = WordPattern("?, ou ?ate|talvez|entao|as|a|pelas ?as|a|pelas"),
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
          .seconds = WordPattern("segundo|segundos|segundinho|segundinhos"),
          .days = WordPattern("dia|dias"),
          .weeks = WordPattern("semana|semanas"),
          .half_hour = WordPattern("meia hora|horinha"),
          .quarter_hour = WordPattern("# quarto de hora"),
          .one_hour = WordPattern("hora|horinha"),
          .one = WordPattern("$ #"),
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
  static const Immortal<TimeVocabulary> words = build();
  return words;
}

}  // namespace smarthandoff
