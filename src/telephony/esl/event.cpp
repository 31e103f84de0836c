#include <smarthandoff/telephony/esl/event.hpp>

#include <algorithm>

#include <smarthandoff/telephony/esl/text.hpp>

#include "telephony/esl/content.hpp"

namespace smarthandoff::esl {
namespace {

constexpr std::string_view kArrayPrefix = "ARRAY::";
constexpr std::string_view kArraySeparator = "|:";

std::vector<std::string> split_array(std::string_view elements) {
  std::vector<std::string> list;
  for (;;) {
    const std::size_t end = elements.find(kArraySeparator);
    list.emplace_back(elements.substr(0, end));
    if (end == std::string_view::npos) return list;
    elements.remove_prefix(end + kArraySeparator.size());
  }
}

}  // namespace

Event::Event() : content_(std::make_shared<const Content>()) {}

Event::Event(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

std::size_t Event::size() const {
  return content_->source == EventSource::none ? 0 : content_->fields.size() - content_->event_first;
}

std::optional<std::size_t> Event::find(std::string_view header) const {
  const std::string_view text = content_->bytes;
  const Field* fields = content_->fields.data() + content_->event_first;
  const std::size_t count = size();
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i].name_size == header.size() && fields[i].name(text) == header) return i;
  }
  return std::nullopt;
}

std::string_view Event::name_at(std::size_t index) const {
  return content_->fields[content_->event_first + index].name(content_->bytes);
}

std::string_view Event::value_at(std::size_t index, std::string& scratch) const {
  const std::string_view value = content_->fields[content_->event_first + index].value(content_->bytes);
  return content_->source == EventSource::json ? value : percent_decode(value, scratch);
}

std::string Event::value_at(std::size_t index) const {
  const std::string_view value = content_->fields[content_->event_first + index].value(content_->bytes);
  return content_->source == EventSource::json ? std::string(value) : percent_decode(value);
}

std::string_view Event::name() const {
  const auto index = find("Event-Name");
  // Names of events are capitals and underscores, which no encoding touches.
  return index ? content_->fields[content_->event_first + *index].value(content_->bytes) : std::string_view();
}

bool Event::has(std::string_view header) const {
  return find(header).has_value();
}

std::optional<std::string> Event::get(std::string_view header) const {
  const auto index = find(header);
  if (!index) return std::nullopt;
  return value_at(*index);
}

std::string Event::value(std::string_view header) const {
  const auto index = find(header);
  return index ? value_at(*index) : std::string();
}

std::string_view Event::value(std::string_view header, std::string& scratch) const {
  const auto index = find(header);
  return index ? value_at(*index, scratch) : std::string_view();
}

std::string Event::variable(std::string_view name) const {
  std::string header = "variable_";
  return value(header.append(name));
}

std::vector<std::string> Event::list(std::string_view header) const {
  const auto index = find(header);
  if (!index) return {};
  for (const auto& [field, elements] : content_->lists) {
    if (field == content_->event_first + *index) return elements;
  }
  std::string value = value_at(*index);
  if (content_->source == EventSource::json || !value.starts_with(kArrayPrefix)) return {std::move(value)};
  return split_array(std::string_view(value).substr(kArrayPrefix.size()));
}

std::string_view Event::body() const {
  return std::string_view(content_->bytes).substr(content_->event_body_at, content_->event_body_size);
}

std::size_t Event::memory() const {
  return sizeof(Content) + content_->bytes.capacity() + content_->fields.capacity() * sizeof(Field);
}

}  // namespace smarthandoff::esl
