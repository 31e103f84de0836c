#pragma once

#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulation/world.hpp"

namespace simulation {

// Errors that say something is wrong with the library, not with what was asked.
inline bool is_a_defect(sh::ErrorCode code) {
  return code == sh::ErrorCode::internal || code == sh::ErrorCode::corrupt;
}

// What was promised to somebody, and what we saw of it since.
struct Promise {
  std::string company;
  std::string number;  // as its phone calls itself
  sh::Instant asked_at;
  std::optional<sh::callbacks::CallbackStatus> ended;  // never changes again
};

// Customers, callers and agents: does one thing after the other and remembers what was acknowledged.
class People {
 public:
  explicit People(World& world) : world_(world) {
    world_.chats.delivered = [this](const TakenMessage& message) { answer_message(message); };
  }

  // One random thing.
  void act();

  // Nothing goes wrong any more, everybody answers, and the agents work their lists down.
  void calm_down();
  void work_lists();
  bool all_is_done();  // every promise has ended, every operation was answered

  std::map<std::string, Promise> promises;  // by callback
  // Futures of operations whose answers take their time; all must come.
  std::size_t unanswered();

 private:
  struct Caller {
    std::string company, number, call, handoff;
  };
  using Act = void (People::*)();
  struct Choice {
    int weight;
    Act act;
  };
  static const std::vector<Choice>& choices();

  void ask();
  void ask_twice();
  void call_in();
  void say();
  void click();
  void click_twice();
  void dial_by_host();
  void snooze();
  void dismiss();
  void cancel();
  void reschedule();
  void move_phone();
  void change_customer();
  void hang_up();
  void cut_line();
  void trouble();
  void kill();
  void cut_store();
  void restart();
  void spy();
  void write_to_company();
  void opt_out();
  void lift_opt_out();
  void jump();

  const Company& any_company() { return world_.random.one_of(world_.companies); }
  // A random callback of the company; empty if there is none.
  std::string any_callback(const Company& company);
  sh::callbacks::CreateCallback wish(const Company& company);
  void acknowledged(const Company& company, const std::string& number,
                    const sh::callbacks::Callback& callback);
  void click(const Company& company, const std::string& id);
  void end_call(const Caller& caller);
  const Company& company_of(const std::string& id) const;
  void opt_out(const Company& company, const std::string& number, bool never_call);
  void say_by_chat(const ChatService::Words& words, sh::Milliseconds later);
  void answer_message(const TakenMessage& message);

  // Runs `work` on an engine; domain errors are told and fine. True if the answer counts: nobody was killed
  // meanwhile.
  template <class Work>
  bool attempt(const std::string& what, const Work& work) {
    Life& life = world_.any_life();
    try {
      work(life);
      if (!life.crashed) return true;
      world_.tell(what + ": killed before the answer");
    } catch (const sh::Error& error) {
      if (is_a_defect(error.code()) && !life.crashed) throw Broken(what + ": " + error.what());
      world_.tell(what + ": " + error.what());
    }
    return false;
  }

  World& world_;
  std::vector<std::future<sh::callbacks::InitiateOutcome>> clicks_;
  std::vector<std::future<sh::handoff::TransferOutcome>> transfers_;
  std::vector<Caller> callers_;
  std::uint64_t requests_ = 0;
};

}  // namespace simulation
