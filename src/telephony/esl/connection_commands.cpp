#include <algorithm>

#include <asio/post.hpp>

#include "telephony/esl/connection.hpp"
#include "telephony/esl/guarded.hpp"

namespace smarthandoff::esl {
namespace {

void append_new(std::vector<std::string>& known, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  }
}

bool same(const Filter& a, const Filter& b) {
  return a.header == b.header && a.value == b.value;
}

}  // namespace

// For what is settled without the switch.
void Connection::answer_later(Answer answer, AnswerHandler handler) {
  asio::post(io_, [this, life = std::weak_ptr<int>(life_), answer = std::move(answer),
                   handler = std::move(handler)] {
    guarded(
        "an answer's handler", [&] { handler(answer); },
        [&](const std::string& line) {
          if (!life.expired()) on_session_log(line);
        });
  });
}

bool Connection::is_ready(AnswerHandler& handler) {
  if (state_ == ConnectionState::connected) return true;
  answer_later({.error = Error(ErrorCode::unavailable, "event socket: not connected to " + peer())},
               std::move(handler));
  return false;
}

void Connection::send(std::string wire, AnswerHandler handler) {
  if (is_ready(handler)) session_->send(std::move(wire), options_.command_timeout, std::move(handler));
}

void Connection::api(std::string_view line, AnswerHandler handler) {
  send(command::api(line), std::move(handler));
}

void Connection::bgapi(std::string_view line, const std::string& job_id, AnswerHandler handler) {
  std::string wire = command::bgapi(line, job_id);
  if (is_ready(handler))
    session_->send_job(std::move(wire), job_id, options_.job_timeout, std::move(handler));
}

void Connection::subscribe(std::vector<std::string> events, std::vector<std::string> custom_subclasses,
                           AnswerHandler handler) {
  std::string wire = command::event(options_.subscription.format, events, custom_subclasses);
  append_new(options_.subscription.events, events);
  append_new(options_.subscription.custom_subclasses, custom_subclasses);
  if (state_ != ConnectionState::connected) return answer_later({}, std::move(handler));
  send(std::move(wire), std::move(handler));
}

void Connection::add_filter(Filter filter, AnswerHandler handler) {
  std::string wire = command::filter(filter.header, filter.value);
  const bool first = options_.filters.empty();
  options_.filters.push_back(std::move(filter));
  if (state_ != ConnectionState::connected) return answer_later({}, std::move(handler));
  // One filter removes everything else, the results of our jobs included.
  if (first) send(command::filter("Event-Name", "BACKGROUND_JOB"), [](const Answer&) {});
  send(std::move(wire), std::move(handler));
}

void Connection::remove_filter(const Filter& filter, AnswerHandler handler) {
  std::string wire = command::filter_delete(filter.header, filter.value);
  std::erase_if(options_.filters, [&](const Filter& known) { return same(known, filter); });
  if (state_ != ConnectionState::connected) return answer_later({}, std::move(handler));
  if (options_.filters.empty()) wire = command::filter_delete_all();
  send(std::move(wire), std::move(handler));
}

}  // namespace smarthandoff::esl
