#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/text.hpp>

namespace text = smarthandoff::text;
using smarthandoff::Error;
using smarthandoff::ErrorCode;
using smarthandoff::TextOverride;

TEST_CASE("every text exists in both languages with the same placeholders") {
  REQUIRE(text::catalogue().size() > 100);
  std::string_view previous;
  for (const text::Entry& entry : text::catalogue()) {
    CAPTURE(entry.key);
    CHECK(entry.key > previous);  // sorted, and no key twice
    CHECK_FALSE(entry.pt_br.empty());
    CHECK_FALSE(entry.en_us.empty());
    CHECK(text::placeholders(entry.pt_br) == text::placeholders(entry.en_us));
    previous = entry.key;
  }
}

TEST_CASE("no text names a company or an assistant") {
  for (const text::Entry& entry : text::catalogue()) {
    CAPTURE(entry.key);
    for (const std::string_view word : {"Internet Play", "TR Telecom", "Lia", "0800"}) {
      CHECK(entry.pt_br.find(word) == std::string_view::npos);
      CHECK(entry.en_us.find(word) == std::string_view::npos);
    }
  }
}

TEST_CASE("a text is said in the language asked for, else in Portuguese") {
  struct Row {
    std::string_view key, language;
    text::Values values;
    std::string_view expected;
  };
  const std::vector<Row> rows = {
      {"handoff.busy", "pt-BR", {{"name", "Jeni"}}, "O ramal de Jeni está ocupado no momento."},
      {"handoff.busy", "en-US", {{"name", "Jeni"}}, "The extension Jeni is currently busy."},
      {"handoff.busy", "fr-FR", {{"name", "Jeni"}}, "O ramal de Jeni está ocupado no momento."},
      {"handoff.busy", "", {{"name", "Jeni"}}, "O ramal de Jeni está ocupado no momento."},
      {"handoff.rejected", "pt-BR", {}, "A chamada foi recusada."},
      {"handoff.hold",
       "en-US",
       {{"seconds", "30"}},
       "One moment, please. I will be back with you within 30 seconds."},
      {"dialogue.offer",
       "pt-BR",
       {},
       "Posso pedir para retornarem sua ligação, ou você prefere deixar um recado?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.key);
    CHECK(text::render(row.key, row.language, row.values, {}) == row.expected);
  }
}

TEST_CASE("a part in brackets is left out when one of its values is missing or empty") {
  const text::Values with{{"name", "Jeni"}, {"number", "18 99775-1234"}, {"time", "14:00"}};
  const text::Values without{{"name", "Jeni"}, {"number", "18 99775-1234"}};
  const text::Values empty{{"name", "Jeni"}, {"number", "18 99775-1234"}, {"time", ""}};
  const std::string start = "Perfeito! Jeni vai retornar para 18 99775-1234 assim que possível";
  const std::string end = ". Deseja receber uma confirmação por WhatsApp?";
  CHECK(text::render("dialogue.whatsapp", "pt-BR", with, {}) == start + " às 14:00" + end);
  CHECK(text::render("dialogue.whatsapp", "pt-BR", without, {}) == start + end);
  CHECK(text::render("dialogue.whatsapp", "pt-BR", empty, {}) == start + end);
  CHECK(text::render("messaging.audio", "pt-BR", {}, {}) == "[áudio]");
}

TEST_CASE("a tenant's own text replaces ours in its language only") {
  const std::vector<TextOverride> overrides = {
      {.key = "handoff.busy", .language = "pt-BR", .text = "{name} está em outra ligação."}};
  CHECK(text::render("handoff.busy", "pt-BR", {{"name", "Jeni"}}, overrides) ==
        "Jeni está em outra ligação.");
  CHECK(text::render("handoff.busy", "en-US", {{"name", "Jeni"}}, overrides) ==
        "The extension Jeni is currently busy.");
  CHECK(text::render("handoff.dnd", "pt-BR", {{"name", "Jeni"}}, overrides) ==
        "Jeni está em modo não perturbe.");
}

TEST_CASE("a tenant's text may use a value that is not always there") {
  const std::vector<TextOverride> overrides = {
      {.key = "dialogue.whatsapp", .language = "pt-BR", .text = "{name} liga {time}. WhatsApp?"}};
  CHECK(text::render("dialogue.whatsapp", "pt-BR", {{"name", "Jeni"}}, overrides) == "Jeni liga . WhatsApp?");
}

TEST_CASE("a value is inserted as it is and never expanded again") {
  const text::Values values{{"name", "{name}[{seconds}]{x}"}};
  CHECK(text::render("handoff.dnd", "en-US", values, {}) ==
        "{name}[{seconds}]{x} has Do Not Disturb enabled.");
}

TEST_CASE("an unknown key and a missing value are our own mistakes") {
  for (const std::string_view key : {"handoff.nonsense", "", "handoff.busy"}) {
    CAPTURE(key);
    try {
      text::render(key, "pt-BR", {}, {});
      FAIL("not refused");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::internal);
    }
  }
}

TEST_CASE("a tenant's text is refused when it could not be said") {
  CHECK_NOTHROW(text::check_override({.key = "handoff.busy", .language = "pt-BR", .text = "{name} ocupada"}));
  CHECK_NOTHROW(text::check_override({.key = "handoff.busy", .language = "pt-BR", .text = "Ocupado {"}));
  const std::vector<TextOverride> refused = {
      {.key = "handoff.nonsense", .language = "pt-BR", .text = "x"},
      {.key = "handoff.busy", .language = "fr-FR", .text = "x"},
      {.key = "handoff.busy", .language = "pt-BR", .text = "{number} ocupado"},
      {.key = "handoff.busy", .language = "pt-BR", .text = std::string(2001, 'x')},
  };
  for (const TextOverride& replacement : refused) {
    CAPTURE(replacement.text.substr(0, 20));
    CHECK_THROWS_AS(text::check_override(replacement), Error);
  }
  try {
    text::check_override(refused[0], "texts[3]");
  } catch (const Error& error) {
    CHECK(error.details().at("field") == "texts[3].key");
  }
}
