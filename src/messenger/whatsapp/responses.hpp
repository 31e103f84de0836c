#pragma once

#include <string>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "base/peer_json.hpp"

// What the Cloud API answers: pure.
namespace smarthandoff::messenger::whatsapp {

using peer::boolean;
using peer::integer;
using peer::Json;
using peer::member;
using peer::parse_json;
using peer::raw;
using peer::text;

// The fate of a message, from how its request ended.
SendResult send_result(const http::Outcome& outcome);

// Kind none where the request succeeded.
Failure failure_of(const http::Outcome& outcome);

// A page of templates, with the cursor of the next one (empty: it was the last).
struct TemplatesPage {
  std::vector<TemplateState> templates;
  std::string after;
  Failure failure;
};
TemplatesPage templates_page(const http::Outcome& outcome);

// What is told of a number, or of its public profile.
ChannelReport number_report(const http::Outcome& outcome);
ChannelReport profile_report(const http::Outcome& outcome);

// The failure that an `error` or one of `errors` tells.
Failure failure_of_error(const Json& error);

TemplateStatus template_status(std::string_view word);
TemplateCategory template_category(std::string_view word);

// Meta moved a template to another category; nothing where the notice tells something else.
std::optional<TemplateState> new_category(const Notice& notice);

}  // namespace smarthandoff::messenger::whatsapp
