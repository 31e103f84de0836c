#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace smarthandoff::callbacks {

// What a customer answered to "from 0 to 10": a pure reading of pt-BR and en-US.
struct SaidScore {
  std::optional<std::int64_t> score;  // 0-10
  bool unclear = false;               // it is meant as a score, but is none: to be asked again
};

// "8", "nota 8", "8/10", "dez, obrigada" are scores; "15" and "7 ou 8" are unclear; "liguei 2 vezes" is
// neither.
SaidScore said_score(const std::string& text);

}  // namespace smarthandoff::callbacks
