#pragma once

#include <optional>
#include <string>

#include "callback/notice_rows.hpp"

namespace smarthandoff::callbacks {

class Steps;

// The WhatsApp notices of a callback to the customer who asked for them. Where no notice can go out, that is
// told as `callback.notice_skipped`, and the callback goes on.
namespace notices {

void confirm(Steps& steps);
void ready(Steps& steps);
void failed(Steps& steps);
// Who said "yes, call me now" was told that we are calling, and nobody who may is free.
void delayed(Steps& steps);
// How it went, 0-10, once they have talked.
void ask_score(Steps& steps);

// The callback has ended: its confirmation and "we can call you now" are not sent any more.
void withdraw(Steps& steps);

// The notice, if it was sent to this address, whatever number its callback has by now: another person's is
// none of theirs to answer.
std::optional<rows::Notice> sent_to(const Context& context, const MessageId& id, const std::string& address);

// The same once more, by the template: the window had closed under the first.
void ready_by_template(Steps& steps);
void ask_score_by_template(Steps& steps);

}  // namespace notices
}  // namespace smarthandoff::callbacks
