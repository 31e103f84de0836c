#pragma once

#include <string>
#include <utility>

namespace smarthandoff {

// A password or token. It is read only by reveal(), so that it cannot reach a log, an error text or a
// comparison by accident; repr, JSON and streams show "***".
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  // The secret itself, for the one place that sends it.
  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace smarthandoff
