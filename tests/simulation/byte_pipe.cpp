#include "simulation/byte_pipe.hpp"

#include <algorithm>
#include <utility>

namespace simulation {

using smarthandoff::Instant;
using smarthandoff::Milliseconds;
using smarthandoff::Seconds;

namespace {

constexpr std::size_t kLargestPiece = 300;

}  // namespace

void BytePipe::write(std::string_view bytes, const WireTrouble& trouble) {
  if (broken_ || bytes.empty()) return;
  Instant due = clock_.now();
  if (random_.chance(trouble.late)) due += random_.between(Milliseconds(1), Milliseconds(500));
  if (random_.chance(trouble.stalled)) due += random_.between(Seconds(1), Seconds(15));
  if (!writes_.empty()) due = std::max(due, writes_.back().due);
  writes_.push_back({due, std::string(bytes)});
}

bool BytePipe::step(const WireTrouble& trouble, const Sink& sink) {
  std::string bytes;
  while (!writes_.empty() && writes_.front().due <= clock_.now()) {
    bytes += writes_.front().bytes;
    writes_.pop_front();
  }
  if (bytes.empty()) return false;
  if (random_.chance(trouble.broken)) {
    broken_ = true;
    writes_.clear();
    bytes.resize(random_.below(bytes.size()));
  } else if (random_.chance(trouble.cut)) {
    const std::size_t kept = random_.below(bytes.size());
    writes_.push_front({clock_.now() + Milliseconds(1), bytes.substr(bytes.size() - kept)});
    bytes.resize(bytes.size() - kept);
    if (kept == 0) writes_.pop_front();
  }
  deliver(bytes, random_.chance(trouble.cut), sink);
  return true;
}

void BytePipe::deliver(std::string_view bytes, bool in_pieces, const Sink& sink) {
  while (!bytes.empty()) {
    const std::size_t most = std::min(bytes.size(), kLargestPiece);
    const std::size_t size = in_pieces ? 1 + random_.below(most) : bytes.size();
    sink(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
}

void BytePipe::break_off(const Sink& sink) {
  if (std::exchange(broken_, true)) return;
  std::string bytes;
  for (const Write& write : std::exchange(writes_, {})) bytes += write.bytes;
  deliver(std::string_view(bytes).substr(0, random_.below(bytes.size() + 1)), true, sink);
}

std::optional<Instant> BytePipe::next_due() const {
  return writes_.empty() ? std::nullopt : std::optional(writes_.front().due);
}

}  // namespace simulation
