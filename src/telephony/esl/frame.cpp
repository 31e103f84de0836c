#include <smarthandoff/telephony/esl/frame.hpp>

#include <smarthandoff/telephony/esl/text.hpp>

#include "telephony/esl/content.hpp"

namespace smarthandoff::esl {

Frame::Frame(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

std::optional<std::string_view> Frame::header(std::string_view name) const {
  for (std::size_t i = 0; i < content_->frame_fields; ++i) {
    if (same_name(header_name(i), name)) return header_value(i);
  }
  return std::nullopt;
}

std::size_t Frame::header_count() const {
  return content_->frame_fields;
}

std::string_view Frame::header_name(std::size_t index) const {
  return content_->fields[index].name(content_->bytes);
}

std::string_view Frame::header_value(std::size_t index) const {
  return content_->fields[index].value(content_->bytes);
}

std::string_view Frame::content_type() const {
  return header("Content-Type").value_or(std::string_view());
}

std::string_view Frame::body() const {
  return std::string_view(content_->bytes).substr(content_->body_at);
}

std::string Frame::answer_text() const {
  std::string text;
  if (content_type() == "api/response") {
    text = body();
  } else if (content_->source == EventSource::connect_reply) {
    text = event().value("Reply-Text");
  } else {
    text = header("Reply-Text").value_or(std::string_view());
  }
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

bool Frame::is_event() const {
  return content_->source != EventSource::none;
}

Event Frame::event() const {
  if (content_->source == EventSource::json) return Event(read_json_event(body()));
  return Event(content_);
}

}  // namespace smarthandoff::esl
