#pragma once

#include <string>

namespace esl_benchmark {

enum class Format { plain, json };

// What the comparison of clients uses: `count` events with 61 headers and 2.75 KB each on average, values
// percent-encoded where plain (times, addresses, UTF-8 names, here and there an SDP), one after another as
// the server would send them. The same events in both formats, and at every run.
std::string make_pool(int count, Format format = Format::plain);

}  // namespace esl_benchmark
