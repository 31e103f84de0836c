#include "simulation/memory_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulation/memory_disk.hpp"

namespace simulation::memory_vfs {

namespace {

std::mutex mutex;  // guards the two below
std::vector<MemoryDisk*> disks;
sqlite3_vfs* real = nullptr;

MemoryDisk* disk_of(const char* path) {
  if (path == nullptr) return nullptr;
  const std::lock_guard lock(mutex);
  const auto found = std::ranges::find_if(
      disks, [&](const MemoryDisk* disk) { return std::string_view(path).starts_with(disk->folder()); });
  return found == disks.end() ? nullptr : *found;
}

// One opening of a file.
struct Opening {
  MemoryDisk* disk;
  std::shared_ptr<DiskFile> file;
  std::string path;
  int level = SQLITE_LOCK_NONE;
  bool uses_shared = false;
  unsigned holds_shared = 0, holds_alone = 0;  // locks of the shared memory, a bit each
};
struct File {
  sqlite3_file base;
  Opening* opening;
};

Opening& opening_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file)->opening;
}

int read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  const std::string& bytes = opening_of(file).file->bytes;
  const auto from = static_cast<std::size_t>(offset), wanted = static_cast<std::size_t>(count);
  const std::size_t there = from < bytes.size() ? std::min(wanted, bytes.size() - from) : 0;
  if (there > 0) std::memcpy(into, bytes.data() + from, there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const Opening& opening = opening_of(file);
  return opening.disk->write(*opening.file, bytes, static_cast<std::size_t>(count),
                             static_cast<std::size_t>(offset));
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const Opening& opening = opening_of(file);
  return opening.disk->truncate(*opening.file, static_cast<std::size_t>(size));
}

int sync(sqlite3_file* file, int) {
  const Opening& opening = opening_of(file);
  return opening.disk->sync(*opening.file);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(opening_of(file).file->bytes.size());
  return SQLITE_OK;
}

// SQLite's ladder: shared, reserved (who means to write), exclusive (nobody else reads).
int lock(sqlite3_file* file, int level) {
  Opening& opening = opening_of(file);
  DiskFile& held = *opening.file;
  if (level <= opening.level) return SQLITE_OK;
  const void* me = &opening;
  if (held.exclusive != nullptr && held.exclusive != me) return SQLITE_BUSY;
  if (opening.level == SQLITE_LOCK_NONE) ++held.readers;
  opening.level = SQLITE_LOCK_SHARED;
  if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
  if (held.reserved != nullptr && held.reserved != me) return SQLITE_BUSY;
  held.reserved = me;
  opening.level = SQLITE_LOCK_RESERVED;
  if (level == SQLITE_LOCK_RESERVED) return SQLITE_OK;
  if (held.readers > 1) return SQLITE_BUSY;
  held.exclusive = me;
  opening.level = level;
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  Opening& opening = opening_of(file);
  if (level >= opening.level) return SQLITE_OK;
  DiskFile& held = *opening.file;
  if (held.exclusive == &opening) held.exclusive = nullptr;
  if (held.reserved == &opening) held.reserved = nullptr;
  if (level == SQLITE_LOCK_NONE) --held.readers;
  opening.level = level;
  return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file* file, int* reserved) {
  *reserved = opening_of(file).file->reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
  return 4096;
}

int device_characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shared_map(sqlite3_file* file, int region, int, int extend, void volatile** memory) {
  Opening& opening = opening_of(file);
  auto& shared = opening.file->shared;
  if (!std::exchange(opening.uses_shared, true)) ++shared.users;
  const auto index = static_cast<std::size_t>(region);
  *memory = nullptr;
  if (index >= shared.regions.size()) {
    if (extend == 0) return SQLITE_OK;
    while (shared.regions.size() <= index)
      shared.regions.push_back(std::make_unique<std::array<char, 32768>>());
  }
  *memory = shared.regions[index]->data();
  return SQLITE_OK;
}

