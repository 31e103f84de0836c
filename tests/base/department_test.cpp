#include "base/department.hpp"

#include <doctest/doctest.h>

using smarthandoff::department_key;

TEST_CASE("case, accents and blanks around it do not make another department") {
  CHECK(department_key("Recepção") == department_key(" RECEPCAO\t"));
  CHECK(department_key("Vendas") != department_key("Vendas 2"));
  CHECK(department_key(" \t").empty());
}
