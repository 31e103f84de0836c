#include <array>
#include <random>

#include "esl_pool.hpp"

namespace esl_benchmark {
namespace {

constexpr std::array kNames = {"CHANNEL_CREATE",          "CHANNEL_ANSWER",  "CHANNEL_BRIDGE",
                               "CHANNEL_HANGUP_COMPLETE", "CHANNEL_EXECUTE", "CHANNEL_DESTROY",
                               "CHANNEL_PROGRESS",        "CHANNEL_PARK"};
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

std::string make_event(int number, std::mt19937& random) {
  std::string event = std::string("Event-Name: ") + kNames[random() % kNames.size()] + "\n";
  event +=
      "Core-UUID: eec38d7e-7b49-405c-9680-d7092c7da727\nEvent-Sequence: " + std::to_string(number) + "\n";
  event += "Unique-ID: 0dd9e21b-b3ed-4d21-9bad-" + std::to_string(100000000000 + number) + "\n";
  for (int header = 4; header < 60; ++header) {
    event +=
        "variable_sip_" + std::to_string(header * 7919) + ": " + kValues[random() % kValues.size()] + "\n";
  }
  event += "Hangup-Cause: USER_BUSY\n";
  if (number % 4 == 0) event += std::string("variable_rtp_local_sdp_str: ") + kSdp + "\n";
  return event + "\n";
}

}  // namespace

std::string make_pool(int count) {
  std::mt19937 random(20261120);
  std::string pool;
  for (int number = 0; number < count; ++number) {
    const std::string event = make_event(number, random);
    pool +=
        "Content-Length: " + std::to_string(event.size()) + "\nContent-Type: text/event-plain\n\n" + event;
  }
  return pool;
}

}  // namespace esl_benchmark
