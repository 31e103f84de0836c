#pragma once

namespace smarthandoff::callbacks {

class Steps;

// The WhatsApp notices of a callback to the customer who asked for them. Where no notice can go out, that is
// told as `callback.notice_skipped`, and the callback goes on.
namespace notices {

void confirm(Steps& steps);
void ready(Steps& steps);
void failed(Steps& steps);

// The ready notice once more, by the template: the window had closed under the first.
void ready_by_template(Steps& steps);

}  // namespace notices
}  // namespace smarthandoff::callbacks
