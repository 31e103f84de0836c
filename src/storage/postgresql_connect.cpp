#include "storage/postgresql_connect.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <sstream>
#include <vector>

#include "storage/postgresql_error.hpp"

namespace smarthandoff::storage {

namespace {

// A path that no file has: libpq takes a missing certificate file as none.
constexpr const char* kNoFile = "/dev/null/none";
constexpr std::size_t kMaxAddresses = 8;

struct FreeAddresses {
  void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

std::vector<std::string> addresses_of(const std::string& host, const std::string& name) {
  const addrinfo hints{.ai_flags = AI_ADDRCONFIG, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* raw = nullptr;
  const int failure = getaddrinfo(host.c_str(), nullptr, &hints, &raw);
  const std::unique_ptr<addrinfo, FreeAddresses> list(raw);
  if (failure != 0)
    throw connection_lost(name, "the host \"" + host + "\" cannot be found: " + gai_strerror(failure));
  std::vector<std::string> found;
  for (const addrinfo* one = list.get(); one != nullptr && found.size() < kMaxAddresses; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) ==
        0) {
      found.emplace_back(text.data());
    }
  }
  return found;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

// A host with several addresses is several hosts to libpq.
void set_hosts(std::map<std::string, std::string>& words, const std::string& name) {
  const auto hosts = split(words["host"]);
  const auto ports = split(words["port"]);
  std::string all_hosts;
  std::string all_addresses;
  std::string all_ports;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    for (const std::string& address : addresses_of(hosts[i], name)) {
      const char* comma = all_hosts.empty() ? "" : ",";
      all_hosts += comma + hosts[i];
      all_addresses += comma + address;
      all_ports += comma + ports[ports.size() == 1 ? 0 : std::min(i, ports.size() - 1)];
    }
  }
  words["host"] = all_hosts;
  words["hostaddr"] = all_addresses;
  words["port"] = all_ports;
}

// Plans are kept, and made while tables are small or not analyzed yet. They must not read whole tables then,
// nor all jobs that wait to find those due first.
constexpr const char* kOurs = " -c enable_seqscan=off -c enable_bitmapscan=off";
// Another program's tables, with the indexes that it made.
constexpr const char* kForeign = " -c default_transaction_read_only=on";

// A transaction of ours asks its next question within milliseconds. What holds its locks for longer stands
// still, or is at the other end of a line that is cut, which the server finds out by these.
constexpr const char* kSilence =
    " -c idle_in_transaction_session_timeout=10000"
    " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

std::string session_options(const PostgresqlLimits& limits) {
  return "-c statement_timeout=" + std::to_string(limits.statement.count()) +
         " -c lock_timeout=" + std::to_string(limits.lock.count()) + kSilence +
         " -c jit=off -c client_min_messages=error -c DateStyle=ISO -c TimeZone=UTC -c geqo=on" +
         (limits.read_only ? kForeign : kOurs);
}

}  // namespace

std::map<std::string, std::string> connection_words(const PostgresqlAddress& address,
                                                    const PostgresqlLimits& limits) {
  std::map<std::string, std::string> words = address.words;
  set_hosts(words, address.name);
  words["options"] = session_options(limits);
  // What an address may have set, else these.
  words.emplace("password",
                "none");  // asked for one, the server refuses it: no file or variable is looked at
  words.emplace("sslmode", "prefer");
  for (const char* file : {"sslcert", "sslkey", "sslrootcert"}) words.emplace(file, kNoFile);
  words.emplace("target_session_attrs", "any");
  // What an address cannot set.
  words.insert({{"passfile", kNoFile},
                {"sslcrl", kNoFile},
                {"sslcrldir", kNoFile},
                {"sslcompression", "0"},
                {"sslsni", "1"},
                {"ssl_min_protocol_version", "TLSv1.2"},
                {"ssl_max_protocol_version", "TLSv1.3"},
                {"channel_binding", "prefer"},
                {"gssencmode", "disable"},
                {"krbsrvname", "postgres"},
                {"application_name", "smarthandoff"},
                {"client_encoding", "UTF8"},
                {"connect_timeout", std::to_string(limits.connect.count() / 1000 + 1)},
                {"keepalives", "1"},
                {"keepalives_idle", "5"},
                {"keepalives_interval", "2"},
                {"keepalives_count", "3"},
                {"tcp_user_timeout", "10000"}});
  return words;
}

}  // namespace smarthandoff::storage
