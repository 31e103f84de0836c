#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/esl.hpp>

#include "line.hpp"

namespace demo {

// A FreeSWITCH, or the simulated PBX over the same protocol.
class FreeSwitchLine final : public Line {
 public:
  struct Address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::string password = "ClueCon";
    std::string domain = "pbx.local";
  };

  FreeSwitchLine();  // the simulated one
  explicit FreeSwitchLine(Address address);
  ~FreeSwitchLine() override;

  std::string name() const override;
  bool has_every_phone() const override { return simulated_ != nullptr; }
  std::shared_ptr<smarthandoff::telephony::Telephony> telephony() override;
  void open() override;
  Caller next_caller(const std::string& story) override;
  void follow(const Caller& caller, const std::string& extension,
              std::shared_ptr<Timeline> timeline) override;
  void hang_up(const Caller& caller) override;

 private:
  void listen();
  void on_event(const smarthandoff::esl::Event& event);
  void on_state(const smarthandoff::esl::StateChange& change);

  struct Followed {
    std::string name;
    std::shared_ptr<Timeline> timeline;
  };

  Address address_;
  std::unique_ptr<smarthandoff::SimulatedPbx> simulated_;

  std::mutex mutex_;  // guards what follows but the client
  std::condition_variable changed_;
  std::deque<Caller> waiting_;
  std::map<std::string, Followed> followed_;
  std::map<std::string, bool> seen_;
  std::optional<smarthandoff::esl::StateChange> state_;
  std::unique_ptr<smarthandoff::esl::Client> client_;
};

}  // namespace demo
