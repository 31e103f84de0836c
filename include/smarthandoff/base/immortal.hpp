#pragma once

#include <memory>
#include <utility>

namespace smarthandoff {

// A value that is made once and never destroyed, for static variables inside functions. An engine may be a
// static object itself: its threads work until it is closed, when static objects that are younger are gone
// already.
template <class T>
class Immortal {
 public:
  Immortal() { std::construct_at(std::addressof(value_)); }
  // Implicit, so that it is declared as its value would be: static const Immortal<T> value = make();
  Immortal(T value) { std::construct_at(std::addressof(value_), std::move(value)); }
  ~Immortal() {}
  Immortal(const Immortal&) = delete;
  Immortal& operator=(const Immortal&) = delete;

  operator const T&() const { return value_; }
  const T& operator*() const { return value_; }
  const T* operator->() const { return std::addressof(value_); }
  T& operator*() { return value_; }
  T* operator->() { return std::addressof(value_); }

 private:
  union {
    T value_;
  };
};

}  // namespace smarthandoff
