#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <smarthandoff/smarthandoff.hpp>

#include "simulation/chat_service.hpp"
#include "simulation/esl_line.hpp"
#include "simulation/faulty_messenger.hpp"
#include "simulation/faulty_telephony.hpp"
#include "simulation/gate_oracle.hpp"
#include "simulation/memory_disk.hpp"
#include "simulation/phones.hpp"
#include "simulation/random.hpp"
#include "simulation/story.hpp"
#include "simulation/twilio_cloud.hpp"

namespace simulation {

namespace sh = smarthandoff;

// A rule of the library was broken in front of us.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The people of one tenant: two agents of a department, and customers behind the trunk.
struct Company {
  std::string id, department;
  std::vector<std::string> extensions;
  std::vector<std::string> customers;  // as their phones call themselves behind the trunk
  std::string phone_number_id;         // of its WhatsApp
};

// One engine in its lives: opened, killed, opened again.
struct Life {
  std::unique_ptr<sh::Engine> engine;
  std::shared_ptr<EslLine> wire;       // null where the engines share the simulated PBX's own port
  std::shared_ptr<TwilioLine> twilio;  // null where the phone system is a PBX
  std::shared_ptr<FaultyTelephony> line;
  std::shared_ptr<FaultyMessenger> messenger;
  std::optional<std::size_t> dies_in;  // commands to the outside until it is killed
  bool crashed = false;
};

// What goes wrong from now on.
struct Trouble {
  Misbehaviour line;
  WireTrouble wire;      // instead of `line`, where the engines have wires
  TwilioTrouble twilio;  // instead of `line`, where the phone system is Twilio
  DiskTrouble disk;
  ChatTrouble chat;
};

// How engines reach the phone system of a run.
enum class Way {
  port,    // the simulated PBX's own port, with a bad line
  wire,    // each by an Event Socket of its own
  twilio,  // Twilio's REST API and webhooks, in place of a PBX
};

// Engines, phone system and time of one run. Everything happens on one thread and by one seed.
class World {
 public:
  // `postgresql`: engines on that store, as many as `engines`; empty: one on a SQLite store. Only one
  // engine reaches Twilio.
  World(std::uint64_t seed, const std::string& postgresql, std::size_t engines, Way way);
  ~World();

  Random random;
  sh::ManualClock clock;
  Story story;
  const std::vector<Company> companies;
  sh::SimulatedPbx pbx;              // idle where the phone system is Twilio
  std::optional<TwilioCloud> cloud;  // where it is
  ChatService chats;
  GateOracle gate;

  sh::Instant now() const { return clock.now(); }
  // How long engines that share a store may stand still within so much time: they look for each other's work
  // now and then.
  sh::Milliseconds longest_look(sh::Milliseconds by) const;
  // Lets time pass until something is due, not later than `end` nor for longer than `longest`, and everybody
  // do it.
  void pass(sh::Instant end, sh::Milliseconds longest);
  // Lets so much time pass, with all that is due meanwhile.
  void advance(sh::Milliseconds by);
  // The clock is put forward: everybody does late what was due meanwhile.
  void leap(sh::Milliseconds by);
  // Everybody does what is due now.
  void settle();

  // The phones that engines reach, whosever they are.
  Phones& phones() { return cloud ? static_cast<Phones&>(*cloud) : pbx_phones_; }

  // The engine that answers next; opened if it was killed.
  Life& any_life();
  std::vector<Life>& lives() { return lives_; }
  sh::Tenant tenant(Life& life, const Company& company) { return life.engine->tenant(company.id); }

  // An answer that must come: asks again where an engine says that it may later (a process that stood still
  // for long was taken for dead by the others, and joins them anew).
  template <class Question>
  auto ask(const Question& question) {
    for (int tries = 0;; ++tries) {
      try {
        return question(any_life());
      } catch (const sh::Error& error) {
        if (!error.retryable() || tries == 5) throw;
        settle();
      }
    }
  }

  // After so many more commands to the outside, or writes to the disk (SQLite).
  void kill_soon(Life& life, std::size_t commands) { life.dies_in = commands; }
  void kill_at_write(std::size_t writes, bool power_cut);
  // All connections to the phone system end, and none can be made until they are restored.
  void cut_lines();
  void restore_lines();
  // PostgreSQL: the server ends one of the engines' connections.
  void cut_store_connection();
  void spare_everybody();
  void restart_orderly(Life& life);
  // The others are closed, and what they had to do is the first one's.
  void leave_one_engine();
  void misbehave(const Trouble& trouble);
  bool on_sqlite() const { return postgresql_.empty(); }
  void tell(const std::string& line) { story.tell(now(), line); }

 private:
  void open(Life& life);
  std::optional<sh::Instant> next_due();
  void open_cloud();
  void open_line(Life& life);
  void open_twilio_line(Life& life);
  void open_engine(Life& life);
  void bury(Life& life);  // if it crashed
  void die(Life& life, bool power_cut);
  void count_write();
  void count_command(Life& life);
  bool take_webhook(const std::string& body);
  sh::http::Response answer_twilio(const sh::http::Request& request);
  void make_companies();
  void make_company(const Company& company);

  PbxPhones pbx_phones_;
  const std::shared_ptr<tp::Telephony> port_;  // one connection to the phone system, which all engines hear
  std::optional<EslSwitch> switch_;            // ... or where each engine's own leads to
  std::uint64_t seed_;
  std::uint64_t opened_ = 0;
  const std::string postgresql_;
  MemoryDisk disk_;
  std::optional<std::size_t> dies_in_writes_;
  bool power_cut_ = false;
  Trouble trouble_;
  std::vector<Life> lives_;
};

}  // namespace simulation
