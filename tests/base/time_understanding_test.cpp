#include <random>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/names.hpp"
#include "base/vectors.hpp"

using namespace smarthandoff;
using understand::time;
using understand::TimeUnderstanding;
using understand::UnderstandTime;

namespace {

const Instant kNow = parse_rfc3339("2026-01-16T10:07:00-03:00");  // a Friday

void check_instant(const nlohmann::json& expected, const std::string& field,
                   const std::optional<Instant>& actual) {
  if (!expected.contains(field)) return;
  CAPTURE(field);
  if (expected.at(field).is_null()) {
    CHECK_FALSE(actual.has_value());
  } else {
    REQUIRE(actual.has_value());
    CHECK(to_rfc3339(*actual) == to_rfc3339(parse_rfc3339(expected.at(field).get<std::string>())));
  }
}

void check_time(const nlohmann::json& expected, const TimeUnderstanding& answer) {
  check_field(expected, "kind", names::of(answer.kind));
  check_field(expected, "treatment", names::of(answer.treatment));
  check_field(expected, "reason", names::of(answer.reason));
  check_field(expected, "inferred", names::of(answer.inferred));
  check_field(expected, "intent", names::of(answer.intent));
  check_flag(expected, "outsideHours", answer.outside_hours);
  check_field(expected, "local", answer.local);
  check_field(expected, "localFrom", answer.local_from);
  check_field(expected, "localTo", answer.local_to);
  check_instant(expected, "utc", answer.utc);
  check_instant(expected, "utcFrom", answer.utc_from);
  check_instant(expected, "utcTo", answer.utc_to);
  if (expected.contains("localCandidates"))
    CHECK(answer.local_candidates == expected.at("localCandidates").get<std::vector<std::string>>());
  if (expected.contains("utcCandidates")) {
    std::vector<Instant> candidates;
    for (const std::string text : expected.at("utcCandidates")) candidates.push_back(parse_rfc3339(text));
    CHECK(answer.utc_candidates == candidates);
  }
}

// "instant schedule 2026-01-16T14:00", "window ask 2026-01-16T18:00..", "ambiguous ask a b", with what was
// inferred after a slash.
std::string summary(const TimeUnderstanding& answer) {
  std::string text = names::of(answer.kind) + " " + names::of(answer.treatment);
  if (answer.local && answer.kind == understand::TimeKind::instant) text += " " + *answer.local;
  if (answer.local_from) text += " " + *answer.local_from + ".." + answer.local_to.value_or("");
  for (const auto& candidate : answer.local_candidates) text += " " + candidate;
  if (answer.reason) text += " " + names::of(*answer.reason);
  if (answer.inferred) text += " /" + names::of(*answer.inferred);
  if (answer.outside_hours) text += " closed";
  return text;
}

struct Row {
  std::string text;
  std::string expected;
};

void check_rows(std::initializer_list<Row> rows, const std::string& language, const std::string& zone,
                Instant now = kNow) {
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(summary(time({.text = row.text, .now = now, .zone = zone, .language = language})) == row.expected);
  }
}

}  // namespace

TEST_CASE("every recorded time is understood as written down") {
  for (const auto& vector : load_vectors("times.json")) {
    const std::string id = vector.at("id");
    CAPTURE(id);
    check_time(vector.at("expected"), time({.text = vector.at("input"),
                                            .now = kNow,
                                            .zone = vector.at("timezone"),
                                            .language = vector.at("locale")}));
  }
}

