#pragma once

#include <vector>

#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// How a number is given back: marked, ordered after the commit, and kept with the reason where the phone
// service refuses.
namespace smarthandoff::calls::number {

// Marks it `releasing` and has it given back, or `released` where there is no account that could have it. One
// that is released already stays so. Not saved yet. Throws failed_precondition for one that is not owned.
void give_back(Context& context, OwnNumber& number);

const std::vector<JobHandler>& release_handlers();

}  // namespace smarthandoff::calls::number
