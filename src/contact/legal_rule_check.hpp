#pragma once

#include <smarthandoff/contact/legal_rules.hpp>

namespace smarthandoff::contact {

// Throws invalid_argument naming the entry and field, e.g. `profiles[2].hours`.
void check_rules(const LegalRules& rules);

// What entries name must exist in them or in `known`, else a rule would bind nobody without a word. Throws
// invalid_argument naming the field.
void check_references(const LegalRules& rules, const LegalRules& known);

}  // namespace smarthandoff::contact
