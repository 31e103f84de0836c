#include "telephony/fusionpbx/tables.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <utility>

#include <smarthandoff/base/describe_containers.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::telephony::fusionpbx {
namespace {

using storage::PostgresqlCommand;
using storage::PostgresqlRow;
using storage::Result;

constexpr std::size_t kMaxWord = 255;

// Lists travel as lines, each after a '=': an empty text would be an empty list otherwise. An extension is
// found by its number alone, as FusionPBX's own dial string does.
constexpr std::string_view kDnd = R"sql(
WITH asked AS (
  SELECT substr(one.domain, 2) AS domain, substr(one.extension, 2) AS extension
  FROM unnest(string_to_array(?1, chr(10)), string_to_array(?2, chr(10))) AS one(domain, extension)),
domains AS (
  SELECT named.domain, d.domain_uuid
  FROM (SELECT DISTINCT domain FROM asked) AS named JOIN v_domains d
    ON lower(d.domain_name) = lower(named.domain) OR CAST(d.domain_uuid AS TEXT) = lower(named.domain)
      OR (named.domain = '' AND (SELECT count(*) FROM v_domains) = 1))
SELECT asked.domain, asked.extension, CAST(e.do_not_disturb AS TEXT)
FROM asked JOIN domains ON domains.domain = asked.domain
  JOIN v_extensions e ON e.domain_uuid = domains.domain_uuid
    AND CAST(e.extension AS TEXT) = asked.extension)sql";

// A domain without destinations is one row of nulls.
constexpr std::string_view kDestinations = R"sql(
WITH asked AS (SELECT DISTINCT substr(word, 2) AS domain FROM unnest(string_to_array(?1, chr(10))) AS word),
domains AS (
  SELECT asked.domain, d.domain_uuid
  FROM asked JOIN v_domains d
    ON lower(d.domain_name) = lower(asked.domain) OR CAST(d.domain_uuid AS TEXT) = lower(asked.domain))
SELECT domains.domain, CAST(t.transfer_destination_uuid AS TEXT), CAST(t.name AS TEXT),
  CAST(array_to_json(array_remove(t.aliases, NULL)) AS TEXT), CAST(t.destination_type AS TEXT),
  CAST(t.destination_number AS TEXT), CAST(t.destination_context AS TEXT),
  CAST(t.ring_timeout_seconds AS BIGINT), CAST(t.fallback_action AS TEXT), CAST(t.department AS TEXT),
  CAST(t.description AS TEXT), CAST(t.is_enabled AS TEXT)
FROM domains LEFT JOIN v_voice_transfer_destinations t ON t.domain_uuid = domains.domain_uuid
ORDER BY domains.domain, t.created_at, t.transfer_destination_uuid)sql";

std::string lines_of(const std::vector<std::string_view>& words) {
  std::string lines;
  for (const std::string_view word : words) {
    if (!lines.empty()) lines += '\n';
    lines += '=';
    lines += word;
  }
  return lines;
}

std::string text_or_empty(const storage::Row& row, int column) {
  return row.is_null(column) ? std::string() : row.string(column);
}

DirectoryDestination destination_of(const storage::Row& row) {
  DirectoryDestination destination{.id = row.string(1),
                                   .name = text_or_empty(row, 2),
                                   .aliases = {},
                                   .type = text_or_empty(row, 4),
                                   .number = text_or_empty(row, 5),
                                   .context = text_or_empty(row, 6),
                                   .ring_timeout_seconds = {},
                                   .fallback_action = text_or_empty(row, 8),
                                   .department = text_or_empty(row, 9),
                                   .description = text_or_empty(row, 10),
                                   .enabled = is_true(text_or_empty(row, 11))};
  if (!row.is_null(3)) destination.aliases = from_json<std::vector<std::string>>(row.text(3));
  if (!row.is_null(7)) destination.ring_timeout_seconds = row.integer(7);
  return destination;
}

template <class Each>
void each_row(const Result& result, const Each& each) {
  for (int i = 0; i < PQntuples(result.get()); ++i) each(PostgresqlRow(result.get(), i));
}

}  // namespace

bool can_be_asked(std::string_view word) {
  return word.size() <= kMaxWord &&
         std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
}

bool is_true(std::string_view value) {
  static constexpr std::array<std::string_view, 6> kTrue = {"true", "t", "1", "yes", "on", "enabled"};
  std::string lower(value);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::ranges::find(kTrue, lower) != kTrue.end();
}

PostgresqlCommand ask_dnd(const std::vector<Extension>& extensions) {
  std::vector<std::string_view> domains;
  std::vector<std::string_view> numbers;
  for (const Extension& extension : extensions) {
    domains.push_back(extension.domain);
    numbers.push_back(extension.number);
  }
  return {.sql = std::string(kDnd), .values = {lines_of(domains), lines_of(numbers)}, .each = {}};
}

std::map<Extension, bool> read_dnd(const Result& result) {
  std::map<Extension, bool> found;
  each_row(result, [&](const storage::Row& row) {
    // An extension that is there twice does not want to be disturbed if one of the two says so.
    found[{row.string(0), row.string(1)}] |= is_true(text_or_empty(row, 2));
  });
  return found;
}

PostgresqlCommand ask_destinations(const std::vector<std::string>& domains) {
  return {
      .sql = std::string(kDestinations), .values = {lines_of({domains.begin(), domains.end()})}, .each = {}};
}

std::vector<DirectoryDomain> read_destinations(const Result& result,
                                               const std::vector<std::string>& domains) {
  std::map<std::string, DirectoryDomain> found;
  each_row(result, [&](const storage::Row& row) {
    DirectoryDomain& domain = found[row.string(0)];
    domain.known = true;
    if (!row.is_null(1)) domain.destinations.push_back(destination_of(row));
  });
  std::vector<DirectoryDomain> all;
  for (const std::string& domain : domains) {
    all.push_back(std::move(found[domain]));
    all.back().domain = domain;
  }
  return all;
}

}  // namespace smarthandoff::telephony::fusionpbx