// Exclusively: nobody else may hold any of them; shared: nobody may hold it exclusively.
int take_shared_lock(Opening& opening, unsigned bits, bool alone) {
  auto& holders = opening.file->shared.holders;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    const unsigned bit = 1U << i;
    if ((bits & bit) == 0) continue;
    const int mine = (opening.holds_shared & bit) != 0 ? 1 : 0;
    if (alone ? holders[i] != mine : holders[i] < 0) return SQLITE_BUSY;
  }
  for (std::size_t i = 0; i < holders.size(); ++i) {
    const unsigned bit = 1U << i;
    if ((bits & bit) == 0) continue;
    if (alone)
      holders[i] = -1;
    else if ((opening.holds_shared & bit) == 0)
      ++holders[i];
    (alone ? opening.holds_alone : opening.holds_shared) |= bit;
  }
  return SQLITE_OK;
}

void leave_shared_lock(Opening& opening, unsigned bits) {
  auto& holders = opening.file->shared.holders;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    const unsigned bit = 1U << i;
    if ((bits & opening.holds_alone & bit) != 0)
      holders[i] = 0;
    else if ((bits & opening.holds_shared & bit) != 0)
      --holders[i];
  }
  opening.holds_alone &= ~bits;
  opening.holds_shared &= ~bits;
}

int shared_lock(sqlite3_file* file, int offset, int count, int flags) {
  Opening& opening = opening_of(file);
  const unsigned bits = ((1U << static_cast<unsigned>(count)) - 1U) << static_cast<unsigned>(offset);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    leave_shared_lock(opening, bits);
    return SQLITE_OK;
  }
  const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  const bool to_write = alone && offset == 0 && count == 1;
  if (to_write && opening.disk->is_busy()) return SQLITE_BUSY;
  return take_shared_lock(opening, bits, alone);
}

void shared_barrier(sqlite3_file*) {}

int shared_unmap(sqlite3_file* file, int delete_it) {
  Opening& opening = opening_of(file);
  auto& shared = opening.file->shared;
  leave_shared_lock(opening, 0xff);
  if (std::exchange(opening.uses_shared, false)) --shared.users;
  if (delete_it != 0 && shared.users == 0) shared.regions.clear();
  return SQLITE_OK;
}

int close(sqlite3_file* file) {
  shared_unmap(file, 0);
  unlock(file, SQLITE_LOCK_NONE);
  delete reinterpret_cast<File*>(file)->opening;
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {.iVersion = 2,
                                     .xClose = close,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = file_size,
                                     .xLock = lock,
                                     .xUnlock = unlock,
                                     .xCheckReservedLock = check_reserved_lock,
                                     .xFileControl = file_control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = device_characteristics,
                                     .xShmMap = shared_map,
                                     .xShmLock = shared_lock,
                                     .xShmBarrier = shared_barrier,
                                     .xShmUnmap = shared_unmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
  MemoryDisk* disk = disk_of(name);
  if (disk == nullptr) return real->xOpen(real, name, file, flags, given);
  file->pMethods = nullptr;
  auto found = disk->open(name, (flags & SQLITE_OPEN_CREATE) != 0);
  if (!found) return SQLITE_CANTOPEN;
  reinterpret_cast<File*>(file)->opening = new Opening{.disk = disk, .file = std::move(found), .path = name};
  file->pMethods = &kMethods;
  if (given != nullptr) *given = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  MemoryDisk* disk = disk_of(name);
  if (disk == nullptr) return real->xDelete(real, name, sync_folder);
  disk->remove(name);
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int flags, int* answer) {
  const MemoryDisk* disk = disk_of(name);
  if (disk == nullptr) return real->xAccess(real, name, flags, answer);
  *answer = disk->exists(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  if (disk_of(name) == nullptr) return real->xFullPathname(real, name, size, out);
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int do_not_sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

}  // namespace

void add(MemoryDisk& disk) {
  const std::lock_guard lock(mutex);
  disks.push_back(&disk);
  if (real != nullptr) return;
  real = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs ours;
  ours = *real;
  ours.zName = "simulation";
  ours.szOsFile = std::max<int>(real->szOsFile, sizeof(File));
  ours.xOpen = open;
  ours.xDelete = delete_file;
  ours.xAccess = access;
  ours.xFullPathname = full_name;
  ours.xSleep = do_not_sleep;
  sqlite3_vfs_register(&ours, 1);
}

void remove(MemoryDisk& disk) {
  const std::lock_guard lock(mutex);
  std::erase(disks, &disk);
}

}  // namespace simulation::memory_vfs
