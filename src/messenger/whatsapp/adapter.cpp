// Moves what the codec makes: one number of the Cloud API over HTTP.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>

#include "base/field_check.hpp"
#include "messenger/whatsapp/rate_limit.hpp"
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

bool is_loopback(std::string_view url) {
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    const std::string_view rest = url.substr(host.size());
    return rest.empty() || rest[0] == ':' || rest[0] == '/';
  }
  return false;
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
  const std::string& url = options.base_url;
  if (!url.starts_with("https://") && !is_loopback(url))
    throw invalid_field("base_url", "must be an https address");
  if (url.ends_with('/') || url.find_first_of("?#@ ") != std::string::npos)
    throw invalid_field("base_url", "must end with its host or path, e.g. https://graph.facebook.com");
  field::check_between("rate_per_second", options.rate_per_second, 1, 1000);
  field::check_between("timeout", options.timeout.count(), 1, 60'000);
  field::check_between("connect_timeout", options.connect_timeout.count(), 1, 60'000);
}

// Answers to requests may come after the adapter's owner has let it go: each holds what it needs.
class WhatsApp final : public Messenger, public std::enable_shared_from_this<WhatsApp> {
 public:
  WhatsApp(WhatsAppOptions options, std::shared_ptr<http::Client> client)
      : options_(std::move(options)),
        own_client_(!client),
        client_(client ? std::move(client) : std::make_shared<http::Client>()),
        limit_(options_.rate_per_second) {}

  ~WhatsApp() override { stop(); }

  void send(const SendRequest& request, std::function<void(SendResult)> done) override;
  void mark_read(const MarkRead& request, std::function<void(Failure)> done) override;
  void list_templates(const ListTemplates& request, std::function<void(TemplatesResult)> done) override;
  void stop() noexcept override;

 private:
  // The pages of templates read so far.
  struct Listing {
    TemplatesResult result;
    std::function<void(TemplatesResult)> done;
    int pages = 0;
  };

  http::Request request(const std::string& method, const std::string& path) const;
  http::Request message_request(std::string body) const;
  std::optional<Milliseconds> reserve();
  void next_page(const std::shared_ptr<Listing>& listing, const std::string& after);

  const WhatsAppOptions options_;
  const bool own_client_;
  const std::shared_ptr<http::Client> client_;
  std::mutex mutex_;  // guards the limit
  RateLimit limit_;
};

http::Request WhatsApp::request(const std::string& method, const std::string& path) const {
  return {.method = method,
          .url = options_.base_url + "/" + options_.api_version + "/" + path,
          .headers = {{"Authorization", "Bearer " + options_.access_token.reveal()}},
          .timeout = options_.timeout,
          .connect_timeout = options_.connect_timeout};
}

http::Request WhatsApp::message_request(std::string body) const {
  http::Request request = this->request("POST", options_.phone_number_id + "/messages");
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = std::move(body);
  return request;
}

// How long to hold a message; nothing if that would be too long, and no place is reserved.
std::optional<Milliseconds> WhatsApp::reserve() {
  const std::int64_t most = std::chrono::microseconds(options_.max_wait).count();
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
                 .retry_after = options_.max_wait,
                 .counts = false});
  }
  http::Request request = message_request(send_body(message));
  request.delay = *wait;
  client_->send(std::move(request),
                [done = std::move(done)](const http::Outcome& outcome) { done(send_result(outcome)); });
}

void WhatsApp::mark_read(const MarkRead& message, std::function<void(Failure)> done) {
  client_->send(message_request(mark_read_body(message)),
                [done = std::move(done)](const http::Outcome& outcome) { done(failure_of(outcome)); });
}

void WhatsApp::list_templates(const ListTemplates&, std::function<void(TemplatesResult)> done) {
  if (options_.waba_id.empty()) {
    return done({.templates = {},
                 .failure = {.kind = FailureKind::configuration, .detail = "the channel has no waba_id"}});
  }
  next_page(std::make_shared<Listing>(Listing{.result = {}, .done = std::move(done)}), {});
}

void WhatsApp::next_page(const std::shared_ptr<Listing>& listing, const std::string& after) {
  const std::string path = options_.waba_id + "/message_templates?" + templates_query(after);
  client_->send(request("GET", path), [self = shared_from_this(), listing](const http::Outcome& outcome) {
    TemplatesPage page = templates_page(outcome);
    auto& all = listing->result.templates;
    all.insert(all.end(), page.templates.begin(), page.templates.end());
    listing->result.failure = page.failure;
    const bool more = page.failure.kind == FailureKind::none && !page.after.empty();
    if (more && ++listing->pages < kMaxPages) return self->next_page(listing, page.after);
    if (more) listing->result.failure = {.kind = FailureKind::unknown, .detail = "more than 5000 templates"};
    listing->done(std::move(listing->result));
  });
}

void WhatsApp::stop() noexcept {
  if (own_client_) client_->stop(options_.stop_grace);
}

}  // namespace

std::shared_ptr<Messenger> make_whatsapp(WhatsAppOptions options, std::shared_ptr<http::Client> client) {
  check(options);
  return std::make_shared<WhatsApp>(std::move(options), std::move(client));
}

}  // namespace smarthandoff::messenger
