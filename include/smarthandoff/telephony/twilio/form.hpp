#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What Twilio posts: application/x-www-form-urlencoded, also the query of a GET.
namespace smarthandoff::twilio {

inline constexpr std::size_t kMaxBody = 4 * 1024 * 1024;  // bytes; Twilio's own webhooks have some kilobytes

// One name and its value, decoded; a name may occur more than once.
struct FormField {
  std::string_view name;
  std::string_view value;
  bool operator==(const FormField&) const = default;
};

// A form, decoded into memory of its own that the next parse() uses again: one object a thread takes any
// number of requests without asking for memory. Not copied, because its fields look into it.
class Form {
 public:
  Form() = default;
  explicit Form(std::string_view encoded) { parse(encoded); }
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;

  // Replaces what is held. '+' is a blank; what is no %XX stays as it is; nothing is refused but more than
  // kMaxBody bytes (invalid_argument, field "body").
  void parse(std::string_view encoded);

  // In the order they came; valid until the next parse().
  const std::vector<FormField>& fields() const { return fields_; }

  // The first value of that name; none: nothing.
  std::optional<std::string_view> find(std::string_view name) const;

  // Names and values one after the other as Twilio signs them: by name in order of bytes, several values of
  // one name sorted and each once. Valid until the next parse().
  std::string_view signed_text();

 private:
  struct Key {
    std::uint64_t prefix = 0;  // the name's first bytes: most comparisons end here
    std::uint32_t index = 0;
  };

  std::string decoded_;
  std::vector<FormField> fields_;
  std::vector<Key> order_;
  std::string signed_text_;
  bool is_signed_text_made_ = false;
};

}  // namespace smarthandoff::twilio
