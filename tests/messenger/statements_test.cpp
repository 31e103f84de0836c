#include <doctest/doctest.h>

#include "messenger/channel_rows.hpp"
#include "messenger/message_rows.hpp"
#include "messenger/template_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;

TEST_CASE("no statement of messaging walks a whole table") {
  domain_store::Store store;
  std::vector<std::string_view> statements;
  for (const auto& part :
       {channels::rows::statements(), messages::rows::statements(), templates::rows::statements()})
    statements.insert(statements.end(), part.begin(), part.end());
  REQUIRE(statements.size() == 35);
  for (const auto sql : statements) {
    CAPTURE(sql);
    CHECK(store.plan_of(sql).find("SCAN") == std::string::npos);
  }
}

TEST_CASE("what comes from outside is found by its indexes") {
  domain_store::Store store;
  const auto channels = channels::rows::statements();
  CHECK(store.plan_of(channels[6]).find("channels_number") != std::string::npos);
  CHECK(store.plan_of(channels[7]).find("channels_account") != std::string::npos);
  CHECK(store.plan_of(channels[8]).find("channels_verify") != std::string::npos);
  const auto messages = messages::rows::statements();
  CHECK(store.plan_of(messages[1]).find("messages_peer") != std::string::npos);
  CHECK(store.plan_of(messages[3]).find("messages_address") != std::string::npos);
  CHECK(store.plan_of(messages[8]).find("message_addresses_user") != std::string::npos);
  CHECK(store.plan_of(messages[13]).find("messages_address") != std::string::npos);
}
