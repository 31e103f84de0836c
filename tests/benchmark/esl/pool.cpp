#include "pool.hpp"

#include <array>
#include <random>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <smarthandoff/telephony/esl/text.hpp>

namespace esl_benchmark {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::array kNames = {
    "CHANNEL_CREATE",  "CHANNEL_ANSWER",   "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_EXECUTE",
    "CHANNEL_DESTROY", "CHANNEL_PROGRESS", "CHANNEL_PARK",   "CHANNEL_STATE",           "CHANNEL_UNBRIDGE"};
constexpr std::array kValues = {"0dd9e21b-b3ed-4d21-9bad-a41537766318",
                                "sofia/external/%2B390612345678%40127.0.0.1%3A5206",
                                "1795179102464821",
                                "Zo%C3%AB%20D%E2%80%99Angelo",
                                "true",
                                "answered",
                                "9000/default/XML",
                                "PCMU",
                                "NORMAL_CLEARING",
                                "Fri,%2020%20Nov%202026%2012%3A51%3A42%20GMT"};
constexpr const char* kSdp =
    "v%3D0%0D%0Ao%3DFreeSWITCH%201795157865%201795157866%20IN%20IP4%20127.0.0.1%0D%0As%3DFreeSWITCH%0D%0A"
    "c%3DIN%20IP4%20127.0.0.1%0D%0At%3D0%200%0D%0Am%3Daudio%2021152%20RTP/AVP%200%208%20101%2013%0D%0A";

Headers make_event(int number, std::mt19937& random) {
  Headers headers = {
      {"Event-Name", kNames[random() % kNames.size()]},
      {"Core-UUID", "eec38d7e-7b49-405c-9680-d7092c7da727"},
      {"Event-Sequence", std::to_string(number)},
      {"Unique-ID", "0dd9e21b-b3ed-4d21-9bad-" + std::to_string(100000000000 + number)},
      {"Caller-Caller-ID-Name", number % 3 == 0 ? "Zo%C3%AB%20D%E2%80%99Angelo" : "Jo%C3%A3o%20Lima"}};
  for (int header = 5; header < 60; ++header) {
    headers.emplace_back("variable_sip_" + std::to_string(header * 7919), kValues[random() % kValues.size()]);
  }
  headers.emplace_back("Hangup-Cause", "USER_BUSY");
  if (number % 4 == 0) headers.emplace_back("variable_rtp_local_sdp_str", kSdp);
  return headers;
}

std::string as_plain(const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
  return text + "\n";
}

std::string as_json(const Headers& headers) {
  nlohmann::ordered_json object;
  for (const auto& [name, value] : headers) object[name] = smarthandoff::esl::percent_decode(value);
  return object.dump();
}

}  // namespace

std::string make_pool(int count, Format format) {
  std::mt19937 random(20261120);
  std::string pool;
  for (int number = 0; number < count; ++number) {
    const Headers headers = make_event(number, random);
    const bool plain = format == Format::plain;
    const std::string event = plain ? as_plain(headers) : as_json(headers);
    pool += "Content-Length: " + std::to_string(event.size()) + "\nContent-Type: text/event-" +
            (plain ? "plain" : "json") + "\n\n" + event;
  }
  return pool;
}

}  // namespace esl_benchmark
