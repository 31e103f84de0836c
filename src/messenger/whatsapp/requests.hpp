#pragma once

#include <string>

#include <smarthandoff/messenger/port.hpp>

// The bodies and paths that the Cloud API is sent: pure.
namespace smarthandoff::messenger::whatsapp {

// The body of POST /{phone_number_id}/messages.
std::string send_body(const SendRequest& request);
std::string mark_read_body(const MarkRead& request);

// The query of GET /{waba_id}/message_templates, for the page after a cursor (empty: the first).
std::string templates_query(const std::string& after);

// The paths after the version that tell about a number, and its public profile.
std::string number_path(const std::string& phone_number_id);
std::string profile_path(const std::string& phone_number_id);

}  // namespace smarthandoff::messenger::whatsapp
