#include "telephony/twilio/rest_sender.hpp"

#include <algorithm>
#include <random>

#include "telephony/twilio/rest_errors.hpp"

namespace smarthandoff::twilio {
namespace {

constexpr std::size_t kMaxAnswer = 8U << 20U;  // a page of 1000

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// The wait before a repetition: doubled each time, at random between half of it and the whole.
Milliseconds wait_before(std::int64_t repetition, const RestOptions& options) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  const std::int64_t most =
      std::min(options.longest_retry.count(), options.first_retry.count() << repetition);
  return Milliseconds(std::uniform_int_distribution<std::int64_t>((most + 1) / 2, most)(random));
}

void succeed(RestKind kind, const http::Outcome& outcome, const Raw& done) {
  if (kind == RestKind::remove) return done({}, {});
  const auto json = peer::parse_json(outcome.response->body);
  if (json && json->is_object()) return done({}, *json);
  // It was done, but what was made cannot be told.
  const ErrorCode code = kind == RestKind::change ? ErrorCode::in_doubt : ErrorCode::corrupt;
  done(Error(code, "twilio's answer is no JSON object"), {});
}

}  // namespace

Sender::Sender(RestOptions options, std::string authorization, Transport transport)
    : options_(std::move(options)),
      authorization_(std::move(authorization)),
      transport_(std::move(transport)),
      limit_(options_.calls_per_second, 0) {}

void Sender::send(RestRequest request, std::function<bool()> wanted, Raw done) {
  Milliseconds delay{0};
  if (request.dials) {
    const auto place = reserve();
    if (!place) return done(Error(ErrorCode::rate_limited, "too many calls wait to be placed"), {});
    delay = *place;
  }
  const auto pending = std::make_shared<Pending>(
      Pending{.request = std::move(request), .wanted = std::move(wanted), .done = std::move(done)});
  transmit(pending, delay);
}

void Sender::after(Milliseconds delay, std::function<void()> done) {
  http::Request never = message({});
  never.delay = delay;
  never.wanted = [] { return false; };
  transport_(std::move(never), [done = std::move(done)](const http::Outcome&) { done(); });
}

http::Request Sender::message(const RestRequest& request) const {
  http::Request made{.method = request.method,
                     .url = base_url(request.product) + request.path,
                     .headers = {{"Authorization", authorization_}, {"Accept", "application/json"}},
                     .body = request.form,
                     .timeout = options_.timeout,
                     .connect_timeout = options_.connect_timeout,
                     .max_response_bytes = kMaxAnswer,
                     .wanted = {}};
  if (request.method == "POST") made.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  return made;
}

std::string Sender::base_url(const std::string& product) const {
  if (!options_.base_url.empty()) return options_.base_url;
  return "https://" + host_of(product, options_.edge, options_.region);
}

// How long a call waits for its place; nothing if that would be too long, and none is taken.
std::optional<Milliseconds> Sender::reserve() {
  const std::int64_t most = std::chrono::microseconds(options_.longest_wait).count();
  const std::lock_guard lock(mutex_);
  const std::int64_t wait = limit_.reserve_us(now_us(), most);
  if (wait > most) return std::nullopt;
  return Milliseconds((wait + 999) / 1000);
}

void Sender::transmit(const std::shared_ptr<Pending>& pending, Milliseconds delay) {
  http::Request made = message(pending->request);
  made.delay = delay;
  made.wanted = pending->wanted;
  transport_(std::move(made), [self = shared_from_this(), pending](const http::Outcome& outcome) {
    self->finish(pending, outcome);
  });
}

void Sender::finish(const std::shared_ptr<Pending>& pending, const http::Outcome& outcome) {
  const auto failure = failure_of(outcome, pending->request.kind);
  if (!failure) return succeed(pending->request.kind, outcome, pending->done);
  if (!failure->repeat || pending->repetitions >= options_.retries) return pending->done(failure->error, {});
  const Milliseconds wait = wait_before(pending->repetitions, options_);
  ++pending->repetitions;
  transmit(pending, std::max(wait, failure->retry_after.value_or(wait)));
}

}  // namespace smarthandoff::twilio
