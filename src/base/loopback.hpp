#pragma once

#include <string_view>

namespace smarthandoff {

// True for "http://" and this machine itself, with a port and a path or without: what may be said there in
// clear text never leaves the machine. A name that only begins like it ("http://localhost.example") is
// another host.
bool is_loopback(std::string_view url);

}  // namespace smarthandoff
