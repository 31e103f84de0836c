#pragma once

#include <optional>
#include <string>

#include <smarthandoff/http/client.hpp>

namespace smarthandoff::twilio_double {

// Takes the next whole request off the bytes that have come; nothing while it is incomplete. `url` is the
// target as it stands there. Throws invalid_argument for what is no request that can be served: no HTTP/1,
// a chunked body, more than 64 kB of head or 1 MB of body.
std::optional<http::Request> take_request(std::string& bytes);

// A response with its length.
std::string to_text(const http::Response& response);

}  // namespace smarthandoff::twilio_double
