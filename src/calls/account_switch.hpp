#pragma once

#include <vector>

#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// How a subaccount is switched off and on at the phone service: marked, ordered over its parent after the
// commit, and told how that ended. An account without a parent here is switched here only: nobody can switch
// it on again over itself.
namespace smarthandoff::calls::account {

// Marks it and has it switched, unless it is so already. Not saved yet. Throws failed_precondition for an
// account that is not open, or is closed (`closed`).
void set_suspended(Context& context, PhoneAccount& account, bool suspended);

const std::vector<JobHandler>& switch_handlers();

}  // namespace smarthandoff::calls::account
