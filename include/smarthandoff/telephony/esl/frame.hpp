#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/telephony/esl/event.hpp>

namespace smarthandoff::esl {

// One message of the Event Socket protocol as it was framed: a header block and a body of Content-Length
// bytes. Immutable and cheap to copy. Views live as long as a copy of the frame does.
class Frame {
 public:
  // e.g. "auth/request", "command/reply", "api/response", "text/event-plain", "text/disconnect-notice".
  std::string_view content_type() const;

  // The header's value as sent, without percent-decoding; of a repeated name the first counts.
  std::optional<std::string_view> header(std::string_view name) const;

  // The number of headers, in the order sent, and each one's name and value as sent.
  std::size_t header_count() const;
  std::string_view header_name(std::size_t index) const;
  std::string_view header_value(std::size_t index) const;

  // The body, byte for byte; of a text/event-* frame the whole serialised event.
  std::string_view body() const;

  // The server's answer to a command: the body of an api/response, else `Reply-Text` (decoded where the
  // server encodes it, in its answer to `connect`), without the newline at its end.
  std::string answer_text() const;

  // True for text/event-plain, text/event-json and the answer to `connect` of an outbound socket.
  // text/event-xml is a frame with its raw body only.
  bool is_event() const;

  // The event; one without headers unless is_event(). JSON is parsed here, at each call: throws `corrupt`
  // if it is malformed or nests deeper than 64, which does not affect the framing: the next frame is good.
  Event event() const;

 private:
  friend class Decoder;
  explicit Frame(std::shared_ptr<const Content> content);

  std::shared_ptr<const Content> content_;
};

}  // namespace smarthandoff::esl
