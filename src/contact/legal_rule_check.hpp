#pragma once

#include <smarthandoff/contact/legal_rules.hpp>

namespace smarthandoff::contact {

// Throws invalid_argument naming the entry and field, e.g. `profiles[2].hours`.
void check_rules(const LegalRules& rules);

}  // namespace smarthandoff::contact