TEST_CASE("clock readings in Portuguese choose the next plausible time") {
  check_rows(
      {
          {"às 2", "instant confirm 2026-01-16T14:00 /pm"},
          {"às 10h", "instant confirm 2026-01-17T10:00 /next_day"},
          {"às 11", "instant schedule 2026-01-16T11:00"},
          {"às doze", "instant schedule 2026-01-16T12:00"},
          {"14:30", "instant schedule 2026-01-16T14:30"},
          {"às 14 horas", "instant schedule 2026-01-16T14:00"},
          {"14 horas e 30 minutos", "instant schedule 2026-01-16T14:30"},
          {"pode ser às 15?", "instant schedule 2026-01-16T15:00"},
          {"às quinze e trinta", "instant schedule 2026-01-16T15:30"},
          {"às 1430", "instant schedule 2026-01-16T14:30"},
          {"14 30", "instant schedule 2026-01-16T14:30"},
          {"três da tarde", "instant schedule 2026-01-16T15:00"},
          {"às 3 e 15 da tarde", "instant schedule 2026-01-16T15:15"},
          {"duas e vinte e cinco", "instant confirm 2026-01-16T14:25 /pm"},
          {"onze e meia", "instant schedule 2026-01-16T11:30"},
          {"quinze para as três", "instant confirm 2026-01-16T14:45 /pm"},
          {"dez pras duas da madrugada", "instant confirm 2026-01-17T01:50 /next_day closed"},
          {"um quarto para as cinco da tarde", "instant schedule 2026-01-16T16:45"},
          {"faltando dez minutos para as seis da tarde", "instant schedule 2026-01-16T17:50"},
          {"quinze pra uma", "instant schedule 2026-01-16T12:45"},
          {"meio dia e quinze", "instant schedule 2026-01-16T12:15"},
          {"quinze pro meio-dia", "instant schedule 2026-01-16T11:45"},
          {"meia-noite", "instant confirm 2026-01-17T00:00 /next_day closed"},
          {"vinte horas", "instant schedule 2026-01-16T20:00"},
          {"às vinte e uma e trinta", "instant confirm 2026-01-16T21:30 closed"},
          {"8 da noite", "instant schedule 2026-01-16T20:00"},
          {"oito e meia da noite", "instant schedule 2026-01-16T20:30"},
          {"uma hora", "instant confirm 2026-01-16T13:00 /pm"},
          {"lá pelas quatro da tarde", "instant schedule 2026-01-16T16:00"},
          {"nove e meia", "ambiguous ask 2026-01-16T21:30 2026-01-17T09:30"},
          {"às 14h ou às 15h", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"boa tarde, pode ligar às 11", "instant schedule 2026-01-16T11:00"},
          {"me dá uma ligada às 15h", "instant schedule 2026-01-16T15:00"},
          {"às 25h", "invalid ask hour_out_of_range"},
          {"14:60", "invalid ask minute_out_of_range"},
      },
      "pt-BR", "America/Sao_Paulo");
}

TEST_CASE("days in Portuguese are found, and rolled forward with a question") {
  check_rows(
      {
          {"amanhã às 2", "instant confirm 2026-01-17T14:00 /pm"},
          {"amanhã 10", "instant schedule 2026-01-17T10:00"},
          {"amanhã às 9 da manhã", "instant schedule 2026-01-17T09:00"},
          {"amanhã de manhã às 9", "instant schedule 2026-01-17T09:00"},
          {"hoje às 9", "instant confirm 2026-01-16T21:00 /pm closed"},
          {"hoje às 8 da manhã", "invalid ask past_time"},
          {"hoje às 5 da tarde", "instant schedule 2026-01-16T17:00"},
          {"ontem às 10", "invalid ask past_time"},
          {"segunda às 9", "instant schedule 2026-01-19T09:00"},
          {"segunda-feira que vem às 9h", "instant schedule 2026-01-19T09:00"},
          {"sexta que vem às 16h", "instant schedule 2026-01-23T16:00"},
          {"próxima sexta às 16h", "instant schedule 2026-01-23T16:00"},
          {"quarta da semana que vem às 11h", "instant schedule 2026-01-21T11:00"},
          {"2ª feira às 15h", "instant schedule 2026-01-19T15:00"},
          {"sábado às 17h", "instant confirm 2026-01-17T17:00 closed"},
          {"dia 5 às 14h", "instant confirm 2026-02-05T14:00 /next_month"},
          {"dia 16 às 15h", "instant schedule 2026-01-16T15:00"},
          {"dia 16 às 9h", "instant confirm 2026-02-16T09:00 /next_month"},
          {"dia 20 do mês que vem às 10h", "instant schedule 2026-02-20T10:00"},
          {"dia vinte e dois às três da tarde", "instant schedule 2026-01-22T15:00"},
          {"dia 20/02 às 10h", "instant schedule 2026-02-20T10:00"},
          {"20 de fevereiro às 10h", "instant schedule 2026-02-20T10:00"},
          {"dia primeiro de abril às 11h", "instant schedule 2026-04-01T11:00"},
          {"20/02/2026 14h", "instant schedule 2026-02-20T14:00"},
          {"10/01 às 14h", "instant confirm 2027-01-10T14:00 /next_year closed"},
          {"10/01/2026 às 14h", "invalid ask past_time"},
          {"dia 32 às 10h", "invalid ask no_such_date"},
          {"29/02 às 10h", "invalid ask no_such_date"},
          {"25/12 às 10h", "instant confirm 2026-12-25T10:00 closed"},
          {"hoje não, amanhã às 15h", "instant schedule 2026-01-17T15:00"},
          {"segunda ou terça às 10h", "unspecified ask"},
          {"daqui a dois dias às 10h", "instant confirm 2026-01-18T10:00 closed"},
          {"daqui a uma semana às 10h", "instant schedule 2026-01-23T10:00"},
      },
      "pt-BR", "America/Sao_Paulo");
}

