#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/port.hpp>

// The port to a PBX's own tables: what its administrators keep there and the library only reads. Without it,
// or while it is away, calls go on: Do Not Disturb is then unknown, and destinations stay as they are.
namespace smarthandoff::telephony {

// A row of the PBX's table of destinations, as it stands there: nothing of it was checked.
struct DirectoryDestination {
  std::string id;  // of the row, for as long as it lives
  std::string name;
  std::vector<std::string> aliases;
  std::string type;  // extension, queue, ring_group, external; empty: an extension
  std::string number;
  std::string context;
  std::optional<std::int64_t> ring_timeout_seconds;
  std::string fallback_action;
  std::string department;
  std::string description;
  bool enabled = false;

  bool operator==(const DirectoryDestination&) const = default;
};

// All rows of one domain.
struct DirectoryDomain {
  std::string domain;  // as asked for: a name or an id
  bool known = false;  // the PBX has such a domain
  std::vector<DirectoryDestination> destinations;

  bool operator==(const DirectoryDomain&) const = default;
};

// Whether Do Not Disturb is on for each extension asked for, in order; nothing where it cannot tell.
using DndAnswers = std::function<void(std::vector<std::optional<bool>>)>;

// Every method may be called from any thread, returns at once and calls its callback exactly once, on the
// adapter's thread or before it returns, within a limit of the adapter's; after stop() no callback runs.
class Directory {
 public:
  virtual ~Directory() = default;

  // Connects and keeps reconnecting. Throws unauthorized at once where the peer refuses the password within
  // `patience`; an unreachable peer is no error.
  virtual void start(Milliseconds patience) = 0;
  virtual void stop() noexcept = 0;
  virtual PortHealth health() const = 0;

  // Many at once. An empty domain is the adapter's own, or the only one that the PBX has.
  virtual void do_not_disturb(const std::vector<std::string>& extensions, const std::string& domain,
                              DndAnswers done) = 0;
  // A failure leaves what was read before as it is.
  virtual void destinations(const std::vector<std::string>& domains,
                            std::function<void(Failure, std::vector<DirectoryDomain>)> done) = 0;
};

}  // namespace smarthandoff::telephony
