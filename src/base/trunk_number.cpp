#include "base/trunk_number.hpp"

namespace smarthandoff {

std::string as_dialled(const std::string& e164, const Trunk& trunk) {
  const bool brazilian = e164.starts_with("+55");
  if (trunk.number_format == NumberFormat::e164 || !brazilian) return e164;
  const std::string national = e164.substr(3);
  return trunk.number_format == NumberFormat::national ? national : "0" + trunk.carrier + national;
}

}  // namespace smarthandoff
