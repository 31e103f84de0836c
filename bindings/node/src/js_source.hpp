#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>

#include <napi.h>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe.hpp>

namespace smarthandoff::node {

// The number as a whole one; nothing for a fraction, and beyond what a double counts exactly.
inline std::optional<std::int64_t> whole_number(double given) {
  constexpr double kMaxSafeInteger = 9007199254740991.0;
  if (std::trunc(given) != given || std::abs(given) > kMaxSafeInteger) return std::nullopt;
  return static_cast<std::int64_t>(given);
}

// A JavaScript value, asked through Node-API: one call for each member and each text.
class JsSource final : public Source, public BytesSource {
 public:
  explicit JsSource(Napi::Value value, int depth = 0);

  bool is_null() const override { return type_ == napi_null || type_ == napi_undefined; }
  std::string kind() const override;
  std::optional<bool> boolean() const override;
  std::optional<std::int64_t> integer() const override;
  std::optional<double> number() const override;
  std::optional<std::string> text() const override;
  std::optional<std::string> bytes() const override;
  std::optional<Instant> instant() const override;
  std::optional<Money> money() const override;
  bool elements(const std::function<void(const Source&)>& item) const override;
  bool members(const std::function<void(const std::string&, const Source&)>& item) const override;
  bool entries(const std::function<void(const std::string&, const Source&)>& item) const override;

 private:
  bool each(const std::function<void(const std::string&, const Source&)>& item, bool rename) const;

  Napi::Value value_;
  napi_valuetype type_;
  int depth_;
};

}  // namespace smarthandoff::node
