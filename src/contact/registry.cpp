#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/contact/registry.hpp>

#include <algorithm>
#include <mutex>

namespace smarthandoff::contact {
namespace {

struct Registry {
  std::mutex mutex;  // guards all below
  std::vector<Rule> rules;
  std::vector<PersonalData> data;
  MessagingFacts messaging;
};

// The program's list of functions, like the table of operations; it holds no state of any engine.
Registry& registry() {
  static Immortal<Registry> all;
  return *all;
}

template <class Entry>
void put(std::vector<Entry>& entries, const Entry& entry) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& other) { return other.name == entry.name; });
  if (found == entries.end())
    entries.push_back(entry);
  else
    *found = entry;
}

}  // namespace

void register_rule(const Rule& rule) {
  const std::lock_guard lock(registry().mutex);
  put(registry().rules, rule);
}

void register_personal_data(const PersonalData& data) {
  const std::lock_guard lock(registry().mutex);
  put(registry().data, data);
}

void register_messaging(const MessagingFacts& facts) {
  const std::lock_guard lock(registry().mutex);
  registry().messaging = facts;
}

std::vector<Rule> registered_rules() {
  const std::lock_guard lock(registry().mutex);
  return registry().rules;
}

std::vector<PersonalData> registered_personal_data() {
  const std::lock_guard lock(registry().mutex);
  return registry().data;
}

MessagingFacts registered_messaging() {
  const std::lock_guard lock(registry().mutex);
  return registry().messaging;
}

}  // namespace smarthandoff::contact
