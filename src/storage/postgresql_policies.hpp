#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smarthandoff::storage {

// The statements that put a table under row-level security, given the one that creates it; none for a table
// without tenants. FORCEd, so that they bind the tables' owner, too.
//
// Every transaction says whom it acts for (the setting smarthandoff.tenant, Transaction::act_for): a tenant
// sees and writes its own rows. The engine's own work (claiming jobs, numbering events, finding whose call an
// event is about) acts for "*": no tenant's id, and a policy of its own. A transaction that says nothing sees
// nothing. The registry of tenants can be read by all, since it is how a tenant is found; it is written as
// the others.
std::vector<std::string> row_level_security(std::string_view create_table);

}  // namespace smarthandoff::storage
