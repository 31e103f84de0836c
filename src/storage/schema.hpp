#pragma once

#include <string_view>
#include <vector>

// The tables, as the statements that create them, one list per driver and part. Never edited once released:
// a change is a new migration (migrations.cpp).
//
// SQLite: STRICT tables; a boolean is an INTEGER of 0 and 1, an instant one of milliseconds.
// PostgreSQL: text as COLLATE "C" (bytes compare there as in SQLite), BOOLEAN, BIGINT.
namespace smarthandoff::storage {

std::vector<std::string_view> sqlite_core_schema();
std::vector<std::string_view> postgresql_core_schema();

// Destinations, secretaries and tickets.
std::vector<std::string_view> sqlite_handoff_schema();
std::vector<std::string_view> postgresql_handoff_schema();

// Callbacks with their dials, legs and notices.
std::vector<std::string_view> sqlite_callback_schema();
std::vector<std::string_view> postgresql_callback_schema();

// Handoffs with their attempts, legs and transcripts, and extension checks.
std::vector<std::string_view> sqlite_dialogue_schema();
std::vector<std::string_view> postgresql_dialogue_schema();

// The processes that share a store, and which of them holds a job. A SQLite store belongs to one process.
std::vector<std::string_view> postgresql_process_schema();

// Agents, contacts with their addresses, suppressions, the log of contacts, the gate's decisions and rules.
std::vector<std::string_view> sqlite_contact_schema();
std::vector<std::string_view> postgresql_contact_schema();

// Messaging channels, messages, addresses and templates.
std::vector<std::string_view> sqlite_messenger_schema();
std::vector<std::string_view> postgresql_messenger_schema();

// Accounts, numbers and calls of the phone service, agents' lines, settings, and what webhooks were answered.
std::vector<std::string_view> sqlite_calls_schema();
std::vector<std::string_view> postgresql_calls_schema();

// Recordings of calls, and where a tenant wants them.
std::vector<std::string_view> sqlite_recordings_schema();
std::vector<std::string_view> postgresql_recordings_schema();

}  // namespace smarthandoff::storage
