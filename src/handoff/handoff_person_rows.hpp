#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/storage/context.hpp>

#include "handoff/dialogue_lifecycle.hpp"

// The SQL of finding and forgetting a person's handoffs, and nothing else.
namespace smarthandoff::handoff::rows {

// Whose caller had this number, as the PBX said it or as E.164. Calls under way are left out: their caller is
// still being talked to.
std::vector<HandoffId> ended_of(const Context& context, const std::string& address);

// The handoffs of a page that ended before its instant and still tell of somebody; those that began before it
// and never ended; and where the page ends.
struct OldHandoffs {
  std::vector<HandoffId> ids, never_ended;
  std::string last;  // empty: there are no more
};
OldHandoffs old_ones(const Context& context, const contact::ExpiryPage& page);

// Takes out who called and what was said; ids, times and results stay.
void forget(Context& context, const HandoffId& id, const dialogue::State& dialogue);

std::vector<std::string_view> person_statements();

}  // namespace smarthandoff::handoff::rows
