#pragma once

#include <memory>
#include <string>
#include <vector>

#include "benchmark/durable/recorded_statements.hpp"

namespace smarthandoff::benchmark {

// SQLite without us: WAL, synchronous=FULL, each statement prepared once, our schema.
class RawSqlite {
 public:
  explicit RawSqlite(const std::string& path);
  ~RawSqlite();

  // Runs the statements with so many operations a commit. Ends the program on any error.
  void replay(const std::vector<Statement>& statements, std::size_t operations_a_commit);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One row of 300 bytes and one commit at a time.
void commit_rows(const std::string& path, int count);

}  // namespace smarthandoff::benchmark
