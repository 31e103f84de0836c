#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

namespace twilio_data {

using Json = nlohmann::ordered_json;

inline Json read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Json::parse(file);
}

inline std::filesystem::path folder() {
  return std::filesystem::path(SMARTHANDOFF_TEST_DATA) / "twilio";
}

}  // namespace twilio_data
