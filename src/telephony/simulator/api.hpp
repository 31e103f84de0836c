#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {

// The API commands of the switch ("uuid_kill …"), with the output that was recorded byte for byte.
class Api {
 public:
  using Reply = std::function<void(std::string)>;

  explicit Api(Model& model) : model_(model) {}

  // Runs a line; the reply comes before this returns, or later for a command that takes time.
  void run(std::string_view line, Reply reply);

 private:
  using Words = std::vector<std::string>;
  using Command = std::string (Api::*)(const Words& words, std::string_view arguments);
  static const std::map<std::string_view, Command>& commands();

  // api.cpp: whatever is no channel's
  std::string echo(const Words&, std::string_view arguments);
  std::string status(const Words&, std::string_view);
  std::string version(const Words&, std::string_view);
  std::string create_uuid(const Words&, std::string_view);
  std::string strepoch(const Words&, std::string_view);
  std::string global_getvar(const Words&, std::string_view);
  std::string eval(const Words&, std::string_view);
  std::string reloadxml(const Words&, std::string_view);
  std::string hash(const Words&, std::string_view arguments);
  std::string db(const Words&, std::string_view arguments);
  std::string hupall(const Words&, std::string_view);
  std::string store(std::string_view arguments, const char* done);
  void originate(std::string_view arguments, Reply reply);
  void msleep(std::string_view arguments, Reply reply);

  // api_channels.cpp
  std::string uuid_exists(const Words&, std::string_view);
  std::string uuid_kill(const Words&, std::string_view);
  std::string uuid_setvar(const Words&, std::string_view);
  std::string uuid_setvar_multi(const Words&, std::string_view);
  std::string uuid_getvar(const Words&, std::string_view);
  std::string uuid_transfer(const Words&, std::string_view);
  std::string uuid_park(const Words&, std::string_view);
  std::string uuid_broadcast(const Words&, std::string_view);
  std::string uuid_break(const Words&, std::string_view);
  std::string uuid_bridge(const Words&, std::string_view);
  std::string uuid_record(const Words&, std::string_view);
  std::string uuid_send_dtmf(const Words&, std::string_view);
  std::string uuid_recv_dtmf(const Words&, std::string_view);
  std::string uuid_dump(const Words&, std::string_view);
  std::string uuid_hold(const Words&, std::string_view);
  std::string uuid_displace(const Words&, std::string_view);
  std::string uuid_audio(const Words&, std::string_view);

  // api_directory.cpp
  std::string show(const Words&, std::string_view);
  std::string sofia_contact(const Words&, std::string_view);
  std::string sofia_count_reg(const Words&, std::string_view);
  std::string sofia_presence_data(const Words&, std::string_view);
  std::string user_exists(const Words&, std::string_view);
  std::string user_data(const Words&, std::string_view);
  std::string list_users(const Words&, std::string_view);
  std::string contact_of(const PhoneRecord& record) const;
  const PhoneRecord* user(std::string_view address);

  Model& model_;
  std::map<std::string, std::string, std::less<>> values_;  // of hash and db, by realm/key
};

}  // namespace smarthandoff::telephony::simulator
