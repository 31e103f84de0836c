#pragma once

#include <string>
#include <string_view>

#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {

// All headers of an event, in the order of the recordings, with plain values; arrays as "ARRAY::a|:b".
Headers headers_of(const Model& model, const Emission& emission, std::int64_t sequence);

// The value of a header, or "".
std::string header_value(const Headers& headers, std::string_view name);

// "Name: value" lines with encoded values, a blank line, and the body if there is one.
std::string plain_text(const Headers& headers, const std::string& body);

// One JSON object, without a newline at its end; arrays as arrays, the body as "_body".
std::string json_text(const Headers& headers, const std::string& body);

// A JSON string with its quotes. Bytes that are no UTF-8 stay as they are, as the switch leaves them.
std::string json_string(std::string_view text);

// "2026-11-20 12:37:17" of an instant, in UTC.
std::string local_stamp(Instant instant);

// The leg's headers and variables, without those of an event.
Headers channel_headers(const Channel& channel, const Channel* other);

}  // namespace smarthandoff::telephony::simulator
