#include <smarthandoff/telephony/twilio/form.hpp>

#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio {
namespace {

constexpr std::array<std::int8_t, 256> kHexValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
  }
  return values;
}();

int hex(char c) {
  return kHexValues[static_cast<unsigned char>(c)];
}

std::uint64_t prefix_of(std::string_view name) {
  std::uint64_t prefix = 0;
  const std::size_t size = std::min<std::size_t>(name.size(), 8);
  for (std::size_t i = 0; i < 8; ++i)
    prefix = (prefix << 8U) | (i < size ? static_cast<unsigned char>(name[i]) : 0U);
  return prefix;
}

// Decodes up to `stop` (or '&'); answers where it stopped. `out` has room for what is left.
const char* decode(const char* in, const char* end, char stop, char*& out) {
  for (; in != end; ++in) {
    const char c = *in;
    if (c == '&' || c == stop) break;
    if (c == '%' && end - in > 2 && hex(in[1]) >= 0 && hex(in[2]) >= 0) {
      *out++ = static_cast<char>(hex(in[1]) * 16 + hex(in[2]));
      in += 2;
    } else {
      *out++ = c == '+' ? ' ' : c;
    }
  }
  return in;
}

std::string_view between(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

}  // namespace

void Form::parse(std::string_view encoded) {
  if (encoded.size() > kMaxBody) throw invalid_field("body", "must have at most 4 MB");
  fields_.clear();
  is_signed_text_made_ = false;
  if (decoded_.size() < encoded.size()) decoded_.resize(encoded.size());
  char* out = decoded_.data();
  const char* in = encoded.data();
  const char* const end = in + encoded.size();
  while (in != end) {
    const char* const name = out;
    const char* const first = in;
    in = decode(in, end, '=', out);
    const std::string_view name_text = between(name, out);
    const char* const value = out;
    if (in != end && *in == '=') in = decode(in + 1, end, '&', out);
    if (in != first) fields_.push_back({name_text, between(value, out)});
    if (in != end) ++in;
  }
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const FormField& field : fields_)
    if (field.name == name) return field.value;
  return std::nullopt;
}

std::string_view Form::signed_text() {
  if (is_signed_text_made_) return signed_text_;
  order_.clear();
  for (const FormField& field : fields_)
    order_.push_back({prefix_of(field.name), static_cast<std::uint32_t>(order_.size())});
  std::sort(order_.begin(), order_.end(), [&](const Key& a, const Key& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const FormField& left = fields_[a.index];
    const FormField& right = fields_[b.index];
    const int names = left.name.compare(right.name);
    return names != 0 ? names < 0 : left.value < right.value;
  });
  signed_text_.clear();
  const FormField* last = nullptr;
  for (const Key& key : order_) {
    const FormField& field = fields_[key.index];
    if (last != nullptr && *last == field) continue;
    signed_text_.append(field.name).append(field.value);
    last = &field;
  }
  is_signed_text_made_ = true;
  return signed_text_;
}

}  // namespace smarthandoff::twilio
