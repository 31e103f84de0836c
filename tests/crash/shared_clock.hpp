#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <new>
#include <system_error>

#include <smarthandoff/base/time.hpp>

namespace crash {

namespace sh = smarthandoff;

// One clock for the parent and every child: it began on a Friday at 10:00 in São Paulo, goes with the
// machine's steady clock, and can be put forward. Children inherit its descriptor.
class SharedClock final : public sh::Clock {
 public:
  SharedClock() : descriptor_(memfd_create("clock", 0)) {
    if (descriptor_ < 0 || ftruncate(descriptor_, sizeof(Face)) != 0) fail("memfd");
    map();
    new (face_) Face{.begun = steady(), .ahead = 0};
  }
  explicit SharedClock(int inherited) : descriptor_(inherited) { map(); }
  ~SharedClock() override {
    munmap(face_, sizeof(Face));
    close(descriptor_);
  }
  SharedClock(const SharedClock&) = delete;
  SharedClock& operator=(const SharedClock&) = delete;

  sh::Instant now() const override {
    static const sh::Instant first = sh::parse_rfc3339("2026-01-16T13:00:00Z");
    return first + sh::Milliseconds(steady() - face_->begun + face_->ahead.load());
  }
  void put_forward(sh::Milliseconds by) { face_->ahead += by.count(); }
  int descriptor() const { return descriptor_; }

 private:
  struct Face {
    std::int64_t begun;
    std::atomic<std::int64_t> ahead;
  };

  static std::int64_t steady() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<sh::Milliseconds>(since).count();
  }
  [[noreturn]] static void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  void map() {
    void* found = mmap(nullptr, sizeof(Face), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
    if (found == MAP_FAILED) fail("mmap");
    face_ = static_cast<Face*>(found);
  }

  int descriptor_;
  Face* face_ = nullptr;
};

}  // namespace crash
