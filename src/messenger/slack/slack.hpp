#pragma once

#include <string>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/types.hpp>

// Slack's incoming webhook, as pure functions: a text becomes a request, the answer an outcome. The address
// is the only credential and appears in no result.
namespace smarthandoff::messenger::slack {

// The text is shown as it is: what Slack would read as a mention or link is escaped; cut at 4000 characters.
http::Request request(const Secret& url, const std::string& text);

// accepted: Slack answered "ok". retry: too fast, not before `retry_after`, or nothing was sent. in_doubt: no
// answer, or Slack's own trouble. refused with `configuration`: the address is dead; with `request_invalid`:
// this text is not taken.
SendResult result_of(const http::Outcome& outcome);

}  // namespace smarthandoff::messenger::slack
