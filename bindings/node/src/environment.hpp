#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include <napi.h>

#include <smarthandoff/base/describe.hpp>

namespace smarthandoff::node {

// What must end before its environment does: open engines, simulated PBXs and Twilio doubles.
class Closable {
 public:
  virtual ~Closable() = default;
  virtual void close() noexcept = 0;
};

// What is open in one environment. Any thread: an engine is opened on libuv's pool and is in here before
// anything can end the environment without it.
class Closables {
 public:
  // Closes it at once where everything was closed before.
  void add(std::weak_ptr<Closable> closable);
  void close_all() noexcept;

 private:
  std::mutex mutex_;  // guards both
  std::vector<std::weak_ptr<Closable>> closables_;
  bool closed_ = false;
};

// Everything that belongs to one JavaScript environment (the main thread, or a worker): nothing is shared
// between two of them. Made when the addon is loaded, destroyed by the environment's clean-up.
class Environment {
 public:
  explicit Environment(Napi::Env env);
  ~Environment();

  static Environment& of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  // Runs `task` on the JavaScript thread. Any thread; dropped once the environment ends.
  using Task = std::function<void(Napi::Env)>;
  class Poster;
  std::shared_ptr<Poster> poster() const { return poster_; }

  // A promise that is settled later, through the poster. While one is open the event loop stays alive.
  using PromiseId = std::uint64_t;
  std::pair<PromiseId, Napi::Promise> open_promise(Napi::Env env);
  void resolve(Napi::Env env, PromiseId id, Napi::Value value);
  void reject(Napi::Env env, PromiseId id, const std::exception_ptr& error);

  const std::shared_ptr<Closables>& closables() const { return closables_; }

  // Joins every thread of ours. By the environment's clean-up, and by `process`'s exit event: process.exit()
  // runs no clean-up, and static data would be destroyed under threads that still work.
  void close() noexcept;

  // The function that makes a structure's object of the values of its members, in the description's order.
  Napi::Function maker_of(Napi::Env env, const Type& structure);

  Napi::FunctionReference engine, pbx, twilio;

  // Of lib/flatten.js, and the numbers that it writes: they live as long as it does.
  Napi::FunctionReference flatten;
  double* cells = nullptr;

 private:
  Napi::Promise::Deferred take(Napi::Env env, PromiseId id);

  std::shared_ptr<Poster> poster_;
  std::map<PromiseId, Napi::Promise::Deferred> promises_;
  PromiseId next_promise_ = 1;
  std::shared_ptr<Closables> closables_ = std::make_shared<Closables>();
  std::unordered_map<const Type*, Napi::FunctionReference> makers_;
};

// Hands tasks over to the JavaScript thread, several at a wake-up.
class Environment::Poster : public std::enable_shared_from_this<Environment::Poster> {
 public:
  explicit Poster(Napi::Env env);

  void post(Task task);
  void keep_alive(Napi::Env env, bool alive);
  void end();

 private:
  void run(Napi::Env env);

  std::mutex mutex_;  // guards the tasks and the flags
  std::deque<Task> tasks_;
  bool woken_ = false;
  bool ended_ = false;
  Napi::ThreadSafeFunction wake_;
};

}  // namespace smarthandoff::node
