#pragma once

#include <string>

namespace esl_benchmark {

// What the comparison of clients used: `count` plain events with 61 headers and 2.75 KB each on average,
// values percent-encoded (times, addresses, UTF-8 names, here and there an SDP), one after another as the
// server would send them. The same bytes for the same count.
std::string make_pool(int count);

}  // namespace esl_benchmark
