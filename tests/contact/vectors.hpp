#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

// The recorded vectors of tests/data/vectors, whole.
inline nlohmann::json load_file(const std::string& name) {
  std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/vectors/" + name);
  if (!file) throw std::runtime_error("no file " + name);
  return nlohmann::json::parse(file);
}
