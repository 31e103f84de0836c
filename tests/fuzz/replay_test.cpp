#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/engine/operation.hpp>

#include "fuzz/targets.hpp"

namespace {

struct Target {
  const char* name;
  void (*run)(std::string_view);
};
constexpr Target kTargets[] = {{"esl", fuzz::esl},
                               {"whatsapp", fuzz::whatsapp},
                               {"phone", fuzz::phone},
                               {"time", fuzz::time},
                               {"operations", fuzz::operations}};

std::vector<std::filesystem::path> corpus(const char* target) {
  const auto folder = std::filesystem::path(SMARTHANDOFF_TEST_DATA) / "fuzz" / target;
  return {std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()};
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("every input of the fuzzers' corpus keeps the invariants of its parser") {
  for (const Target& target : kTargets) {
    CAPTURE(target.name);
    const auto files = corpus(target.name);
    CHECK(files.size() >= 10);
    for (const auto& path : files) {
      CAPTURE(path.filename().string());
      const std::string input = content(path);
      CHECK_NOTHROW(target.run(input));
    }
  }
}

TEST_CASE("every input of the corpus cut short or with a byte changed keeps them too") {
  for (const Target& target : kTargets) {
    CAPTURE(target.name);
    for (const auto& path : corpus(target.name)) {
      CAPTURE(path.filename().string());
      const std::string input = content(path);
      for (const std::size_t part : {1, 2, 3}) {
        const std::size_t at = input.size() * part / 4;
        CAPTURE(at);
        CHECK_NOTHROW(target.run(std::string_view(input).substr(0, at)));
        std::string changed = input;
        if (at < changed.size()) changed[at] = static_cast<char>(changed[at] ^ 0x15);
        CHECK_NOTHROW(target.run(changed));
      }
    }
  }
}

TEST_CASE("the empty request of every operation says the same after a round trip") {
  for (const auto& operation : smarthandoff::operations()) {
    CAPTURE(operation.name);
    const auto request = operation.request->create();
    const std::string json = smarthandoff::to_json(*operation.request, request.get());
    CHECK_NOTHROW(fuzz::operations(operation.name + "\n" + json));
  }
}
