#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/telephony/directory.hpp>

#include "storage/postgresql_link.hpp"

// What is asked of FusionPBX's tables, and how the answers are read.
namespace smarthandoff::telephony::fusionpbx {

// An extension of a domain, as asked for.
struct Extension {
  std::string domain;  // name or uuid; empty: the only domain there is
  std::string number;

  auto operator<=>(const Extension&) const = default;
};

// Whether such a text can be asked for at all: one line of at most 255 bytes.
bool can_be_asked(std::string_view word);

// Do Not Disturb of extensions that can be asked for; those that are not in the answer are not known.
storage::PostgresqlCommand ask_dnd(const std::vector<Extension>& extensions);
std::map<Extension, bool> read_dnd(const storage::Result& result);

// The rows of domains that can be asked for, each once.
storage::PostgresqlCommand ask_destinations(const std::vector<std::string>& domains);
std::vector<DirectoryDomain> read_destinations(const storage::Result& result,
                                               const std::vector<std::string>& domains);

// "true", "t", "1", "yes", "on", "enabled" in any case: the columns are texts in some versions, booleans in
// others.
bool is_true(std::string_view value);

}  // namespace smarthandoff::telephony::fusionpbx
