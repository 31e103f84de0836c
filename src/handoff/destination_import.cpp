#include "handoff/destination_import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <smarthandoff/base/describe_types.hpp>

#include "base/field_check.hpp"
#include "handoff/destination_check.hpp"
#include "handoff/destination_rows.hpp"

namespace smarthandoff::destinations {
namespace {

using telephony::DirectoryDestination;

std::vector<std::string> aliases_of(const DirectoryDestination& row) {
  std::vector<std::string> aliases;
  for (const std::string& given : row.aliases) {
    std::string alias = field::fitted(field::trimmed(given), kMaxName);
    if (alias.empty() || std::ranges::find(aliases, alias) != aliases.end()) continue;
    if (aliases.size() < kMaxAliases) aliases.push_back(std::move(alias));
  }
  return aliases;
}

// The destination as the row wants it. Throws Error for one that cannot be dialled.
Destination taken_from(const Context& context, const DirectoryDestination& row, Destination destination) {
  destination.name = field::fitted(field::trimmed(row.name), kMaxName);
  destination.aliases = aliases_of(row);
  destination.type =
      row.type.empty() ? DestinationType::extension : from_wire<DestinationType>(row.type, "type");
  destination.number = row.number;
  destination.context = row.context.empty() ? "default" : row.context;
  destination.department = field::fitted(field::trimmed(row.department), kMaxName);
  destination.description = field::fitted(row.description, kMaxDescription, true);
  destination.ring_timeout_seconds = std::clamp(
      row.ring_timeout_seconds.value_or(Destination().ring_timeout_seconds), kLeastRing, kMostRing);
  destination.fallback_action = row.fallback_action.empty()
                                    ? Destination().fallback_action
                                    : from_wire<FallbackAction>(row.fallback_action, "fallback_action");
  destination.enabled = row.enabled;
  forget_deleted(context, destination);
  check(context, destination);
  return destination;
}

// What is here of that source, by the row's id; nobody else changes it until the end of the operation.
std::map<std::string, Destination> locked(Context& context, DestinationSource source) {
  storage::Transaction& transaction = context.transaction();
  transaction.lock("destination", context.tenant().value + "/");
  for (const Destination& one : rows::imported(transaction, context.tenant(), source))
    transaction.lock("destination", context.tenant().value + "/" + one.id.value);
  std::map<std::string, Destination> known;
  for (Destination& one : rows::imported(transaction, context.tenant(), source))
    known.emplace(one.source_id, std::move(one));
  return known;
}

class TakeOver {
 public:
  TakeOver(Context& context, DestinationSource source)
      : context_(context), source_(source), known_(locked(context, source)) {}

  void take(const DirectoryDestination& row) {
    if (!seen_.insert(row.id).second) return;
    const auto before = known_.find(row.id);
    const bool is_new = before == known_.end();
    try {
      // An id is made even for a row that is skipped: an operation that runs again makes the same ones.
      const std::string id = context_.new_id();
      Destination next = taken_from(
          context_, row,
          is_new
              ? Destination{.id = {id}, .source = source_, .source_id = row.id, .created_at = context_.now()}
              : before->second);
      if (!is_new && next == before->second) return;
      save(std::move(next));
      ++(is_new ? result_.added : result_.changed);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::invalid_argument && error.code() != ErrorCode::not_found) throw;
      result_.skipped.push_back({row.id, error.what()});
      if (!is_new) disable(before->second);
    }
  }

  ImportedRows finish() {
    for (const auto& [source_id, destination] : known_)
      if (!seen_.contains(source_id)) disable(destination);
    if (result_.added + result_.changed + result_.disabled > 0)
      context_.emit("destinations.imported", context_.tenant().value, result_);
    return std::move(result_);
  }

 private:
  void disable(Destination destination) {
    if (!destination.enabled) return;
    destination.enabled = false;
    save(std::move(destination));
    ++result_.disabled;
  }
  void save(Destination destination) {
    destination.updated_at = context_.now();
    rows::save(context_.transaction(), context_.tenant(), destination);
  }

  Context& context_;
  const DestinationSource source_;
  const std::map<std::string, Destination> known_;
  std::set<std::string> seen_;
  ImportedRows result_;
};

}  // namespace

ImportedRows take_over(Context& context, DestinationSource source,
                       const std::vector<DirectoryDestination>& rows) {
  TakeOver taking(context, source);
  for (const DirectoryDestination& row : rows) taking.take(row);
  return taking.finish();
}

const Type& describe(const SkippedRow*) {
  static const Immortal<Type> type =
      Description<SkippedRow>("SkippedRow", "A row that no call could be put through to.")
          .field("source_id", &SkippedRow::source_id, "its id in the PBX's table")
          .field("reason", &SkippedRow::reason, "what is wrong with it")
          .build();
  return type;
}

const Type& describe(const ImportedRows*) {
  static const Immortal<Type> type =
      Description<ImportedRows>("ImportedRows", "What a reading of the PBX's table changed here.")
          .field("added", &ImportedRows::added, "new destinations")
          .field("changed", &ImportedRows::changed, "destinations whose row changed")
          .field("disabled", &ImportedRows::disabled, "destinations whose row is gone or cannot be dialled")
          .field("skipped", &ImportedRows::skipped, "rows that no call could be put through to")
          .build();
  return type;
}

}  // namespace smarthandoff::destinations
