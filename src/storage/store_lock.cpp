#include "storage/store_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

namespace {

std::string reason_of(int cause) {
  return std::generic_category().message(cause);
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

// "<pid> <host>", or nothing while the holder has not written it yet.
std::string holder_of(int descriptor) {
  std::array<char, 300> text{};
  const ssize_t length = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string holder(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::size_t space = holder.find(' ');
  if (space == std::string::npos) return "another process";
  const std::string pid = holder.substr(0, space);
  const std::string host = holder.substr(space + 1, holder.find('\n') - space - 1);
  if (pid == std::to_string(getpid()) && host == host_name()) return "this process (" + pid + ")";
  return "process " + pid + " on " + host;
}

[[noreturn]] void refuse(int descriptor, const std::string& store, int cause) {
  std::string message = "store \"" + store + "\" is in use by ";
  if (cause == EWOULDBLOCK)
    message += holder_of(descriptor);
  else
    message = "store \"" + store + "\" cannot be locked: " + reason_of(cause);
  close(descriptor);
  throw Error(ErrorCode::failed_precondition, message);
}

}  // namespace

StoreLock::StoreLock(const std::string& store_path) : owner_(getpid()) {
  const std::string path = store_path + ".lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw Error(ErrorCode::failed_precondition,
                "store \"" + store_path + "\" cannot be written: \"" + path + "\": " + reason_of(errno));
  }
  int result = 0;
  do result = flock(descriptor_, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  if (result != 0) refuse(descriptor_, store_path, errno);

  const std::string holder = std::to_string(owner_) + " " + host_name() + "\n";
  // Only a courtesy to whoever is refused: without it (a full disk) the lock itself still holds.
  if (ftruncate(descriptor_, 0) != 0 ||
      pwrite(descriptor_, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    errno = 0;
  }
}

StoreLock::~StoreLock() {
  if (getpid() != owner_) return;
  if (ftruncate(descriptor_, 0) != 0) errno = 0;
  // Explicitly, because children forked meanwhile still hold copies of the descriptor.
  flock(descriptor_, LOCK_UN);
  close(descriptor_);
}

}  // namespace smarthandoff::storage
