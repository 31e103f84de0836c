#pragma once

#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/order_failure.hpp>
#include <smarthandoff/storage/context.hpp>

// What becomes of an order that was not done.
namespace smarthandoff::calls {

// Whether another try may bring what this one did not; all else is refused for good.
bool may_pass(const Error& failure);

// Tells hosts and those who are alerted that an order was given up.
void given_up(Context& context, OrderFailure order, const Error& failure);
void given_up(Context& context, ActivityFailure order, const Error& failure);

}  // namespace smarthandoff::calls
