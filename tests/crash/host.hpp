#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include <smarthandoff/smarthandoff.hpp>

#include "crash/process.hpp"
#include "simulation/random.hpp"

namespace crash {

namespace sh = smarthandoff;

inline constexpr const char* kTenant = "acme";
inline constexpr std::size_t kExtensions = 8;  // 1001 and on
inline constexpr int kNumbersPerLife = 64;
inline constexpr int kShared = 20;  // numbers below it belong to several requests, the others to one each

// How a customer behind the trunk is dialled.
std::string customer(int number);

// Tells the parent a line: one write, so that lines of several threads do not mix.
void say(const Words& words);

// What hosts do all day, told line by line. A line begins with its word: `try` before a request whose answer
// may get lost, then `created`, `clicked`, `changed`, ... once it was answered, or `refused`.
class Host {
 public:
  Host(sh::Engine& engine, const sh::Clock& clock, int life);

  // Asks once more what a killed process may have asked.
  void repeat(const Words& order);
  // A caller who wants to be put through, and to be called back if that fails.
  void serve(const std::string& call, const std::string& number, simulation::Random& random);
  // One random thing.
  void act(simulation::Random& random);

 private:
  struct Known {
    std::string id, extension;
  };
  using Act = void (Host::*)(simulation::Random&);

  sh::Tenant tenant(const std::string& user = {});
  std::string key(const char* kind);
  Known any(simulation::Random& random);

  void create(simulation::Random& random);
  void join_in(simulation::Random& random);
  void click(simulation::Random& random);
  void click_twice(simulation::Random& random);
  void dial_by_host(simulation::Random& random);
  void change(simulation::Random& random);
  void create(const std::string& key, const std::string& number, const std::string& extension);
  void click(const std::string& key, const std::string& id, const std::string& extension,
             const std::string& mode);
  void talk(const std::string& handoff);

  // Runs `work`, which tells its answer itself.
  template <class Work>
  void attempt(const std::string& key, const Work& work);

  sh::Engine& engine_;
  const sh::Clock& clock_;
  const int life_;
  std::atomic<int> next_key_ = 0, next_number_ = 0;
  std::mutex mutex_;  // guards known_
  std::vector<Known> known_;
};

}  // namespace crash
