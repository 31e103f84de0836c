#include "flat_source.hpp"

#include "convert.hpp"
#include "environment.hpp"
#include "js_source.hpp"

namespace smarthandoff::node {

namespace {

// The cell behind the value that begins at `at`.
std::uint32_t behind(const Flat& flat, std::uint32_t at) {
  switch (static_cast<Flat::Cell>(flat.whole(at))) {
    case Flat::null:
    case Flat::false_:
    case Flat::true_:
      return at + 1;
    case Flat::number:
    case Flat::other:
      return at + 2;
    case Flat::text:
      return at + 3;
    case Flat::list:
    case Flat::object:
      break;
  }
  return flat.whole(at + 1);
}

// Turns begins and lengths, which JavaScript counts in UTF-16, into those of UTF-8, in the order of the
// texts.
class InBytes {
 public:
  InBytes(double* cells, std::string_view texts) : cells_(cells), texts_(texts) {}

  // False where two texts that met made a pair of their halves.
  bool value(std::uint32_t at) {
    const auto end = static_cast<std::uint32_t>(cells_[at + 1]);
    switch (static_cast<Flat::Cell>(static_cast<int>(cells_[at]))) {
      case Flat::text:
        next_ = at + 3;
        return text(at + 1);
      case Flat::list:
        for (next_ = at + 2; next_ < end;) {
          if (!value(next_)) return false;
        }
        return true;
      case Flat::object:
        for (next_ = at + 2; next_ < end;) {
          if (!text(next_) || !value(next_ + 2)) return false;
        }
        return true;
      case Flat::number:
      case Flat::other:
        next_ = at + 2;
        return true;
      default:
        next_ = at + 1;
        return true;
    }
  }

 private:
  bool text(std::uint32_t at) {
    auto units = static_cast<std::size_t>(cells_[at + 1]);
    const std::size_t begin = byte_;
    if (is_ascii(texts_.substr(byte_, units))) {
      byte_ += units;
      units = 0;
    }
    for (; units > 0; --units) {
      const auto lead = static_cast<unsigned char>(texts_[byte_]);
      byte_ += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      if (lead >= 0xf0 && --units == 0) return false;
    }
    cells_[at] = static_cast<double>(begin);
    cells_[at + 1] = static_cast<double>(byte_ - begin);
    return true;
  }

  double* cells_;
  std::string_view texts_;
  std::size_t byte_ = 0;
  std::uint32_t next_ = 0;  // the cell behind the last value
};

// Whether the texts are whole: U+FFFD stands for itself or for half a pair.
bool put_in_bytes(double* cells, std::string_view texts) {
  if (is_ascii(texts)) return true;
  return texts.find("\xef\xbf\xbd") == std::string_view::npos && InBytes(cells, texts).value(0);
}

}  // namespace

std::optional<Flat> flat_of(Napi::Value value) {
  const Napi::Env env = value.Env();
  const Environment& environment = Environment::of(env);
  if (environment.flatten.IsEmpty()) return std::nullopt;
  Napi::Value texts = environment.flatten.Call(env.Undefined(), {value});
  Flat flat{.cells = environment.cells};
  if (texts.IsArray()) {
    const auto both = texts.As<Napi::Array>();
    texts = both.Get(0U);
    flat.others = both.Get(1U).As<Napi::Array>();
  }
  if (!texts.IsString()) return std::nullopt;
  flat.texts = utf8_of(texts);
  if (!put_in_bytes(environment.cells, flat.texts)) return std::nullopt;
  if (!flat.others.IsEmpty()) {
    flat.kept.assign(flat.cells, flat.cells + flat.whole(1));
    flat.cells = flat.kept.data();
  }
  return flat;
}

std::optional<bool> FlatSource::boolean() const {
  if (cell_ != Flat::true_ && cell_ != Flat::false_) return std::nullopt;
  return cell_ == Flat::true_;
}

std::optional<std::int64_t> FlatSource::integer() const {
  return cell_ == Flat::number ? whole_number(flat_.cells[at_ + 1]) : std::nullopt;
}

std::optional<double> FlatSource::number() const {
  return cell_ == Flat::number ? std::optional(flat_.cells[at_ + 1]) : std::nullopt;
}

std::optional<std::string> FlatSource::text() const {
  return cell_ == Flat::text ? std::optional<std::string>(flat_.text_at(at_ + 1)) : std::nullopt;
}

bool FlatSource::elements(const std::function<void(const Source&)>& item) const {
  if (cell_ != Flat::list) return false;
  const std::uint32_t end = flat_.whole(at_ + 1);
  for (std::uint32_t at = at_ + 2; at < end; at = behind(flat_, at)) {
    if (flat_.whole(at) == Flat::other)
      item(JsSource(flat_.others.Get(flat_.whole(at + 1)), depth_ + 1));
    else
      item(FlatSource(flat_, at, depth_ + 1));
  }
  return true;
}

bool FlatSource::members(const std::function<void(const std::string&, const Source&)>& item) const {
  return each(item, true);
}

bool FlatSource::entries(const std::function<void(const std::string&, const Source&)>& item) const {
  return each(item, false);
}

bool FlatSource::each(const std::function<void(const std::string&, const Source&)>& item, bool rename) const {
  if (cell_ != Flat::object) return false;
  const std::uint32_t end = flat_.whole(at_ + 1);
  std::string name;
  for (std::uint32_t at = at_ + 2; at < end;) {
    name.clear();
    if (rename)
      append_snake_case(flat_.text_at(at), name);
    else
      name = flat_.text_at(at);
    at += 2;
    if (flat_.whole(at) == Flat::other)
      item(name, JsSource(flat_.others.Get(flat_.whole(at + 1)), depth_ + 1));
    else
      item(name, FlatSource(flat_, at, depth_ + 1));
    at = behind(flat_, at);
  }
  return true;
}

}  // namespace smarthandoff::node
