#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/simulator.hpp>

namespace simulation {

namespace sh = smarthandoff;
namespace model = sh::telephony::simulator;

// Something that the phone system saw.
struct PhoneEntry {
  enum class Kind { placed, ringing, answered, other } kind = Kind::other;
  sh::Instant at;
  std::string id;     // of the leg that was ordered; else the phone system's own
  std::string party;  // an extension, or a customer as its phone calls itself
  std::string text;   // for a person
};

// The phones of everybody, and who picks them up: the simulated PBX's or those that Twilio reaches. Customers
// are named by their national number.
class Phones {
 public:
  virtual ~Phones() = default;

  // A customer calls us; the call's id.
  virtual std::string place_call(const std::string& customer) = 0;
  virtual void hang_up_call(const std::string& call) = 0;

  virtual void register_phone(const std::string& extension, bool registered) = 0;
  // How the next calls of an extension go, before it answers again.
  virtual void script_calls(const std::string& extension, const std::vector<model::Behaviour>& ways) = 0;
  virtual void hang_up_phone(const std::string& extension) = 0;
  virtual void change_customer(const std::string& customer, model::Behaviour way,
                               std::optional<sh::Milliseconds> drops_after) = 0;

  // What was seen after the `seen` oldest.
  virtual std::vector<PhoneEntry> log_after(std::size_t seen) const = 0;
  // Who is still on the line, in words.
  virtual std::vector<std::string> left_behind() const = 0;
};

// Those of the simulated PBX, which must outlive this.
class PbxPhones final : public Phones {
 public:
  explicit PbxPhones(sh::SimulatedPbx& pbx) : pbx_(pbx) {}

  std::string place_call(const std::string& customer) override;
  void hang_up_call(const std::string& call) override { pbx_.hang_up_call(call); }
  void register_phone(const std::string& extension, bool registered) override {
    pbx_.set_registered(extension, registered);
  }
  void script_calls(const std::string& extension, const std::vector<model::Behaviour>& ways) override;
  void hang_up_phone(const std::string& extension) override { pbx_.hang_up_phone(extension); }
  void change_customer(const std::string& customer, model::Behaviour way,
                       std::optional<sh::Milliseconds> drops_after) override;
  std::vector<PhoneEntry> log_after(std::size_t seen) const override;
  std::vector<std::string> left_behind() const override;

 private:
  sh::SimulatedPbx& pbx_;
};

}  // namespace simulation
