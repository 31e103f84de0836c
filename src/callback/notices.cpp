#include "callback/notices.hpp"

#include "callback/callback_steps.hpp"

namespace smarthandoff::callbacks::notices {

void confirm(Steps&) {}
void ready(Steps&) {}
void failed(Steps&) {}

}  // namespace smarthandoff::callbacks::notices
