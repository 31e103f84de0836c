#include "handoff/destination_match.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace smarthandoff::destinations;

Destination person(std::string name, std::string number, std::string department,
                   std::vector<std::string> aliases = {}) {
  return {.name = std::move(name),
          .aliases = std::move(aliases),
          .number = std::move(number),
          .department = std::move(department)};
}

// A company as callers find it.
std::vector<Destination> company() {
  return {person("Jeni", "1004", "Financeiro", {"Jeniffer", "cobrança"}),
          person("Carlos Souza", "1005", "Comercial"),
          person("Carlos Lima", "1006", "Suporte Técnico"),
          person("Ana Maria", "1007", "Suporte Técnico", {"Aninha"}),
          person("José", "1008", "Comercial"),
          person("T.I.", "1009", "", {"informática"}),
          person("Rafaela", "1010", "Jurídico")};
}

std::string names_of(const Match& match) {
  std::string names;
  for (const Destination& each : match.found) names += (names.empty() ? "" : ", ") + each.name;
  return match.anyone ? "(anyone)" : names;
}

struct Row {
  std::string said, found;
  MatchedBy by;
};

void check(const std::vector<Row>& rows, const std::vector<Destination>& destinations) {
  for (const Row& row : rows) {
    CAPTURE(row.said);
    const Match match = smarthandoff::destinations::match(row.said, destinations);
    CHECK(names_of(match) == row.found);
    CHECK(match.by == row.by);
  }
}

}  // namespace

TEST_CASE("a person is found by what callers say") {
  using enum MatchedBy;
  check({{"Jeni", "Jeni", exact},
         {"Jeniffer", "Jeni", exact},
         {"jeni", "Jeni", folded},
         {"JENI!", "Jeni", folded},
         {"a Jeni", "Jeni", folded},
         {"quero falar com a Jeni, por favor", "Jeni", folded},
         {"a Jeni do financeiro", "Jeni", folded},
         {"bom dia, poderia me transferir para a jeni do setor financeiro?", "Jeni", folded},
         {"I would like to speak to Jeni in the financeiro department, please", "Jeni", folded},
         {"jose", "José", folded},
         {"o José", "José", folded},
         {"cobranca", "Jeni", folded},
         {"ramal 1004", "Jeni", folded},
         {"1004", "Jeni", folded},
         {"informatica", "T.I.", folded},
         {"o pessoal da TI", "T.I.", folded},
         {"T.I", "T.I.", folded},
         {"a Aninha do suporte", "Ana Maria", folded},
         {"o Carlos Souza", "Carlos Souza", folded},
         {"o Souza", "Carlos Souza", folded},
         {"o Carlos do comercial", "Carlos Souza", folded},
         {"o Carlos do suporte", "Carlos Lima", folded},
         {"quero falar com a Jeni sobre o suporte do meu comercial", "Jeni", folded}},
        company());
}

TEST_CASE("a department is found after names, close spelling last") {
  using enum MatchedBy;
  check({{"financeiro", "Jeni", department},
         {"com o setor financeiro", "Jeni", department},
         {"juridico", "Rafaela", department},
         {"quero falar sobre um contrato com o jurídico", "Rafaela", department},
         {"Jenny", "Jeni", spelling},
         {"a Geni", "Jeni", spelling},
         {"Jenifer", "Jeni", spelling},
         {"com a Genny do financeiro", "Jeni", department},
         {"o Karlos Sousa", "Carlos Souza", spelling},
         {"o finaceiro", "Jeni", spelling},
         {"Anna Maria", "Ana Maria", folded},
         {"juridicu", "Rafaela", spelling}},
        company());
}

TEST_CASE("equally good matches are all returned") {
  using enum MatchedBy;
  check({{"Carlos", "Carlos Souza, Carlos Lima", folded},
         {"quero falar com o Carlos", "Carlos Souza, Carlos Lima", folded},
         {"comercial", "Carlos Souza, José", department},
         {"suporte técnico", "Carlos Lima, Ana Maria", department},
         {"alguém do comercial", "Carlos Souza, José", department}},
        company());
}

TEST_CASE("whoever names nobody is told from whoever names somebody unknown") {
  using enum MatchedBy;
  check({{"alguém", "(anyone)", nothing},
         {"quero falar com alguém", "(anyone)", nothing},
         {"qualquer pessoa", "(anyone)", nothing},
         {"alguém que entenda de boleto", "(anyone)", nothing},
         {"um atendente, por favor", "(anyone)", nothing},
         {"uma pessoa de verdade", "(anyone)", nothing},
         {"quem estiver livre", "(anyone)", nothing},
         {"anyone", "(anyone)", nothing},
         {"someone from billing", "(anyone)", nothing},
         {"a real person please", "(anyone)", nothing},
         {"", "(anyone)", nothing},
         {"quero falar com", "(anyone)", nothing},
         {"Roberto", "", nothing},
         {"a pessoa chamada Roberto", "", nothing},
         {"Rafael", "", nothing},  // Rafaela is somebody else
         {"Joana", "", nothing},
         {"quero saber do meu carro", "", nothing},
         {"9999", "", nothing}},
        company());
}

TEST_CASE("a name that is exactly what was said wins over longer and likelier ones") {
  const std::vector<Destination> all = {person("Ana Maria", "1", ""), person("Ana", "2", "", {"Maria"}),
                                        person("Suporte", "3", ""),   person("Suporte Técnico", "4", ""),
                                        person("Jose", "5", ""),      person("José", "6", "")};
  using enum MatchedBy;
  check({{"Ana Maria", "Ana Maria", exact},
         {"a ana maria", "Ana Maria", folded},
         {"suporte", "Suporte", folded},
         {"o suporte", "Suporte", folded},
         {"o suporte tecnico", "Suporte Técnico", folded},
         {"José", "José", exact},
         {"JOSÉ", "Jose, José", folded}},
        all);
}

TEST_CASE("a destination that is switched off is found only where no other fits as well") {
  std::vector<Destination> all = {person("Jeni", "1004", "Financeiro"), person("Jeni", "1005", "Comercial"),
                                  person("Jane", "1006", "Suporte"), person("Marcos", "1007", "Suporte")};
  all[0].enabled = false;
  all[3].enabled = false;
  const auto both = match("Jeni", all);
  REQUIRE(both.found.size() == 1);
  CHECK(both.found[0].number == "1005");
  const auto off = match("o Marcos", all);
  REQUIRE(off.found.size() == 1);
  CHECK_FALSE(off.found[0].enabled);
}

TEST_CASE("names are filler words, symbols or of other scripts, and are found all the same") {
  const std::vector<Destination> all = {person("Área", "1", ""), person("Dona Seu", "2", ""),
                                        person("Юлия", "3", ""), person("D'Ávila, \"o {chefe}\"", "4", "")};
  using enum MatchedBy;
  check({{"area", "Área", folded},
         {"Dona Seu", "Dona Seu", exact},
         {"Юлия", "Юлия", exact},
         {"davila", "D'Ávila, \"o {chefe}\"", folded},
         {"o chefe", "D'Ávila, \"o {chefe}\"", folded}},
        all);
}

TEST_CASE("long and broken utterances end, and find nobody") {
  std::string noise;
  for (int i = 0; i < 400; ++i) noise += "palavra" + std::to_string(i) + " ";
  CHECK(match(noise, company()).found.empty());
  CHECK(match("\xFF\xFE\x80", company()).found.empty());
  CHECK(match(std::string(4096, 'a'), company()).found.empty());
}
