// Every statement of the domain on PostgreSQL; each module's own tests prepare them on SQLite.
#include <doctest/doctest.h>

#include <map>

#include <smarthandoff/storage/database.hpp>

#include "callback/callback_rows.hpp"
#include "callback/dial_rows.hpp"
#include "callback/metrics_rows.hpp"
#include "callback/notice_rows.hpp"
#include "callback/personal_rows.hpp"
#include "callback/settings_rows.hpp"
#include "callback/ticket_rows.hpp"
#include "callback/watch_rows.hpp"
#include "calls/account_rows.hpp"
#include "calls/alert_target_rows.hpp"
#include "calls/call_rows.hpp"
#include "calls/line_rows.hpp"
#include "calls/notice_rows.hpp"
#include "calls/number_rows.hpp"
#include "calls/recording_rows.hpp"
#include "calls/settings_rows.hpp"
#include "contact/agent_rows.hpp"
#include "contact/contact_log_rows.hpp"
#include "contact/gate_rows.hpp"
#include "contact/legal_rule_rows.hpp"
#include "contact/person_rows.hpp"
#include "contact/retention_rows.hpp"
#include "contact/suppression_rows.hpp"
#include "engine/credential_rows.hpp"
#include "handoff/destination_rows.hpp"
#include "handoff/extension_rows.hpp"
#include "handoff/handoff_person_rows.hpp"
#include "handoff/handoff_rows.hpp"
#include "handoff/secretary_rows.hpp"
#include "messenger/channel_rows.hpp"
#include "messenger/message_rows.hpp"
#include "messenger/template_rows.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;

TEST_SUITE("postgresql") {
  TEST_CASE("every statement of the domain can be prepared on PostgreSQL") {
    const std::map<std::string, std::vector<std::string_view>> modules = {
        {"credentials", engine::rows::credential_statements()},
        {"agents", agents::rows::statements()},
        {"tickets", tickets::rows::statements()},
        {"callbacks", callbacks::rows::statements()},
        {"callbacks, watched", callbacks::rows::watch_statements()},
        {"callbacks, settings", callbacks::rows::settings_statements()},
        {"callbacks, metrics", callbacks::rows::metrics_statements()},
        {"callbacks, dialled", callbacks::dial::rows::statements()},
        {"callbacks, notices", callbacks::rows::notice_statements()},
        {"contact, log", contact::rows::log_statements()},
        {"contact, gate", contact::rows::gate_statements()},
        {"contact, legal rules", contact::rows::legal_rule_statements()},
        {"persons", contacts::rows::statements()},
        {"retention", retention::rows::statements()},
        {"callbacks, personal", callbacks::rows::personal_statements()},
        {"handoffs, personal", handoff::rows::person_statements()},
        {"extensions", extensions::rows::statements()},
        {"suppressions", suppressions::rows::statements()},
        {"channels", channels::rows::statements()},
        {"messages", messages::rows::statements()},
        {"templates", templates::rows::statements()},
        {"destinations", destinations::rows::statements()},
        {"calls, settings", calls::rows::settings_statements()},
        {"calls, accounts", calls::rows::account_statements()},
        {"calls", calls::rows::call_statements()},
        {"calls, lines", calls::rows::line_statements()},
        {"calls, alerts", calls::rows::notice_statements()},
        {"calls, alert targets", calls::rows::target_statements()},
        {"calls, all tenants", {calls::rows::configured_tenants_statement()}},
        {"calls, numbers", calls::rows::number_statements()},
        {"calls, recordings", calls::rows::recording_statements()},
        {"secretaries", secretaries::rows::statements()},
        {"handoffs", handoff::rows::statements()}};
    const test_postgresql::UsedDatabase server;
    const auto database = storage::open_database({.url = server->url()});
    const auto writer = database->open_writer();
    writer->begin();
    for (const auto& [module, statements] : modules) {
      CAPTURE(module);
      CHECK_FALSE(statements.empty());
      for (const std::string_view sql : statements) {
        CAPTURE(sql);
        std::size_t parameters = 0;
        while (sql.find("?" + std::to_string(parameters + 1)) != std::string_view::npos) ++parameters;
        const std::vector<storage::Value> nulls(parameters, storage::Value(nullptr));
        writer->savepoint();
        CHECK_NOTHROW(writer->execute("EXPLAIN " + std::string(sql), nulls, [](const storage::Row&) {}));
        writer->rollback_to_savepoint();
      }
    }
  }
}
