// A real process under load, killed with SIGKILL at random instants and opened again, on a PBX that lives on:
// what was acknowledged must be in the store, and the PBX's own log says that nobody was called twice.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "crash/run.hpp"
#include "support/arguments.hpp"
#include "support/postgresql.hpp"

namespace {

constexpr std::size_t kKillsPerStore = 200;  // then a new one, with the next seed
constexpr std::size_t kShown = 20;           // findings
constexpr std::size_t kMostProcesses = 16;

struct Arguments {
  std::size_t kills = 100;
  std::uint64_t seed = 1;
  std::string store = "sqlite";
  std::size_t processes = 0;  // 0: one on SQLite, two on PostgreSQL
};

const char* const kUsage =
    "crash [--kills N] [--seed S] [--store sqlite|postgresql://user:password@host:port/database] "
    "[--processes P]\n"
    "100 kills of one process on SQLite, of two on PostgreSQL.\n";

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  test_support::Arguments given(argc, argv, kUsage);
  given.number("--kills", arguments.kills);
  given.number("--seed", arguments.seed, std::uint64_t{0});
  given.text("--store", arguments.store);
  given.number("--processes", arguments.processes, std::size_t{1}, kMostProcesses);
  given.end();
  const bool sqlite = arguments.store == "sqlite";
  if (!sqlite && !arguments.store.starts_with("postgresql://"))
    given.fail("--store must be sqlite or an address postgresql://...");
  if (sqlite && arguments.processes > 1) given.fail("--processes: a SQLite store has one");
  if (arguments.processes == 0) arguments.processes = sqlite ? 1 : 2;
  return arguments;
}

int run_child(char** argv) {
  const crash::ChildOptions options{.store = argv[3],
                                    .port = std::atoi(argv[4]),
                                    .clock = std::atoi(argv[5]),
                                    .life = std::atoi(argv[6]),
                                    .seed = std::strtoull(argv[7], nullptr, 10),
                                    .patience = crash::sh::Milliseconds(std::atoi(argv[8]))};
  return std::string(argv[2]) == "load" ? crash::run_load(options) : crash::run_to_the_end(options);
}

struct Totals {
  std::size_t acknowledged = 0, calls = 0, lost = 0, doubled = 0, broken = 0;
};

void show(const char* what, const std::vector<std::string>& findings) {
  for (std::size_t i = 0; i < std::min(findings.size(), kShown); ++i)
    std::printf("%s: %s\n", what, findings[i].c_str());
}

void run_store(const std::string& store, std::uint64_t seed, std::size_t kills, std::size_t processes,
               Totals& totals) {
  crash::Run run(store, seed, processes);
  std::size_t done = 0;
  while (done < kills && run.findings().empty()) {
    run.kill_one();
    ++done;
  }
  if (run.findings().empty()) run.finish();
  const crash::Findings& found = run.findings();
  totals.acknowledged += run.acknowledged();
  totals.calls += run.calls();
  totals.lost += found.lost.size();
  totals.doubled += found.doubled.size();
  totals.broken += found.broken.size();
  if (found.empty()) return;
  std::printf("seed %llu, after %zu kills, on %s\n", static_cast<unsigned long long>(seed), done,
              store.c_str());
  show("lost", found.lost);
  show("doubled", found.doubled);
  show("broken", found.broken);
}

void run_sqlite(std::uint64_t seed, std::size_t kills, Totals& totals) {
  std::string folder = (std::filesystem::temp_directory_path() / "smarthandoff-crash-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no folder for the store");
  const std::size_t before = totals.lost + totals.doubled + totals.broken;
  run_store("sqlite:///" + folder + "/store.db", seed, kills, 1, totals);
  // A store that broke is kept for whoever looks into it.
  if (before == totals.lost + totals.doubled + totals.broken) std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // the other side may be dead
  if (argc == 9 && std::string(argv[1]) == "--child") return run_child(argv);
  const Arguments arguments = parse(argc, argv);
  const bool sqlite = arguments.store == "sqlite";
  Totals totals;
  std::uint64_t seed = arguments.seed;
  for (std::size_t left = arguments.kills; left > 0; ++seed) {
    const std::size_t kills = std::min(left, kKillsPerStore);
    left -= kills;
    if (sqlite) {
      run_sqlite(seed, kills, totals);
    } else {
      const test_postgresql::Database database(arguments.store);
      run_store(database.url(), seed, kills, arguments.processes, totals);
    }
  }
  std::printf("%s: %zu kills, %zu acknowledged, %zu calls, %zu lost, %zu doubled, %zu broken (seed %llu)\n",
              sqlite ? "sqlite" : "postgresql", arguments.kills, totals.acknowledged, totals.calls,
              totals.lost, totals.doubled, totals.broken, static_cast<unsigned long long>(arguments.seed));
  return totals.lost + totals.doubled + totals.broken == 0 ? 0 : 1;
}
