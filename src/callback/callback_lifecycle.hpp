#pragma once

#include <cstdint>

#include <smarthandoff/callback/callback.hpp>

// The pure rules of where a callback stands.
namespace smarthandoff::callbacks {

// True until it was completed, failed or canceled; a person has at most one open one per destination.
bool is_open(CallbackStatus status);

// The status that a wish with or without a time begins with.
CallbackStatus status_of_wish(bool has_time);

// The status after the person asked once more: the new time wins, but a call under way goes on, and who was
// announced stays announced. Closed ones are never joined; they stay as they are.
CallbackStatus status_when_joined(CallbackStatus status, bool has_time);

// The greater of both: who asks again does not lose urgency.
CallbackPriority more_urgent(CallbackPriority one, CallbackPriority other);

// The order of lists and announcements before the time of the request, least first: ready_to_call, then by
// priority, closed ones last (DETAILS §4).
std::int64_t place_of(CallbackStatus status, CallbackPriority priority);

}  // namespace smarthandoff::callbacks
