#pragma once

#include <unistd.h>

#include <fstream>

namespace benchmark {

// How much memory of this process is resident, in MB.
inline double resident_mb() {
  std::ifstream sizes("/proc/self/statm");
  long all = 0;
  long resident = 0;
  sizes >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace benchmark
