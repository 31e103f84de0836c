#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace test_support {

// A SQLite store in a folder of its own, which is gone with its companions when the test ends.
class TemporaryStore {
 public:
  TemporaryStore() {
    std::string name = (std::filesystem::temp_directory_path() / "smarthandoff-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~TemporaryStore() { std::filesystem::remove_all(folder); }
  TemporaryStore(const TemporaryStore&) = delete;
  TemporaryStore& operator=(const TemporaryStore&) = delete;

  std::string url() const { return "sqlite:///" + (folder / "store.db").string(); }

  std::filesystem::path folder;
};

}  // namespace test_support
