#include <doctest/doctest.h>

#include <vector>

#include "base/document_mask.hpp"

using smarthandoff::mask_documents;

TEST_CASE("documents in free text are masked however they are written, and nothing else is") {
  struct Row {
    const char *said, *shown;
  };
  const std::vector<Row> rows = {
      {"meu CPF é 529.982.247-25", "meu CPF é ***.982.247-**"},
      {"52998224725, do boleto", "***.982.247-**, do boleto"},
      {"cpf 529 982 247 25 e 529.982.247-25.", "cpf ***.982.247-** e ***.982.247-**."},
      {"CNPJ 12.ABC.345/01DE-35", "CNPJ **.***.345/01DE-**"},
      {"11.222.333/0001-81 e 11222333000181", "**.***.333/0001-** e **.***.333/0001-**"},
      {"529.982.247-26 tem outro dígito", "529.982.247-26 tem outro dígito"},
      {"ligue 18 99775-1234, pedido 152998224725", "ligue 18 99775-1234, pedido 152998224725"},
      {"protocolo 5299822472", "protocolo 5299822472"},
      {"boleto de R$ 1.234,56 vencido", "boleto de R$ 1.234,56 vencido"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.said);
    CHECK(mask_documents(row.said) == row.shown);
  }
}
