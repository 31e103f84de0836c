#include <doctest/doctest.h>

#include <set>
#include <string>

#include <smarthandoff/base/id.hpp>

#include "engine/seeds.hpp"

using namespace smarthandoff;

TEST_CASE("engines whose seeds follow one another give out different ids at one instant") {
  const ManualClock clock(Instant(Milliseconds(1'700'000'000'000)));
  std::set<std::string> ids;
  for (std::uint64_t engine = 0; engine < 4; ++engine) {
    engine::Seeds seeds(clock, engine);
    for (int i = 0; i < 100; ++i) {
      Call call;
      seeds.begin(call);
      ids.insert(IdSource(call.now, call.seed).next());
    }
  }
  CHECK(ids.size() == 400);
}
