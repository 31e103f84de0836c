#include "simulation/store_copies.hpp"

#include <cstdlib>
#include <stdexcept>

namespace simulation {

namespace fs = std::filesystem;

StoreCopies::StoreCopies() {
  const fs::path base = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
  std::string name = (base / "smarthandoff-simulation-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the simulation's store");
  root_ = name;
  fs::create_directory(folder(life_));
}

StoreCopies::~StoreCopies() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

fs::path StoreCopies::folder(std::size_t life) const {
  return root_ / std::to_string(life);
}

std::string StoreCopies::url() const {
  return "sqlite:///" + (folder(life_) / "store.db").string();
}

void StoreCopies::crash() {
  const fs::path from = folder(life_), to = folder(life_ + 1);
  fs::create_directory(to);
  for (const char* file : {"store.db", "store.db-wal"}) {
    if (fs::exists(from / file)) fs::copy_file(from / file, to / file);
  }
  ++life_;
}

}  // namespace simulation
