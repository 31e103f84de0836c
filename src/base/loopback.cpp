#include "base/loopback.hpp"

#include <algorithm>

namespace smarthandoff {

bool is_loopback(std::string_view url) {
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    std::string_view rest = url.substr(host.size());
    if (rest.starts_with(':'))
      rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of("0123456789", 1)));
    return rest.empty() || rest[0] == '/';
  }
  return false;
}

}  // namespace smarthandoff
