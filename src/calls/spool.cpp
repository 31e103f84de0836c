#include "calls/spool.hpp"

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::calls {

Spool::Spool() : file_(std::tmpfile(), std::fclose) {
  if (!file_) throw Error(ErrorCode::unavailable, "there is no place for a file in /tmp");
}

bool Spool::add(std::string_view bytes) {
  size_ += static_cast<std::int64_t>(bytes.size());
  if (size_ > kMost || std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return false;
  sum_.add(bytes);
  return true;
}

void Spool::finish() {
  sha256_ = sum_.take();
}

void Spool::rewind() {
  std::rewind(file_.get());
}

std::size_t Spool::read(char* into, std::size_t room) {
  return std::fread(into, 1, room, file_.get());
}

}  // namespace smarthandoff::calls
