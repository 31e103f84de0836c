#pragma once

#include <functional>
#include <string>
#include <vector>

#include <smarthandoff/storage/context.hpp>

// What operations ask of the store, written down to be asked again without the engine.
namespace smarthandoff::benchmark {

struct Statement {
  std::string_view sql;  // the program's own text, which lives as long as it does
  std::vector<storage::Value> values;
  bool ends_operation = false;
};

// Runs `work` for 0 .. count-1 on an in-memory store, as the engine's writer would, and answers every
// statement with its parameters, those of events and jobs included.
std::vector<Statement> record(int count, const std::function<void(Context&, int)>& work);

}  // namespace smarthandoff::benchmark
