#include "storage/postgresql_url.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"postgresql://", "postgres://"};
// Words an address may add. All the others are ours to choose, or would read files and variables.
constexpr std::array<std::string_view, 10> kAllowed = {
    "host",    "port",        "dbname",  "user",   "password",
    "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"};

constexpr std::array<std::string_view, 6> kSslModes = {"disable", "allow",     "prefer",
                                                       "require", "verify-ca", "verify-full"};
constexpr std::array<std::string_view, 6> kSessionAttributes = {"any",     "read-write", "read-only",
                                                                "primary", "standby",    "prefer-standby"};
constexpr int kMostPort = 65535;

[[noreturn]] void bad_url(const std::string& field, const std::string& reason) {
  throw Error(ErrorCode::invalid_argument,
              field + ": " + reason + "; use \"postgresql://user:password@host:port/database\"",
              {{"field", field}});
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& all, std::string_view word) {
  return std::ranges::find(all, word) != all.end();
}

// One, or one for each host.
bool are_ports(const std::string& list) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    int port = 0;
    const auto [rest, failure] = std::from_chars(list.data() + begin, list.data() + end, port);
    if (failure != std::errc() || rest != list.data() + end || port < 1 || port > kMostPort) return false;
    if (end == list.size()) return true;
    begin = end + 1;
  }
}

// libpq would try them first, and fail as if the server could not be reached.
void check_words(const std::map<std::string, std::string>& words, const std::string& field) {
  for (const char* needed : {"host", "user", "dbname"}) {
    if (!words.contains(needed)) bad_url(field, std::string("the address has no ") + needed);
  }
  const std::string& host = words.at("host");
  if (host.find('/') != std::string::npos) bad_url(field, "the host must be reached by TCP");
  if (host.find('@') != std::string::npos) bad_url(field, "write \"@\" in the user or password as \"%40\"");
  const auto given = [&](const char* word) {
    const auto found = words.find(word);
    return found == words.end() ? std::nullopt : std::optional(found->second);
  };
  if (const auto ports = given("port"); ports && !are_ports(*ports))
    bad_url(field, "the port must be a number from 1 to 65535");
  if (const auto mode = given("sslmode"); mode && !is_one_of(kSslModes, *mode))
    bad_url(field, "\"sslmode\" must be disable, allow, prefer, require, verify-ca or verify-full");
  if (const auto which = given("target_session_attrs"); which && !is_one_of(kSessionAttributes, *which))
    bad_url(
        field,
        "\"target_session_attrs\" must be any, read-write, read-only, primary, standby or prefer-standby");
}

}  // namespace

bool is_postgresql_url(const std::string& url) {
  for (const std::string_view scheme : kSchemes) {
    if (url.starts_with(scheme)) return true;
  }
  return false;
}

PostgresqlAddress parse_postgresql_url(const std::string& url, const std::string& field) {
  if (url.find('\0') != std::string::npos) bad_url(field, "the address holds a NUL character");
  // libpq's own reason would repeat the address with its password.
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), nullptr));
  if (!options) bad_url(field, "the address cannot be read");
  PostgresqlAddress address;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    if (!is_one_of(kAllowed, option->keyword))
      bad_url(field, std::string("\"") + option->keyword + "\" cannot be set in the address");
    address.words[option->keyword] = option->val;
  }
  check_words(address.words, field);
  address.words.emplace("port", "5432");
  address.name = field + " postgresql://" + address.words["host"] + ":" + address.words["port"] + "/" +
                 address.words["dbname"];
  return address;
}

}  // namespace smarthandoff::storage
