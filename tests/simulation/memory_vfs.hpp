#pragma once

namespace simulation {
class MemoryDisk;
}

// SQLite's way to the disks of this process: what lies in the folder of a MemoryDisk is opened there,
// everything else as ever. Nobody really sleeps.
namespace simulation::memory_vfs {

// Any thread. From the first on it is SQLite's default.
void add(MemoryDisk& disk);
void remove(MemoryDisk& disk);

}  // namespace simulation::memory_vfs
