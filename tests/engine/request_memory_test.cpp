#include "engine/request_memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "engine/notes.hpp"
#include "storage/request_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using domain_store::error_of;

// The answer about an erased person came back for a day to whoever repeated the request.
TEST_CASE("an answer that was erased is not given again, and nothing is done again") {
  domain_store::Store store;
  const auto& all = operations();
  const auto speak = std::ranges::find(all, "notes.speak", &Operation::name);
  REQUIRE(speak != all.end());
  const auto ask = [&](const std::string& words) {
    const notes::WriteNote note{"en-US", words};
    store.write(
        [&](Context& context, const notes::WriteNote& request) {
          return engine::remembered_write(context, *speak, &request, "r1");
        },
        note);
  };
  ask("hello");
  ask("hello");
  CHECK(error_of([&] { ask("other"); }) == "conflict request_id");
  const std::vector<std::string> theirs{"hello"};
  CHECK(store.write(
            [](Context& context, const std::vector<std::string>& texts) {
              return storage::requests::erase(context.transaction(), context.tenant(), texts);
            },
            theirs) == 1);
  CHECK(error_of([&] { ask("hello"); }) == "failed_precondition request_id");
  CHECK(error_of([&] { ask("other"); }) == "failed_precondition request_id");
}
