#include <cstddef>
#include <cstdint>

#include "fuzz/targets.hpp"

// The entry point that libFuzzer calls; SMARTHANDOFF_FUZZ_TARGET names the function of targets.hpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::SMARTHANDOFF_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
