#include "environment.hpp"

#include <utility>

#include "convert.hpp"

namespace smarthandoff::node {

Environment::Poster::Poster(Napi::Env env)
    : wake_(Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}),
                                          "smarthandoff", 0, 1)) {
  wake_.Unref(env);
}

void Environment::Poster::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    tasks_.push_back(std::move(task));
    if (std::exchange(woken_, true)) return;
  }
  wake_.NonBlockingCall([self = shared_from_this()](Napi::Env env, Napi::Function) { self->run(env); });
}

void Environment::Poster::run(Napi::Env env) {
  // The environment may be going: then nothing may be called in it.
  if (env == nullptr) return;
  std::deque<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    woken_ = false;
    tasks.swap(tasks_);
  }
  try {
    for (Task& task : tasks) {
      const Napi::HandleScope scope(env);
      task(env);
    }
  } catch (const Napi::Error&) {
    // A worker that is being terminated refuses every call into it; its clean-up hook ends the rest. Anywhere
    // else a task turns its failure into a rejected promise and throws nothing.
  }
}

void Environment::Poster::keep_alive(Napi::Env env, bool alive) {
  if (alive)
    wake_.Ref(env);
  else
    wake_.Unref(env);
}

void Environment::Poster::end() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(ended_, true)) return;
    tasks_.clear();
  }
  wake_.Abort();
}

void Closables::add(std::weak_ptr<Closable> closable) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) return closables_.push_back(std::move(closable));
  }
  if (const auto late = closable.lock()) late->close();
}

void Closables::close_all() noexcept {
  std::vector<std::weak_ptr<Closable>> closables;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    closables.swap(closables_);
  }
  for (const auto& weak : closables) {
    if (const auto closable = weak.lock()) closable->close();
  }
}

Environment::Environment(Napi::Env env) : poster_(std::make_shared<Poster>(env)) {
  // Added after the thread-safe function was made, so it runs before that one is torn down: every thread of
  // ours is joined while the function still lives.
  napi_add_env_cleanup_hook(
      env, [](void* self) { static_cast<Environment*>(self)->close(); }, this);
}

void Environment::close() noexcept {
  closables_->close_all();
  poster_->end();
}

Environment::~Environment() {
  poster_->end();
}

std::pair<Environment::PromiseId, Napi::Promise> Environment::open_promise(Napi::Env env) {
  if (promises_.empty()) poster_->keep_alive(env, true);
  const auto [entry, added] = promises_.emplace(next_promise_++, Napi::Promise::Deferred::New(env));
  return {entry->first, entry->second.Promise()};
}

Napi::Promise::Deferred Environment::take(Napi::Env env, PromiseId id) {
  auto node = promises_.extract(id);
  if (promises_.empty()) poster_->keep_alive(env, false);
  return std::move(node.mapped());
}

void Environment::resolve(Napi::Env env, PromiseId id, Napi::Value value) {
  take(env, id).Resolve(value);
}

void Environment::reject(Napi::Env env, PromiseId id, const std::exception_ptr& error) {
  take(env, id).Reject(to_js_error(env, error).Value());
}

Napi::Function Environment::maker_of(Napi::Env env, const Type& structure) {
  const auto known = makers_.find(&structure);
  if (known != makers_.end()) return known->second.Value();
  // `(a0, a1) => ({ callId: a0, to: a1 })`: no member's name is a JavaScript keyword or needs quoting.
  std::string parameters;
  std::string members;
  for (std::size_t i = 0; i < structure.fields.size(); ++i) {
    const std::string parameter = "a" + std::to_string(i) + ",";
    parameters += parameter;
    members += camel_case(structure.fields[i].name) + ":" + parameter;
  }
  const auto maker = env.RunScript("((" + parameters + ")=>({" + members + "}))").As<Napi::Function>();
  makers_.emplace(&structure, Napi::Persistent(maker));
  return maker;
}

}  // namespace smarthandoff::node
