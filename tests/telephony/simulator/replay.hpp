#pragma once

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <smarthandoff/telephony/esl/decoder.hpp>

#include "telephony/simulator/esl_session.hpp"

// Plays what a client once sent to a real switch to the simulated one, at the same instants, and puts both
// answers side by side.
namespace replay {

using namespace smarthandoff;
using namespace smarthandoff::telephony::simulator;

inline std::string data_file(const std::string& name) {
  return std::string(SMARTHANDOFF_TEST_DATA) + "/freeswitch/" + name;
}

inline std::string unzip(const std::string& name) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(data_file(name).c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("no recording " + name);
  std::string text;
  std::array<char, 65536> buffer{};
  for (int size = 0; (size = gzread(file.get(), buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

struct Sent {
  Milliseconds at{0};  // since the connection was opened
  std::string text;
};

inline std::vector<Sent> sent_of(const std::string& name) {
  std::ifstream file(data_file(name + ".sent.txt"));
  if (!file) throw std::runtime_error("no commands of " + name);
  std::vector<Sent> list;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("--- t=")) {
      list.push_back({Milliseconds(std::lround(std::stod(line.substr(6)) * 1000)), ""});
    } else {
      list.back().text += line + "\n";
    }
  }
  for (Sent& sent : list) sent.text += "\n";
  return list;
}

// What one side said, apart by what it was.
struct Heard {
  std::vector<std::string> replies;                     // of commands and API calls
  std::map<std::string, std::vector<esl::Event>> legs;  // "caller", "leg 1", …, in order of appearance
  std::map<std::string, std::string> names;             // uuid to such a name
  std::map<std::string, std::string> jobs;              // results by Job-UUID
  std::string caller;
  Instant called;
};

inline bool compared(std::string_view event) {
  static const std::set<std::string_view> names{
      "CHANNEL_CREATE",    "CHANNEL_EXECUTE",         "CHANNEL_EXECUTE_COMPLETE",
      "CHANNEL_PROGRESS",  "CHANNEL_PROGRESS_MEDIA",  "CHANNEL_ANSWER",
      "CHANNEL_PARK",      "CHANNEL_UNPARK",          "CHANNEL_OUTGOING",
      "CHANNEL_ORIGINATE", "CHANNEL_BRIDGE",          "CHANNEL_UNBRIDGE",
      "CHANNEL_HANGUP",    "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY",
      "PLAYBACK_START",    "PLAYBACK_STOP",           "PRIVATE_COMMAND",
      "CHANNEL_HOLD",      "CHANNEL_UNHOLD",          "PRESENCE_IN"};
  return names.contains(event);
}

inline void sort_event(Heard& heard, const esl::Event& event) {
  if (event.name() == "BACKGROUND_JOB") heard.jobs[event.value("Job-UUID")] = event.body();
  if (!compared(event.name())) return;
  const std::string uuid = event.value("Unique-ID");
  auto& name = heard.names[uuid];
  if (name.empty()) {
    const bool caller = heard.caller.empty() && event.value("Call-Direction") == "inbound";
    if (caller) {
      heard.caller = uuid;
      heard.called = Instant(Milliseconds(std::stoll(event.value("Event-Date-Timestamp")) / 1000));
    }
    name = caller ? "caller" : "leg " + std::to_string(heard.legs.size() + (heard.caller.empty() ? 1 : 0));
  }
  heard.legs[name].push_back(event);
}

inline Heard sort_out(std::string_view bytes) {
  Heard heard;
  esl::Decoder decoder({.max_frame_bytes = std::size_t{16} << 20});
  for (const esl::Frame& frame : decoder.feed(bytes)) {
    if (frame.is_event())
      sort_event(heard, frame.event());
    else if (frame.content_type() == "command/reply" || frame.content_type() == "api/response")
      heard.replies.push_back(
          std::string(frame.content_type() == "api/response" ? frame.body() : frame.answer_text()));
  }
  return heard;
}

// The switch of the recordings: its phones, its trunk, its dialplan.
inline void furnish(Model& model) {
  const auto phone = [&](const char* number, Behaviour behaviour, const char* gateway = "") {
    model.add_phone({.extension = number, .behaviour = behaviour, .gateway = gateway});
  };
  phone("1001", Behaviour::answers);
  phone("1002", Behaviour::busy);
  phone("1003", Behaviour::no_answer);
  phone("1004", Behaviour::declines);
  phone("1005", Behaviour::dnd_480);
  phone("1006", Behaviour::offline);
  phone("1007", Behaviour::stale);
  phone("1008", Behaviour::answers);
  phone("1009", Behaviour::not_found);
  phone("1010", Behaviour::unavailable);
  phone("8000", Behaviour::answers, "trunk");
  phone("8182", Behaviour::early_media_answers, "trunk");
  phone("8183", Behaviour::early_media_busy, "trunk");
  model.add_extension({.number = "9000", .actions = {"set:rig_role=caller", "answer", "park"}});
  model.add_extension(
      {.number = "9003",
       .actions = {"set:rig_role=caller", "answer", "playback:tone_stream://%(1000,0,440);loops=-1"}});
  model.faults.missing_files = {"/usr/local/snd/nonexistent.wav"};
}

// The ids of one side's legs by those of the other's.
inline std::string translated(std::string text, const Heard& from, const Heard& to) {
  for (const auto& [uuid, name] : from.names) {
    const auto other = std::find_if(to.names.begin(), to.names.end(),
                                    [&, name = name](const auto& n) { return n.second == name; });
    if (other == to.names.end() || other->first == uuid) continue;
    for (std::size_t at; (at = text.find(uuid)) != std::string::npos;)
      text.replace(at, uuid.size(), other->first);
  }
  return text;
}

struct Options {
  std::string to = "9000";  // where the caller goes; empty: no call
  bool silent_1007 = false;
};

// The simulated switch's answer to the commands of a recording.
inline std::string play(const std::string& name, const Heard& recorded, const Options& options) {
  const Instant opened = recorded.caller.empty() ? Instant(Milliseconds(1'795'178'000'000))
                                                 : recorded.called - Milliseconds(123);
  Model model({.now = opened});
  furnish(model);
  if (options.silent_1007) model.add_phone({.extension = "1007", .behaviour = Behaviour::silent});
  Api api(model);
  std::string output;
  const auto session = std::make_shared<EslSession>(
      model, api, "ClueCon", [&output](const std::string& frame, bool) { output += frame; });
  std::int64_t sequence = 0;
  model.watchers.push_back([&](const Emission& emission) { session->watch(emission, ++sequence); });
  session->open(false);
  model.scheduler.at(recorded.called, [&] {
    if (!recorded.caller.empty()) model.place_call({"+390612345678", "Mario Rossi", options.to});
  });
  for (Sent sent : sent_of(name)) {
    model.scheduler.run_until(opened + sent.at);
    session->receive(translated(sent.text, recorded, sort_out(output)));
  }
  model.scheduler.run_until(model.scheduler.now() + Seconds(2));
  return output;
}

// A header as compared: ids by their leg, instants only as zero or not.
inline std::string shown(const Heard& heard, const esl::Event& event, const std::string& header) {
  const std::string value = event.value(header);
  if (header.ends_with("-Time")) return value.empty() ? "" : value == "0" ? "0" : "an instant";
  if (header == "Application-UUID") return value.empty() ? "" : "an id";
  const auto name = heard.names.find(value);
  return name == heard.names.end() ? value : name->second;
}

inline const std::vector<std::string>& headers_read() {
  static const std::vector<std::string> headers{"Channel-State",
                                                "Channel-Call-State",
                                                "Answer-State",
                                                "Hangup-Cause",
                                                "Call-Direction",
                                                "Caller-Channel-Answered-Time",
                                                "Caller-Channel-Progress-Time",
                                                "Caller-Channel-Progress-Media-Time",
                                                "Other-Type",
                                                "Other-Leg-Unique-ID",
                                                "Bridge-A-Unique-ID",
                                                "Bridge-B-Unique-ID",
                                                "Application",
                                                "Application-Data",
                                                "Application-Response",
                                                "Application-UUID",
                                                "Channel-Presence-ID",
                                                "variable_sip_term_status",
                                                "variable_sip_invite_failure_status",
                                                "variable_sip_invite_failure_phrase",
                                                "variable_sip_hangup_disposition",
                                                "variable_proto_specific_hangup_cause",
                                                "variable_origination_uuid",
                                                "variable_presence_id",
                                                "variable_dialed_user",
                                                "variable_hangup_cause",
                                                "variable_hangup_cause_q850",
                                                "variable_endpoint_disposition",
                                                "variable_originate_disposition",
                                                "variable_originate_failed_cause",
                                                "variable_DIALSTATUS",
                                                "variable_last_bridge_hangup_cause",
                                                "variable_bridge_hangup_cause",
                                                "variable_last_bridge_to",
                                                "variable_bridge_uuid",
                                                "variable_signal_bond",
                                                "variable_originator",
                                                "variable_rig_transfer_id",
                                                "presence-call-info-state",
                                                "from"};
  return headers;
}

inline std::string listed(const std::vector<esl::Event>& events) {
  std::string text;
  for (const esl::Event& event : events) text += (text.empty() ? "" : " ") + std::string(event.name());
  return text;
}

// The differences, one a line: "leg 1 #3 CHANNEL_HANGUP Hangup-Cause: recorded X, simulated Y".
inline std::vector<std::string> differences(const Heard& recorded, const Heard& simulated) {
  std::vector<std::string> list;
  for (const auto& [leg, events] : recorded.legs) {
    const auto ours = simulated.legs.find(leg);
    if (ours == simulated.legs.end() || listed(ours->second) != listed(events)) {
      list.push_back(leg + " events:\n  recorded  " + listed(events) + "\n  simulated " +
                     (ours == simulated.legs.end() ? "nothing" : listed(ours->second)));
      continue;
    }
    for (std::size_t i = 0; i < events.size(); ++i) {
      for (const std::string& header : headers_read()) {
        const std::string theirs = shown(recorded, events[i], header);
        const std::string mine = shown(simulated, ours->second[i], header);
        if (theirs == mine) continue;
        list.push_back(leg + " #" + std::to_string(i) + " " + std::string(events[i].name()) + " " + header +
                       ": recorded " + theirs + ", simulated " + mine);
      }
    }
  }
  if (simulated.legs.size() != recorded.legs.size()) list.push_back("another number of legs");
  for (std::size_t i = 0; i < std::max(recorded.replies.size(), simulated.replies.size()); ++i) {
    const std::string theirs =
        i < recorded.replies.size() ? translated(recorded.replies[i], recorded, simulated) : "nothing";
    const std::string mine = i < simulated.replies.size() ? simulated.replies[i] : "nothing";
    if (theirs.starts_with("{") && mine.starts_with("{")) continue;  // uuid_dump: not byte for byte
    if (theirs != mine)
      list.push_back("reply " + std::to_string(i) + ": recorded " + theirs + ", simulated " + mine);
  }
  if (simulated.jobs != recorded.jobs) list.push_back("other results of jobs");
  return list;
}

}  // namespace replay
