#include "callback/callback_lifecycle.hpp"

namespace smarthandoff::callbacks {

bool is_open(CallbackStatus status) {
  switch (status) {
    case CallbackStatus::pending:
    case CallbackStatus::scheduled:
    case CallbackStatus::notified:
    case CallbackStatus::ready_to_call:
    case CallbackStatus::in_progress:
      return true;
    case CallbackStatus::completed:
    case CallbackStatus::failed:
    case CallbackStatus::canceled:
      return false;
  }
  return false;
}

CallbackStatus status_of_wish(bool has_time) {
  return has_time ? CallbackStatus::scheduled : CallbackStatus::pending;
}

CallbackStatus status_when_joined(CallbackStatus status, bool has_time) {
  switch (status) {
    case CallbackStatus::pending:
    case CallbackStatus::scheduled:
      return status_of_wish(has_time);
    case CallbackStatus::notified:
    case CallbackStatus::ready_to_call:
      return has_time ? CallbackStatus::scheduled : status;
    case CallbackStatus::in_progress:
    case CallbackStatus::completed:
    case CallbackStatus::failed:
    case CallbackStatus::canceled:
      return status;
  }
  return status;
}

CallbackPriority more_urgent(CallbackPriority one, CallbackPriority other) {
  return one > other ? one : other;
}

std::int64_t place_of(CallbackStatus status, CallbackPriority priority) {
  if (!is_open(status)) return 4;
  if (status == CallbackStatus::ready_to_call) return 0;
  switch (priority) {
    case CallbackPriority::urgent:
      return 1;
    case CallbackPriority::high:
      return 2;
    case CallbackPriority::normal:
      return 3;
  }
  return 3;
}

}  // namespace smarthandoff::callbacks
