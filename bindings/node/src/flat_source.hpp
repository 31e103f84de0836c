#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <napi.h>

#include <smarthandoff/base/describe.hpp>

namespace smarthandoff::node {

// A JavaScript value as lib/flatten.js wrote it: `cells` says what stands where, with the texts in one and
// what was neither of JSON's kinds nor plain beside it.
struct Flat {
  // The first cell of a value. Then: a number; a text's begin and length; the index of another; the cell
  // behind the last of a list or an object, whose members have their names' begin and length before them.
  enum Cell { null, false_, true_, number, text, other, list, object };

  const double* cells = nullptr;  // until something else is flattened
  std::vector<double> kept;       // or these, where reading the others may run code that does that
  std::string texts;
  Napi::Array others;

  std::uint32_t whole(std::uint32_t at) const { return static_cast<std::uint32_t>(cells[at]); }
  std::string_view text_at(std::uint32_t at) const {
    return std::string_view(texts).substr(whole(at), whole(at + 1));
  }
};

// Nothing where the value has to be read through Node-API: see flatten(). A text with half a surrogate pair,
// or what may be one, is not taken.
std::optional<Flat> flat_of(Napi::Value value);

// A flattened list, object or leaf. It takes less than JsSource takes, and never more: what it refuses is to
// be read by JsSource, whose word on it counts.
class FlatSource final : public Source {
 public:
  explicit FlatSource(const Flat& flat, std::uint32_t at = 0, int depth = 0)
      : flat_(flat), at_(at), depth_(depth), cell_(static_cast<Flat::Cell>(flat.whole(at))) {}

  bool is_null() const override { return cell_ == Flat::null; }
  std::string kind() const override { return "value"; }
  std::optional<bool> boolean() const override;
  std::optional<std::int64_t> integer() const override;
  std::optional<double> number() const override;
  std::optional<std::string> text() const override;
  std::optional<Instant> instant() const override { return std::nullopt; }
  std::optional<Money> money() const override { return std::nullopt; }
  bool elements(const std::function<void(const Source&)>& item) const override;
  bool members(const std::function<void(const std::string&, const Source&)>& item) const override;
  bool entries(const std::function<void(const std::string&, const Source&)>& item) const override;

 private:
  bool each(const std::function<void(const std::string&, const Source&)>& item, bool rename) const;

  const Flat& flat_;
  std::uint32_t at_;
  int depth_;
  Flat::Cell cell_;
};

}  // namespace smarthandoff::node
