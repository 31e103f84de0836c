#include "handoff/name_sound.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace smarthandoff::destinations;

TEST_CASE("names that sound the same in Brazil have one sound") {
  const std::vector<std::vector<std::string_view>> groups = {{"jeni", "jenny", "geni", "genny"},
                                                             {"luis", "luiz", "luys"},
                                                             {"thiago", "tiago"},
                                                             {"carla", "karla"},
                                                             {"felipe", "phelipe", "fellipe"},
                                                             {"walter", "valter"},
                                                             {"michele", "mixele", "michelle"},
                                                             {"cecilia", "sesilia"},
                                                             {"hana", "anna", "ana"},
                                                             {"wilian", "wiliam", "vilian"},
                                                             {"kelly", "keli"}};
  for (const auto& group : groups)
    for (const auto name : group) {
      CAPTURE(name);
      CHECK(sound_of(name) == sound_of(group.front()));
    }
}

TEST_CASE("likeness grows with what two words share, and different people stay different") {
  struct Row {
    std::string_view one, other;
    int likeness;
  };
  const std::vector<Row> rows = {{"jeni", "jeni", 10},
                                 {"jeni", "jenny", 7},
                                 {"jeni", "jane", 0},
                                 {"maria", "mario", 0},
                                 {"rafael", "rafaela", 0},
                                 {"daniel", "daniele", 5},
                                 {"ana", "ane", 0},
                                 {"ti", "te", 0},
                                 {"financeiro", "finaceiro", 5},
                                 {"carlos", "calros", 5},
                                 {"financeiro", "fincaneiro", 4},
                                 {"atendimento", "atendimemto", 5},
                                 {"roberto", "alberto", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.one);
    CAPTURE(row.other);
    CHECK(likeness(row.one, row.other) == row.likeness);
    CHECK(likeness(row.other, row.one) == row.likeness);
  }
}

TEST_CASE("the distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("jeni", "jeni", 2) == 0);
  CHECK(edit_distance("jeni", "jenni", 2) == 1);
  CHECK(edit_distance("jeni", "jei", 2) == 1);
  CHECK(edit_distance("jeni", "jene", 2) == 1);
  CHECK(edit_distance("jeni", "jnei", 2) == 1);
  CHECK(edit_distance("jeni", "carlos", 2) > 2);
  CHECK(edit_distance("", "ab", 2) == 2);
}
