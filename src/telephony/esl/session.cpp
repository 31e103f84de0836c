#include "telephony/esl/session.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <asio/post.hpp>

#include "telephony/esl/guarded.hpp"

namespace smarthandoff::esl {
namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{4} << 20;

Error in_doubt(const std::string& why, const std::string& job_id) {
  Error::Details details;
  if (!job_id.empty()) details["job"] = job_id;
  return {ErrorCode::in_doubt, "event socket: sent, but not answered: " + why, details};
}

Answer answer_of(const Frame& frame) {
  Answer answer{.text = frame.answer_text()};
  if (frame.is_event()) answer.event = frame.event();
  return answer;
}

}  // namespace

Session::Session(asio::any_io_executor executor, const SessionOptions& options, SessionOwner& owner)
    : executor_(std::move(executor)),
      options_(options),
      owner_(&owner),
      timer_(executor_),
      life_(std::make_shared<int>(0)) {}

Session::~Session() {
  close(Error(ErrorCode::unavailable, "event socket: closed"));
}

void Session::start(asio::ip::tcp::socket socket) {
  link_ = std::make_shared<Link>(std::move(socket), options_.decoder, static_cast<LinkOwner&>(*this));
  link_->start();
}

SteadyTime Session::last_received() const {
  return link_ ? link_->last_received() : SteadyTime::min();
}

bool Session::is_waiting() const {
  const SteadyTime now = std::chrono::steady_clock::now();
  return std::any_of(pending_.begin(), pending_.end(),
                     [now](const Pending& pending) { return pending.deadline > now; });
}

void Session::refuse_later(AnswerHandler handler, Error error) {
  asio::post(executor_, [this, life = std::weak_ptr<int>(life_), handler = std::move(handler),
                         error = std::move(error)] {
    guarded(
        "an answer's handler", [&] { handler({.error = error}); },
        [&](const std::string& line) {
          if (!life.expired()) owner_->on_session_log(line);
        });
  });
}

// False, with the handler taken care of, if the command cannot be sent now.
bool Session::accept(const std::string& wire, AnswerHandler& handler) {
  if (!link_) {
    refuse_later(std::move(handler), Error(ErrorCode::unavailable, "event socket: not connected"));
    return false;
  }
  if (pending_.size() >= options_.max_pending_commands || jobs_.size() >= options_.max_pending_commands ||
      link_->waiting_bytes() + wire.size() > kMaxWaitingBytes) {
    refuse_later(std::move(handler),
                 Error(ErrorCode::rate_limited, "event socket: too many commands without answer",
                       {{"limit", std::to_string(options_.max_pending_commands)}}));
    return false;
  }
  return true;
}

void Session::send(std::string wire, Milliseconds timeout, AnswerHandler handler) {
  if (!accept(wire, handler)) return;
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  pending_.push_back({link_->send(std::move(wire)), deadline, std::move(handler), {}});
  watch(deadline);
}

void Session::send_job(std::string wire, const std::string& job_id, Milliseconds timeout,
                       AnswerHandler handler) {
  if (jobs_.count(job_id) != 0) {
    return refuse_later(
        std::move(handler),
        Error(ErrorCode::already_exists, "event socket: a job \"" + job_id + "\" is under way already"));
  }
  if (!accept(wire, handler)) return;
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  const std::uint64_t number = link_->send(std::move(wire));
  pending_.push_back({number, deadline, nullptr, job_id});
  jobs_.emplace(job_id, Job{number, deadline, std::move(handler)});
  watch(deadline);
}

void Session::call(const AnswerHandler& handler, Answer answer) {
  if (!handler) return;
  guarded(
      "an answer's handler", [&] { handler(std::move(answer)); },
      [this](const std::string& line) {
        if (owner_) owner_->on_session_log(line);
      });
}

void Session::on_frame(Frame&& frame) {
  const std::string_view type = frame.content_type();
  if (type == "command/reply" || type == "api/response") {
    on_answer(frame);
  } else if (frame.is_event()) {
    on_event(frame);
  } else {
    owner_->on_session_notice(frame);
  }
}

