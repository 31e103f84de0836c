#pragma once

#include <vector>

#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// How the phone service is told where a number's calls come in: at the routes of `base_url`. What it was told
// last stands at the number, so that nothing is told twice.
namespace smarthandoff::calls::number {

// Has it told, whatever it was told before. Throws failed_precondition for a number that is not owned,
// without base_url (`no_base_url`) and without an account (`no_account`).
void point(Context& context, const OwnNumber& number);

// The same for a number whose routes are known to be elsewhere, and for all such.
void point_if_moved(Context& context, const OwnNumber& number);
void point_all(Context& context);

const std::vector<JobHandler>& point_handlers();

}  // namespace smarthandoff::calls::number
