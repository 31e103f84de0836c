#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/telephony/directory.hpp>

// Keeps a tenant's destinations in step with a table of its PBX.
namespace smarthandoff::destinations {

// A row that no call could be put through to, and why.
struct SkippedRow {
  std::string source_id;
  std::string reason;

  bool operator==(const SkippedRow&) const = default;
};

// What a reading of the table changed here: the payload of `destinations.imported`.
struct ImportedRows {
  std::int64_t added = 0, changed = 0, disabled = 0;
  std::vector<SkippedRow> skipped;

  bool operator==(const ImportedRows&) const = default;
};

// Takes over all rows of the tenant's domains. A row is one destination for good: its id here stays, whatever
// changes in it; one that is gone there, or cannot be dialled, is disabled here, and enabled again when it
// comes back. Our own destinations are not touched. The same rows again change nothing. Texts that are too
// long are cut and ring times brought into their limits; emits `destinations.imported` if anything changed.
ImportedRows take_over(Context& context, DestinationSource source,
                       const std::vector<telephony::DirectoryDestination>& rows);

const Type& describe(const SkippedRow*);
const Type& describe(const ImportedRows*);

}  // namespace smarthandoff::destinations