void Session::on_answer(const Frame& frame) {
  if (pending_.empty()) {
    const Error reason(ErrorCode::corrupt, "event socket: an answer that no command asked for");
    SessionOwner* owner = owner_;
    close(reason);
    return owner->on_session_lost(reason);
  }
  const Pending pending = std::move(pending_.front());
  pending_.pop_front();
  Answer answer = answer_of(frame);
  if (pending.job_id.empty()) return call(pending.handler, std::move(answer));
  if (!answer.refused()) return;
  const auto job = jobs_.extract(pending.job_id);
  if (job) call(job.mapped().handler, std::move(answer));
}

void Session::on_event(const Frame& frame) {
  Event event;
  try {
    event = frame.event();
  } catch (const Error& damage) {
    return owner_->on_session_damage(damage);
  }
  if (!settle_job(event)) owner_->on_session_event(event);
}

bool Session::settle_job(const Event& event) {
  if (jobs_.empty() || event.name() != "BACKGROUND_JOB") return false;
  const auto job = jobs_.extract(event.value("Job-UUID"));
  if (!job) return false;
  std::string_view result = event.body();
  if (result.ends_with('\n')) result.remove_suffix(1);
  call(job.mapped().handler, {.text = std::string(result)});
  return true;
}

void Session::on_link_lost(const Error& reason) {
  SessionOwner* owner = owner_;
  close(reason);
  if (owner) owner->on_session_lost(reason);
}

void Session::watch(SteadyTime deadline) {
  if (deadline >= next_expiry_) return;
  next_expiry_ = deadline;
  arm();
}

void Session::arm() {
  timer_.expires_at(next_expiry_);
  timer_.async_wait([this, life = std::weak_ptr<int>(life_)](const asio::error_code& error) {
    if (!error && !life.expired()) expire();
  });
}

// Fails what is past its deadline. An unanswered command keeps its place: its answer may still come.
void Session::expire() {
  const SteadyTime now = std::chrono::steady_clock::now();
  std::vector<std::pair<std::string, AnswerHandler>> expired;
  next_expiry_ = SteadyTime::max();
  for (Pending& pending : pending_) {
    if (!pending.handler) continue;
    if (pending.deadline <= now) {
      expired.emplace_back(std::string(), std::exchange(pending.handler, nullptr));
    } else {
      next_expiry_ = std::min(next_expiry_, pending.deadline);
    }
  }
  std::erase_if(jobs_, [&](auto& job) {
    const bool late = job.second.deadline <= now;
    if (late) expired.emplace_back(job.first, std::move(job.second.handler));
    if (!late) next_expiry_ = std::min(next_expiry_, job.second.deadline);
    return late;
  });
  if (next_expiry_ != SteadyTime::max()) arm();
  for (const auto& [job_id, handler] : expired)
    call(handler, {.error = in_doubt("the deadline has passed", job_id)});
}

void Session::fail(std::uint64_t number, const AnswerHandler& handler, const Error& reason,
                   const std::string& job_id) {
  if (number <= handed_over_) return call(handler, {.error = in_doubt(reason.what(), job_id)});
  call(handler,
       {.error = Error(ErrorCode::unavailable, std::string("event socket: not sent: ") + reason.what())});
}

void Session::fail_all(const Error& reason) {
  const std::deque<Pending> pending = std::exchange(pending_, {});
  const std::unordered_map<std::string, Job> jobs = std::exchange(jobs_, {});
  for (const Pending& each : pending) fail(each.number, each.handler, reason, {});
  for (const auto& [id, job] : jobs) fail(job.number, job.handler, reason, id);
}

void Session::close(const Error& reason) {
  if (link_) {
    handed_over_ = link_->handed_over();
    link_->close();
    link_.reset();
  }
  life_.reset();
  timer_.cancel();
  fail_all(reason);
  owner_ = nullptr;
}

}  // namespace smarthandoff::esl
