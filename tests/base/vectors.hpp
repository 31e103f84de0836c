#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

// The recorded vectors of tests/data/vectors.
inline nlohmann::json load_vectors(const std::string& name) {
  std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/vectors/" + name);
  if (!file) throw std::runtime_error("no vectors in " + name);
  return nlohmann::json::parse(file).at("vectors");
}

// Compares one expected field, if the vector has it, with our text for it; null means absent.
inline void check_field(const nlohmann::json& expected, const std::string& field,
                        const std::optional<std::string>& actual) {
  if (!expected.contains(field)) return;
  const auto& value = expected.at(field);
  CAPTURE(field);
  if (value.is_null())
    CHECK_FALSE(actual.has_value());
  else
    CHECK(actual.value_or("(absent)") == value.get<std::string>());
}

inline void check_flag(const nlohmann::json& expected, const std::string& field, bool actual) {
  if (!expected.contains(field)) return;
  CAPTURE(field);
  CHECK(actual == expected.at(field).get<bool>());
}

inline std::string text_or(const nlohmann::json& vector, const std::string& field,
                           const std::string& otherwise) {
  return vector.contains(field) && vector.at(field).is_string() ? vector.at(field).get<std::string>()
                                                                : otherwise;
}
