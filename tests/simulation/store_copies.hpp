#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace simulation {

// A SQLite store in memory (a file system that is memory, where there is one) whose state at an instant
// survives the engine: a killed process leaves exactly the bytes written so far.
class StoreCopies {
 public:
  StoreCopies();
  ~StoreCopies();
  StoreCopies(const StoreCopies&) = delete;
  StoreCopies& operator=(const StoreCopies&) = delete;

  std::string url() const;

  // What is on the disk now becomes the store that is opened next. Nobody may be writing.
  void crash();

 private:
  std::filesystem::path folder(std::size_t life) const;

  std::filesystem::path root_;
  std::size_t life_ = 0;
};

}  // namespace simulation
