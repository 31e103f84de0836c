#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulation/random.hpp"

namespace simulation {

// What goes wrong with the disk from now on: chances of 0 to 1 for each time.
struct DiskTrouble {
  double full = 0;         // a write that finds no room
  double write_fails = 0;  // an I/O error; nothing is written
  double sync_fails = 0;   // what was written may or may not be durable
  double busy = 0;         // somebody else holds the store's lock for longer than anybody waits
};

// One file: its bytes, and what to put back where a power cut loses what was not synced yet.
struct DiskFile {
  struct Undo {
    std::size_t offset;
    std::string bytes;
  };
  // Shared memory of SQLite's write-ahead log; nothing of it survives a crash.
  struct Shared {
    std::vector<std::unique_ptr<std::array<char, 32768>>> regions;
    std::array<int, 8> holders{};  // of each lock: -1 one exclusively, else how many share it
    int users = 0;
  };

  std::string bytes;
  std::vector<Undo> undo;
  Shared shared;
  int readers = 0;  // locks of the file itself
  const void* reserved = nullptr;
  const void* exclusive = nullptr;
};

// The disk of one simulated machine: SQLite opens, through the VFS of memory_vfs.cpp, what lies in `folder`
// here. A folder of that name exists for the store's lock file. Used by one thread.
class MemoryDisk {
 public:
  explicit MemoryDisk(Random& random);
  ~MemoryDisk();
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;

  // The address of the store in its present life.
  std::string url() const;

  // The store goes on, in its next life, with what is on the disk at this instant: all that was written, as
  // after a kill, or, after a power cut, what was synced and a part of the rest. Who still has the old one
  // open writes for nobody.
  void crash(bool power_cut);
  // From here on what is not synced is known, for a power cut to come.
  void expect_power_cut() { expects_power_cut_ = true; }

  // Called before every write and sync; may call crash().
  std::function<void()> before_write;
  void behave(const DiskTrouble& trouble) { trouble_ = trouble; }

  // --- for the VFS ---
  const std::string& folder() const { return folder_; }
  std::shared_ptr<DiskFile> open(const std::string& path, bool create);  // null: there is none
  bool exists(const std::string& path) const { return files_.contains(path); }
  void remove(const std::string& path) { files_.erase(path); }
  // Each answers a code of SQLite.
  int write(DiskFile& file, const void* bytes, std::size_t count, std::size_t offset);
  int truncate(DiskFile& file, std::size_t size);
  int sync(DiskFile& file);
  bool is_busy();

 private:
  std::string path() const;
  bool may_fail(double chance) { return chance > 0 && random_.chance(chance); }
  void lose_some(DiskFile& file);

  Random& random_;
  std::string folder_;
  std::size_t life_ = 0;
  std::map<std::string, std::shared_ptr<DiskFile>> files_;
  bool expects_power_cut_ = false;
  DiskTrouble trouble_;
  int busy_for_ = 0;  // tries
};

}  // namespace simulation
