#include "simulation/memory_disk.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "simulation/memory_vfs.hpp"

namespace simulation {

namespace fs = std::filesystem;

namespace {

// More than the tries of SQLite's busy handler within the engine's patience.
constexpr int kTriesOfPatience = 80;

void resize(DiskFile& file, std::size_t size) {
  // Grown in leaps: a log grows with every commit.
  if (size > file.bytes.capacity()) file.bytes.reserve(std::max<std::size_t>(size * 2, 1UL << 20U));
  file.bytes.resize(size);
}

}  // namespace

MemoryDisk::MemoryDisk(Random& random) : random_(random) {
  const fs::path base = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
  std::string name = (fs::canonical(base) / "smarthandoff-simulation-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the simulation's locks");
  folder_ = name;
  memory_vfs::add(*this);
}

MemoryDisk::~MemoryDisk() {
  memory_vfs::remove(*this);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string MemoryDisk::path() const {
  return folder_ + "/store-" + std::to_string(life_) + ".db";
}

std::string MemoryDisk::url() const {
  return "sqlite:///" + path();
}

std::shared_ptr<DiskFile> MemoryDisk::open(const std::string& path, bool create) {
  const auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  return create ? files_[path] = std::make_shared<DiskFile>() : nullptr;
}

void MemoryDisk::crash(bool power_cut) {
  const std::string old = path();
  std::erase_if(files_, [&](const auto& file) { return !file.first.starts_with(old); });
  ++life_;
  for (const char* part : {"", "-wal", "-journal"}) {
    const auto found = files_.find(old + part);
    if (found == files_.end()) continue;
    auto copy = std::make_shared<DiskFile>();
    copy->bytes = found->second->bytes;
    if (power_cut) {
      copy->undo = found->second->undo;
      lose_some(*copy);
    }
    files_[path() + part] = std::move(copy);
  }
  expects_power_cut_ = false;
}

// Of the writes that were not synced some reached the disk, some did not, and some did in part.
void MemoryDisk::lose_some(DiskFile& file) {
  for (auto lost = file.undo.rbegin(); lost != file.undo.rend(); ++lost) {
    if (random_.chance(0.4)) continue;
    const std::size_t kept = random_.chance(0.3) ? lost->bytes.size() / 2 : 0;
    if (file.bytes.size() < lost->offset + lost->bytes.size())
      file.bytes.resize(lost->offset + lost->bytes.size());
    std::memcpy(file.bytes.data() + lost->offset + kept, lost->bytes.data() + kept,
                lost->bytes.size() - kept);
  }
  file.undo.clear();
}

int MemoryDisk::write(DiskFile& file, const void* bytes, std::size_t count, std::size_t offset) {
  if (before_write) before_write();
  if (may_fail(trouble_.full)) return SQLITE_FULL;
  if (may_fail(trouble_.write_fails)) return SQLITE_IOERR_WRITE;
  if (file.bytes.size() < offset + count) resize(file, offset + count);
  if (expects_power_cut_) file.undo.push_back({offset, file.bytes.substr(offset, count)});
  std::memcpy(file.bytes.data() + offset, bytes, count);
  return SQLITE_OK;
}

int MemoryDisk::truncate(DiskFile& file, std::size_t size) {
  if (before_write) before_write();
  if (expects_power_cut_ && size < file.bytes.size()) file.undo.push_back({size, file.bytes.substr(size)});
  resize(file, size);
  return SQLITE_OK;
}

int MemoryDisk::sync(DiskFile& file) {
  if (before_write) before_write();
  if (may_fail(trouble_.sync_fails)) return SQLITE_IOERR_FSYNC;
  file.undo.clear();
  return SQLITE_OK;
}

bool MemoryDisk::is_busy() {
  if (busy_for_ > 0) return --busy_for_ >= 0;
  if (may_fail(trouble_.busy)) busy_for_ = kTriesOfPatience;
  return busy_for_ > 0;
}

}  // namespace simulation
