#include <smarthandoff/telephony/esl/client.hpp>

#include <atomic>
#include <future>
#include <utility>

#include <smarthandoff/base/id.hpp>

#include "telephony/esl/connection.hpp"
#include "telephony/esl/delivery.hpp"
#include "telephony/esl/io_thread.hpp"

namespace smarthandoff::esl {

struct Client::Impl {
  Impl(ClientOptions options, ClientHandlers given);

  void open();
  void close();

  // Runs `work` on the connection's thread; throws if there is none.
  void post(std::function<void()> work);

  // `handler` on the delivering thread; throws rate_limited if too many wait for it.
  AnswerHandler delivered(AnswerHandler handler);

  const std::size_t max_answers;
  const ClientHandlers handlers;
  std::atomic<std::size_t> answers{0};  // commands whose handler has not run yet
  std::atomic<ConnectionState> state{ConnectionState::closed};
  std::atomic<bool> opened{false};
  IoThread thread;
  Delivery delivery;
  Connection connection;
};

namespace {

DeliveryLimits limits_of(const ClientOptions& options) {
  if (options.max_queue_events == 0) throw invalid_field("max_queue_events", "must be at least 1");
  return {options.max_queue_events, options.max_queue_bytes};
}

Delivery::Handlers delivery_handlers(const ClientHandlers& handlers) {
  Delivery::Handlers wrapped{.on_gap = handlers.on_gap, .on_log = handlers.on_log};
  if (handlers.on_event) {
    wrapped.on_event = [on_event = handlers.on_event](const Event& event, const auto&) { on_event(event); };
  }
  return wrapped;
}

}  // namespace

Client::Impl::Impl(ClientOptions options, ClientHandlers given)
    : max_answers(2 * options.max_pending_commands),
      handlers(std::move(given)),
      delivery(thread.context().get_executor(), limits_of(options), delivery_handlers(handlers)),
      connection(thread.context(), std::move(options),
                 {.on_event = [this](const Event& event) { delivery.event(event); },
                  .on_state =
                      [this](const StateChange& change) {
                        state.store(change.state);
                        if (!handlers.on_state) return;
                        delivery.task([this, change] { handlers.on_state(change); });
                      },
                  .on_gap = [this](const Gap& gap) { delivery.gap(gap); },
                  .on_log =
                      [this](const std::string& line) {
                        if (handlers.on_log) delivery.task([this, line] { handlers.on_log(line); });
                      }}) {}

void Client::Impl::open() {
  if (opened.exchange(true)) throw Error(ErrorCode::failed_precondition, "event socket: opened before");
  delivery.start();
  thread.start();
  post([this] { connection.open(); });
}

void Client::Impl::close() {
  thread.finish([this] { connection.close(); });
  if (delivery.is_current()) return;  // the destructor waits
  thread.join();
  delivery.stop();
}

void Client::Impl::post(std::function<void()> work) {
  if (!thread.post(std::move(work))) {
    throw Error(ErrorCode::failed_precondition, "event socket: the client is not open");
  }
}

AnswerHandler Client::Impl::delivered(AnswerHandler handler) {
  if (answers.load() >= max_answers) {
    throw Error(ErrorCode::rate_limited, "event socket: too many commands without answer",
                {{"limit", std::to_string(max_answers)}});
  }
  answers.fetch_add(1);
  return [this, handler = std::move(handler)](Answer answer) {
    delivery.task([this, handler, answer = std::move(answer)]() mutable {
      answers.fetch_sub(1);
      if (handler) handler(std::move(answer));
    });
  };
}

Client::Client(ClientOptions options, ClientHandlers handlers)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handlers))) {}

Client::~Client() {
  close();
}

void Client::open() {
  impl_->open();
}

void Client::close() {
  impl_->close();
}

ConnectionState Client::state() const {
  return impl_->state.load();
}

void Client::send(std::string wire, AnswerHandler handler) {
  impl_->post([impl = impl_.get(), wire = std::move(wire), handler = impl_->delivered(std::move(handler))] {
    impl->connection.send(wire, handler);
  });
}

void Client::api(std::string_view line, AnswerHandler handler) {
  send(command::api(line), std::move(handler));
}

Answer Client::api_and_wait(std::string_view line) {
  const auto promise = std::make_shared<std::promise<Answer>>();
  auto answer = promise->get_future();
  impl_->post([impl = impl_.get(), wire = command::api(line), promise] {
    impl->connection.send(wire, [promise](Answer given) { promise->set_value(std::move(given)); });
  });
  return answer.get();
}

std::string Client::bgapi(std::string_view line, AnswerHandler handler, std::string job_id) {
  if (job_id.empty()) job_id = IdSource(SystemClock().now(), random_seed()).next();
  command::bgapi(line, job_id);  // refuses bad arguments here, not on the other thread
  impl_->post(
      [impl = impl_.get(), line = std::string(line), job_id, handler = impl_->delivered(std::move(handler))] {
        impl->connection.bgapi(line, job_id, handler);
      });
  return job_id;
}

void Client::execute(const command::Execute& execute, AnswerHandler handler) {
  send(command::execute(execute), std::move(handler));
}

void Client::subscribe(std::vector<std::string> events, std::vector<std::string> custom_subclasses,
                       AnswerHandler handler) {
  command::event(command::EventFormat::plain, events, custom_subclasses);
  impl_->post([impl = impl_.get(), events = std::move(events),
               custom_subclasses = std::move(custom_subclasses),
               handler = impl_->delivered(std::move(handler))] {
    impl->connection.subscribe(events, custom_subclasses, handler);
  });
}

void Client::add_filter(Filter filter, AnswerHandler handler) {
  command::filter(filter.header, filter.value);
  impl_->post(
      [impl = impl_.get(), filter = std::move(filter), handler = impl_->delivered(std::move(handler))] {
        impl->connection.add_filter(filter, handler);
      });
}

void Client::remove_filter(Filter filter, AnswerHandler handler) {
  command::filter(filter.header, filter.value);
  impl_->post(
      [impl = impl_.get(), filter = std::move(filter), handler = impl_->delivered(std::move(handler))] {
        impl->connection.remove_filter(filter, handler);
      });
}

}  // namespace smarthandoff::esl
