#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace smarthandoff::calls {

// Bytes on their way, in a file without a name, with their checksum. One thread at a time.
class Spool {
 public:
  // Throws unavailable where no file can be made.
  Spool();

  // False: there is no room, or it would be more than `kMost`.
  bool add(std::string_view bytes);
  // Nothing may be added afterwards.
  void finish();

  std::int64_t size() const { return size_; }
  const std::string& sha256() const { return sha256_; }  // 32 bytes, once finished

  // Reads from the beginning on.
  void rewind();
  std::size_t read(char* into, std::size_t room);

  static constexpr std::int64_t kMost = std::int64_t{4} << 30U;

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  digest::Sha256 sum_;
  std::string sha256_;
  std::int64_t size_ = 0;
};

}  // namespace smarthandoff::calls
