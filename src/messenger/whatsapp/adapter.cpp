// Moves what the codec makes: one number of the Cloud API over HTTP.
#include <algorithm>
#include <mutex>
#include <utility>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>

#include "base/field_check.hpp"
#include "http/address.hpp"
#include "http/rate_limit.hpp"
#include "messenger/whatsapp/requests.hpp"
#include "messenger/whatsapp/responses.hpp"

namespace smarthandoff::messenger {
namespace {

using namespace whatsapp;

constexpr std::string_view kDigits = "0123456789";
constexpr int kMaxPages = 50;  // of templates, 100 each

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

void check(const WhatsAppOptions& options) {
  const std::string& token = options.access_token.reveal();
  if (token.empty() || token.size() > 4096 ||
      std::any_of(token.begin(), token.end(), [](char c) { return c <= ' ' || c > '~'; }))
    throw invalid_field("access_token", "must be 1 to 4096 printable characters without blanks");
  field::check_word("phone_number_id", options.phone_number_id, kDigits, 32);
  if (options.phone_number_id.empty()) throw invalid_field("phone_number_id", "must not be empty");
  field::check_word("waba_id", options.waba_id, kDigits, 32);
  field::check_word("api_version", options.api_version, "v.0123456789", 10);
  http::check_base_url("base_url", options.base_url);
  field::check_between("rate_per_second", options.rate_per_second, 1, 1000);
  field::check_between("timeout", options.timeout.count(), 1, 60'000);
  field::check_between("connect_timeout", options.connect_timeout.count(), 1, 60'000);
}

// What a request needs. Answers may come after the adapter was let go, on the client's own thread; they hold
// no owner of the client, which would then end its thread from within.
class Caller {
 public:
  Caller(WhatsAppOptions options, http::Client& client) : options_(std::move(options)), client_(client) {}

  const WhatsAppOptions& options() const { return options_; }

  void post(std::string body, Milliseconds delay, http::Callback done) const {
    http::Request message = request("POST", options_.phone_number_id + "/messages");
    message.headers.push_back({"Content-Type", "application/json"});
    message.body = std::move(body);
    message.delay = delay;
    client_.send(std::move(message), std::move(done));
  }

  void get(const std::string& path, http::Callback done) const {
    client_.send(request("GET", path), std::move(done));
  }

 private:
  http::Request request(const std::string& method, const std::string& path) const {
    return {.method = method,
            .url = options_.base_url + "/" + options_.api_version + "/" + path,
            .headers = {{"Authorization", "Bearer " + options_.access_token.reveal()}},
            .timeout = options_.timeout,
            .connect_timeout = options_.connect_timeout};
  }

  const WhatsAppOptions options_;
  http::Client& client_;
};

// The pages of templates read so far.
struct Listing {
  std::shared_ptr<const Caller> caller;
  std::function<void(TemplatesResult)> done;
  TemplatesResult result;
  int pages = 0;
};

void read_page(const std::shared_ptr<Listing>& listing, const std::string& after);

void add_page(const std::shared_ptr<Listing>& listing, const http::Outcome& outcome) {
  TemplatesPage page = templates_page(outcome);
  auto& all = listing->result.templates;
  all.insert(all.end(), page.templates.begin(), page.templates.end());
  listing->result.failure = page.failure;
  const bool more = page.failure.kind == FailureKind::none && !page.after.empty();
  if (more && ++listing->pages < kMaxPages) return read_page(listing, page.after);
  if (more) listing->result.failure = {.kind = FailureKind::unknown, .detail = "more than 5000 templates"};
  listing->done(std::move(listing->result));
}

void read_page(const std::shared_ptr<Listing>& listing, const std::string& after) {
  const std::string path =
      listing->caller->options().waba_id + "/message_templates?" + templates_query(after);
  listing->caller->get(path, [listing](const http::Outcome& outcome) { add_page(listing, outcome); });
}

class WhatsApp final : public Messenger {
 public:
  WhatsApp(WhatsAppOptions options, std::shared_ptr<http::Client> client)
      : own_client_(!client),
        client_(client ? std::move(client) : std::make_shared<http::Client>()),
        caller_(std::make_shared<Caller>(std::move(options), *client_)),
        limit_(caller_->options().rate_per_second) {}

  ~WhatsApp() override { stop(); }

  void send(const SendRequest& request, std::function<void(SendResult)> done) override;
  void mark_read(const MarkRead& request, std::function<void(Failure)> done) override;
  void list_templates(const ListTemplates& request, std::function<void(TemplatesResult)> done) override;
  void inspect(const InspectChannel& request, std::function<void(ChannelReport)> done) override;
  void stop() noexcept override;

 private:
  std::optional<Milliseconds> reserve();

  const bool own_client_;
  const std::shared_ptr<http::Client> client_;
  const std::shared_ptr<const Caller> caller_;
  std::mutex mutex_;  // guards the limit
  http::RateLimit limit_;
};

// How long to hold a message; nothing if that would be too long, and no place is reserved.
std::optional<Milliseconds> WhatsApp::reserve() {
  const std::int64_t most = std::chrono::microseconds(caller_->options().max_wait).count();
  const std::lock_guard lock(mutex_);
  const std::int64_t wait = limit_.reserve_us(now_us(), most);
  if (wait > most) return std::nullopt;
  return Milliseconds((wait + 999) / 1000);
}

void WhatsApp::send(const SendRequest& message, std::function<void(SendResult)> done) {
  const auto wait = reserve();
  if (!wait) {
    return done({.outcome = SendOutcome::retry,
                 .failure = {.kind = FailureKind::rate_limited, .detail = "held back for the number's rate"},
                 .retry_after = caller_->options().max_wait,
                 .counts = false});
  }
  caller_->post(send_body(message), *wait,
                [done = std::move(done)](const http::Outcome& outcome) { done(send_result(outcome)); });
}

void WhatsApp::mark_read(const MarkRead& message, std::function<void(Failure)> done) {
  caller_->post(mark_read_body(message), Milliseconds(0),
                [done = std::move(done)](const http::Outcome& outcome) { done(failure_of(outcome)); });
}

void WhatsApp::list_templates(const ListTemplates&, std::function<void(TemplatesResult)> done) {
  if (caller_->options().waba_id.empty()) {
    return done({.templates = {},
                 .failure = {.kind = FailureKind::configuration, .detail = "the channel has no waba_id"}});
  }
  read_page(std::make_shared<Listing>(Listing{.caller = caller_, .done = std::move(done), .result = {}}), {});
}

// The number proves the token's right to send, the account's templates that to the account.
void WhatsApp::inspect(const InspectChannel& request, std::function<void(ChannelReport)> done) {
  const std::string& number = caller_->options().phone_number_id;
  if (request.profile)
    return caller_->get(profile_path(number), [done = std::move(done)](const http::Outcome& outcome) {
      done(profile_report(outcome));
    });
  caller_->get(number_path(number), [caller = caller_, done = std::move(done)](const http::Outcome& outcome) {
    ChannelReport report = number_report(outcome);
    const std::string& account = caller->options().waba_id;
    if (report.failure.kind != FailureKind::none || account.empty()) return done(std::move(report));
    caller->get(account + "/message_templates?" + templates_query({}),
                [report = std::move(report), done](const http::Outcome& second) {
                  ChannelReport both = report;
                  both.failure = failure_of(second);
                  done(std::move(both));
                });
  });
}

void WhatsApp::stop() noexcept {
  if (own_client_) client_->stop(caller_->options().stop_grace);
}

}  // namespace

std::shared_ptr<Messenger> make_whatsapp(WhatsAppOptions options, std::shared_ptr<http::Client> client) {
  check(options);
  return std::make_shared<WhatsApp>(std::move(options), std::move(client));
}

}  // namespace smarthandoff::messenger
