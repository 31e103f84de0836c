#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/engine/operation.hpp>

#include "fuzz/targets.hpp"

namespace fuzz {
namespace {

using namespace smarthandoff;

// The operation of this name; of a name that is none, any, so that no input is wasted.
const Operation& operation_of(std::string_view name) {
  const auto& table = operations();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Operation& one) { return one.name == name; });
  if (found != table.end()) return *found;
  return table[name.empty() ? 0 : static_cast<unsigned char>(name.front()) % table.size()];
}

std::shared_ptr<void> read(const Type& type, std::string_view json) {
  auto value = type.create();
  try {
    from_json(type, value.get(), json);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_argument, "what cannot be read is an invalid argument");
    return nullptr;
  }
  return value;
}

void check_round_trip(const Type& type, std::string_view json) {
  const auto value = read(type, json);
  if (!value) return;
  const std::string written = to_json(type, value.get());
  const auto again = read(type, written);
  require(again != nullptr, "what was written can be read: " + written);
  require(to_json(type, again.get()) == written, "and says the same: " + written);
}

}  // namespace

void operations(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const Operation& operation = operation_of(input.substr(0, end));
  const std::string_view json = input.substr(std::min(end + 1, input.size()));
  check_round_trip(*operation.request, json);
  check_round_trip(*operation.response, json);
}

}  // namespace fuzz