TEST_CASE("lengths of time in Portuguese count from now") {
  check_rows(
      {
          {"daqui a meia hora", "instant schedule 2026-01-16T10:37"},
          {"em 15 minutos", "instant schedule 2026-01-16T10:22"},
          {"dentro de uma hora", "instant schedule 2026-01-16T11:07"},
          {"daqui uns vinte minutinhos", "instant schedule 2026-01-16T10:27"},
          {"daqui a uma hora e vinte", "instant schedule 2026-01-16T11:27"},
          {"daqui a 1h30", "instant schedule 2026-01-16T11:37"},
          {"daqui a hora e meia", "instant schedule 2026-01-16T11:37"},
          {"me liga em duas horas e meia", "instant schedule 2026-01-16T12:37"},
          {"20 minutos", "instant schedule 2026-01-16T10:27"},
          {"daqui a 12 horas", "instant confirm 2026-01-16T22:07 closed"},
      },
      "pt-BR", "America/Sao_Paulo");
}

TEST_CASE("windows and vague times in Portuguese are asked back") {
  check_rows(
      {
          {"entre 14h e 16h", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
          {"das 14 às 16", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
          {"entre duas e meia e quatro da tarde", "window schedule 2026-01-16T14:30..2026-01-16T16:00"},
          {"entre 2 e 4", "window confirm 2026-01-16T14:00..2026-01-16T16:00 /pm"},
          {"amanhã entre 9 e 11", "window schedule 2026-01-17T09:00..2026-01-17T11:00"},
          {"das 14h até as 16h", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
          {"das 9 ao meio-dia de segunda", "window schedule 2026-01-19T09:00..2026-01-19T12:00"},
          {"à noite", "window ask 2026-01-16T18:00..2026-01-16T22:00"},
          {"de manhã", "window ask 2026-01-16T10:07..2026-01-16T12:00"},
          {"segunda de manhã", "window ask 2026-01-19T08:00..2026-01-19T12:00"},
          {"depois do almoço", "window ask 2026-01-16T13:00..2026-01-16T18:00"},
          {"no fim da tarde", "window ask 2026-01-16T16:00..2026-01-16T18:00"},
          {"depois das duas", "window ask 2026-01-16T14:00.."},
          {"a partir das 15h", "window ask 2026-01-16T15:00.."},
          {"amanhã depois das 18h", "window ask 2026-01-17T18:00.. closed"},
          {"até as 17h", "window ask 2026-01-16T10:07..2026-01-16T17:00"},
          {"amanhã", "window ask 2026-01-17T00:00..2026-01-18T00:00"},
          {"mês que vem", "unspecified ask 2026-02-01T00:00..2026-03-01T00:00"},
          {"daqui a pouco", "unspecified ask"},
          {"outra hora", "unspecified ask"},
          {"agora não", "unspecified ask"},
          {"não posso agora", "unspecified ask"},
          {"qualquer dia desses", "unspecified ask"},
          {"hoje mais tarde", "unspecified ask"},
          {"", "unspecified ask"},
          {"não sei", "unspecified ask"},
          {"assim que puderem", "asap schedule"},
          {"assim que ele estiver livre", "asap schedule"},
          {"assim que a Jeni ficar livre", "asap schedule"},
          {"quando ela estiver disponível", "asap schedule"},
          {"quanto antes", "asap schedule"},
          {"já", "asap schedule"},
          {"pode ligar agora", "asap schedule"},
          {"imediatamente", "asap schedule"},
      },
      "pt-BR", "America/Sao_Paulo");
}

TEST_CASE("times in English are understood") {
  check_rows(
      {
          {"right now", "asap schedule"},
          {"as soon as possible", "asap schedule"},
          {"asap please", "asap schedule"},
          {"not right now", "unspecified ask"},
          {"later today", "unspecified ask"},
          {"some other time", "unspecified ask"},
          {"2:30 p.m.", "instant schedule 2026-01-16T14:30"},
          {"2pm", "instant schedule 2026-01-16T14:00"},
          {"at 14:00", "instant schedule 2026-01-16T14:00"},
          {"two thirty", "instant confirm 2026-01-16T14:30 /pm"},
          {"two oh five in the afternoon", "instant schedule 2026-01-16T14:05"},
          {"quarter to three", "instant confirm 2026-01-16T14:45 /pm"},
          {"a quarter past two", "instant confirm 2026-01-16T14:15 /pm"},
          {"ten to five in the afternoon", "instant schedule 2026-01-16T16:50"},
          {"five o'clock", "instant confirm 2026-01-16T17:00 /pm"},
          {"noon", "instant schedule 2026-01-16T12:00"},
          {"at 9", "instant schedule 2026-01-16T09:00"},
          {"12 pm", "instant schedule 2026-01-16T12:00"},
          {"tomorrow at noon", "instant schedule 2026-01-17T12:00"},
          {"the day after tomorrow at 3 pm", "instant schedule 2026-01-18T15:00"},
          {"monday at 10", "instant schedule 2026-01-19T10:00"},
          {"next monday at 10 am", "instant schedule 2026-01-19T10:00"},
          {"next friday at 4 pm", "instant schedule 2026-01-23T16:00"},
          {"friday at 4 pm", "instant confirm 2026-01-16T16:00"},
          {"january 20th at 10 am", "instant schedule 2026-01-20T10:00"},
          {"the 20th at 10 am", "instant schedule 2026-01-20T10:00"},
          {"the twenty first of january at 10 am", "instant schedule 2026-01-21T10:00"},
          {"2026-01-20 10:00 am", "instant schedule 2026-01-20T10:00"},
          {"tonight at 8", "instant schedule 2026-01-16T20:00"},
          {"tomorrow morning", "window ask 2026-01-17T08:00..2026-01-17T12:00"},
          {"this afternoon", "window ask 2026-01-16T12:00..2026-01-16T18:00"},
          {"between 2 and 4 pm", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
          {"from 2 to 4 pm", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
          {"5 to 7 pm", "window schedule 2026-01-16T17:00..2026-01-16T19:00"},
          {"from 11 am to 2 pm", "window schedule 2026-01-16T11:00..2026-01-16T14:00"},
          {"after 6 pm", "window ask 2026-01-16T18:00.."},
          {"before 11", "window ask 2026-01-16T08:07..2026-01-16T11:00"},
          {"in half an hour", "instant schedule 2026-01-16T08:37"},
          {"in an hour and a half", "instant schedule 2026-01-16T09:37"},
          {"in two and a half hours", "instant schedule 2026-01-16T10:37"},
          {"in a couple of hours", "instant schedule 2026-01-16T10:07"},
          {"20 minutes from now", "instant schedule 2026-01-16T08:27"},
          {"in an hour", "instant schedule 2026-01-16T09:07"},
          {"in a minute", "unspecified ask"},
          {"next week", "unspecified ask 2026-01-19T00:00..2026-01-26T00:00"},
          {"on the weekend", "unspecified ask 2026-01-17T00:00..2026-01-19T00:00"},
          {"at 13:75", "invalid ask minute_out_of_range"},
          {"02/30 at 10 am", "invalid ask no_such_date"},
          {"not tomorrow, monday at 10 am", "instant schedule 2026-01-19T10:00"},
      },
      "en-US", "America/New_York");
}

TEST_CASE("a range ends where its words end") {
  // "entre meio-dia e duas" was 12:02, "entre duas e quatro e meia" from 2:04.
  check_rows(
      {
          {"entre meio-dia e duas", "window schedule 2026-01-16T12:00..2026-01-16T14:00"},
          {"entre meio-dia e meia e duas", "window schedule 2026-01-16T12:30..2026-01-16T14:00"},
          {"entre meio-dia e quinze e duas", "window schedule 2026-01-16T12:15..2026-01-16T14:00"},
          {"entre meio-dia e uma e meia", "window schedule 2026-01-16T12:00..2026-01-16T13:30"},
          {"entre duas e quatro e meia", "window confirm 2026-01-16T14:00..2026-01-16T16:30 /pm"},
          {"entre duas e quinze e quatro", "window confirm 2026-01-16T14:15..2026-01-16T16:00 /pm"},
          {"do meio-dia às duas", "window schedule 2026-01-16T12:00..2026-01-16T14:00"},
          {"14-16", "window schedule 2026-01-16T14:00..2026-01-16T16:00"},
      },
      "pt-BR", "America/Sao_Paulo");
  check_rows({{"between noon and two", "window schedule 2026-01-16T12:00..2026-01-16T14:00"}}, "en-US",
             "America/Sao_Paulo");
}

TEST_CASE("what counts or orders something is no time") {
  // The "um" of "um pouco mais tarde" and the "primeiro" of "primeiro horário" were one o'clock.
  check_rows(
      {
          {"um pouco mais tarde", "unspecified ask"},
          {"mais tarde um pouco", "unspecified ask"},
          {"um pouquinho mais tarde", "unspecified ask"},
          {"espera um pouco", "unspecified ask"},
          {"um momento", "unspecified ask"},
          {"um minutinho", "unspecified ask"},
          {"primeiro horário", "unspecified ask"},
          {"o primeiro", "unspecified ask"},
          {"em um horário específico", "unspecified ask"},
          {"daqui a 2 ou 3 dias", "unspecified ask"},
          {"daqui a 2 ou 3 horas", "unspecified ask"},
          {"um pouco depois das 15h", "window ask 2026-01-16T15:00.."},
          {"dia primeiro às 10h", "instant confirm 2026-02-01T10:00 /next_month closed"},
          {"primeiro de abril às 11h", "instant schedule 2026-04-01T11:00"},
      },
      "pt-BR", "America/Sao_Paulo");
  check_rows(
      {
          {"the first available time", "unspecified ask"},
          {"the first one", "unspecified ask"},
          {"the first at 10 am", "instant confirm 2026-02-01T10:00 /next_month"},
      },
      "en-US", "America/New_York");
}

TEST_CASE("an hour is of the day that was named, or of none") {
  // The hour of "semana que vem às 10h" and of "no natal às 10h" was tomorrow's.
  check_rows(
      {
          {"semana que vem às 10h", "unspecified ask 2026-01-19T00:00..2026-01-26T00:00"},
          {"semana que vem de manhã", "unspecified ask 2026-01-19T00:00..2026-01-26T00:00"},
          {"fim de semana às 10h", "unspecified ask 2026-01-17T00:00..2026-01-19T00:00"},
          {"quarta da semana que vem às 11h", "instant schedule 2026-01-21T11:00"},
          {"no natal às 10h", "instant confirm 2026-12-25T10:00 closed"},
          {"na véspera de natal às 10h", "instant schedule 2026-12-24T10:00"},
          {"no carnaval às 10h", "unspecified ask"},
          {"no feriado às 10h", "unspecified ask"},
          {"seg às 10h", "instant schedule 2026-01-19T10:00"},
          {"ter às 10h", "instant schedule 2026-01-20T10:00"},
          {"sex às 16h", "instant confirm 2026-01-16T16:00"},
          {"sexta passada às 10h", "invalid ask past_time"},
          {"semana passada", "invalid ask past_time"},
      },
      "pt-BR", "America/Sao_Paulo");
  check_rows(
      {
          {"next week at 10 am", "unspecified ask 2026-01-19T00:00..2026-01-26T00:00"},
          {"christmas eve at 10 am", "instant schedule 2026-12-24T10:00"},
          {"on thanksgiving at 10 am", "unspecified ask"},
          {"last friday at 10 am", "invalid ask past_time"},
      },
      "en-US", "America/New_York");
}

TEST_CASE("a day with two names is one day if they agree") {
  check_rows(
      {
          {"segunda, dia 19, às 10h", "instant schedule 2026-01-19T10:00"},
          {"terça dia 20 às 10h", "instant schedule 2026-01-20T10:00"},
          {"segunda dia 26 às 10h", "instant schedule 2026-01-26T10:00"},
          {"segunda-feira, 19 de janeiro, às 10h", "instant schedule 2026-01-19T10:00"},
          {"segunda 19/01 às 10h", "instant schedule 2026-01-19T10:00"},
          {"amanhã dia 17 às 10h", "instant schedule 2026-01-17T10:00"},
          {"amanhã, sábado, às 10h", "instant schedule 2026-01-17T10:00"},
          {"hoje, sexta, dia 16 às 15h", "instant schedule 2026-01-16T15:00"},
          {"terça dia 19 às 10h", "unspecified ask"},
          {"amanhã dia 18 às 10h", "unspecified ask"},
          {"hoje, sexta, dia 17 às 15h", "unspecified ask"},
          {"hoje ou segunda às 15h", "unspecified ask"},
      },
      "pt-BR", "America/Sao_Paulo");
  check_rows(
      {
          {"monday the 19th at 10 am", "instant schedule 2026-01-19T10:00"},
          {"tomorrow, january 17th at 10 am", "instant schedule 2026-01-17T10:00"},
          {"tuesday the 19th at 10 am", "unspecified ask"},
      },
      "en-US", "America/New_York");
}

TEST_CASE("alternatives, seconds and dates in other writings") {
  check_rows(
      {
          {"às 2 ou 3", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"às 2 ou às 3", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"às 14h ou 15h", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"amanhã às 10 ou 11", "ambiguous ask 2026-01-17T10:00 2026-01-17T11:00"},
          {"daqui a 45 segundos", "instant schedule 2026-01-16T10:07"},
          {"01-02 às 10h", "instant confirm 2026-02-01T10:00 closed"},
          {"20-01 às 10h", "instant schedule 2026-01-20T10:00"},
          {"01.02 às 10h", "instant confirm 2026-02-01T10:00 closed"},
          {"20-01-2026 às 10h", "instant schedule 2026-01-20T10:00"},
          {"vinte do um às dez", "instant schedule 2026-01-20T10:00"},
          {"20 do 1 às 10h", "instant schedule 2026-01-20T10:00"},
          {"às 10 do dia 20", "instant schedule 2026-01-20T10:00"},
          {"daqui a uma semana", "window ask 2026-01-23T00:00..2026-01-24T00:00"},
      },
      "pt-BR", "America/Sao_Paulo");
  check_rows(
      {
          {"at 2 or 3 pm", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"at 2 or 3", "ambiguous ask 2026-01-16T14:00 2026-01-16T15:00"},
          {"in 45 seconds", "instant schedule 2026-01-16T08:07"},
          {"02-05 at 2pm", "instant schedule 2026-02-05T14:00"},
          {"in a week", "window ask 2026-01-23T00:00..2026-01-24T00:00"},
          {"in a week at 10 am", "instant schedule 2026-01-23T10:00"},
      },
      "en-US", "America/New_York");
}

TEST_CASE("a day that a month does not have is of the next month that has it") {
  check_rows({{"dia 30 às 10h", "instant confirm 2026-03-30T10:00 /next_month"},
              {"dia 30 do mês que vem às 10h", "invalid ask no_such_date"}},
             "pt-BR", "America/Sao_Paulo", parse_rfc3339("2026-01-31T10:00:00-03:00"));
  check_rows({{"dia 31 às 10h", "instant confirm 2026-03-31T10:00 /next_month"}}, "pt-BR",
             "America/Sao_Paulo", parse_rfc3339("2026-02-10T10:00:00-03:00"));
}

TEST_CASE("local times that clocks skip or repeat are refused") {
  check_rows({{"tomorrow at 2:30 am", "invalid ask no_such_time"}}, "en-US", "America/New_York",
             parse_rfc3339("2026-03-07T17:00:00Z"));
  check_rows({{"tomorrow at 1:30 am", "invalid ask ambiguous_time"}}, "en-US", "America/New_York",
             parse_rfc3339("2026-10-31T17:00:00Z"));
}

TEST_CASE("days are the zone's, not UTC's") {
  const Instant late = parse_rfc3339("2026-01-17T01:30:00Z");  // still the 16th in São Paulo
  check_rows({{"amanhã às 10h", "instant schedule 2026-01-17T10:00"}}, "pt-BR", "America/Sao_Paulo", late);
  check_rows({{"amanhã às 10h", "instant confirm 2026-01-18T10:00 closed"}}, "pt-BR", "UTC", late);
}

TEST_CASE("no reading lies before now, whatever the hour of the question") {
  for (int hour = 0; hour < 24; ++hour)
    for (int said = 0; said <= 24; ++said) {
      const Instant now = kNow + std::chrono::hours(hour) + Milliseconds(30'500);
      const auto minute = std::chrono::floor<std::chrono::minutes>(now);
      for (const char* form :
           {"às %d", "%d e meia", "amanhã às %d", "sexta às %d", "dia 17 às %d", "às %dh15"}) {
        char text[64];
        std::snprintf(text, sizeof text, form, said);
        const auto answer = time({.text = text, .now = now});
        CAPTURE(std::string(text));
        CAPTURE(hour);
        if (answer.utc) CHECK(*answer.utc >= minute);
        for (const Instant candidate : answer.utc_candidates) CHECK(candidate >= minute);
        CHECK(answer.utc_candidates.size() == answer.local_candidates.size());
      }
    }
}

TEST_CASE("two hours that are one, or of which one does not exist, are no choice") {
  // "às 2 ou às 14h" offered 14:00 twice, and a night on which clocks go forward the hour that is skipped.
  check_rows(
      {
          {"às 14h ou às 14h", "instant schedule 2026-01-16T14:00"},
          {"às 2 ou às 14h", "instant confirm 2026-01-16T14:00 /pm"},
      },
      "pt-BR", "America/Sao_Paulo");
  const Instant night = parse_rfc3339("2026-03-08T00:10:00-05:00");
  check_rows(
      {
          {"at 2:30 am or 3:30 am", "instant confirm 2026-03-08T03:30 closed"},
          {"at 2:15 am or 2:30 am", "invalid ask no_such_time"},
      },
      "en-US", "America/New_York", night);
}

TEST_CASE("a window on a night on which clocks go back does not begin or end before now") {
  // The hour from one to two happens twice; when it was named in its second turn, the first one was answered.
  const Instant second_turn = parse_rfc3339("2026-11-01T01:20:00-05:00");
  for (const char* text : {"between 1:10 am and 1:40 am", "after 1:30 am", "until 1:40 am"}) {
    CAPTURE(text);
    const auto answer =
        time({.text = text, .now = second_turn, .zone = "America/New_York", .language = "en-US"});
    REQUIRE(answer.kind == understand::TimeKind::window);
    CHECK(answer.utc_from.value() >= second_turn);
    if (answer.utc_to) CHECK(*answer.utc_to > second_turn);
  }
}

TEST_CASE("malformed arguments of a time are errors that name the field") {
  const auto refused_field = [](const UnderstandTime& request) -> std::string {
    try {
      time(request);
    } catch (const Error& error) {
      return error.details().at("field");
    }
    return "accepted";
  };
  CHECK(refused_field({.text = std::string(1 << 20, 'a'), .now = kNow}) == "text");
  CHECK(refused_field({.text = "às 10", .now = kNow, .zone = "Brasilia"}) == "zone");
  CHECK(refused_field({.text = "às 10", .now = kNow, .language = "fr-FR"}) == "language");
}

TEST_CASE("random words about time are answered and never crash") {
  const char* const words[] = {"às",       "10",      "h",     "30",     "amanhã", "dia",     "de",
                               "janeiro",  "/",       "e",     "meia",   "hora",   "para",    "entre",
                               "das",      "até",     "tarde", "99",     "sexta",  "que vem", ":",
                               "meio-dia", "daqui a", "uma",   "semana", "\xff",   "0"};
  std::mt19937 random(5);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto count = random() % 9; count > 0; --count)
      text += std::string(words[random() % std::size(words)]) + " ";
    CAPTURE(text);
    for (const char* language : {"pt-BR", "en-US"}) {
      const auto answer = time({.text = text, .now = kNow, .language = language});
      CHECK(answer.utc.has_value() == answer.local.has_value());
      CHECK(answer.utc_from.has_value() == answer.local_from.has_value());
    }
  }
}

TEST_CASE("the longest text about time is read in linear time") {
  std::string text;
  while (text.size() < 4080) text += "as 10 e meia do ";
  const auto start = std::chrono::steady_clock::now();
  time({.text = text, .now = kNow});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
