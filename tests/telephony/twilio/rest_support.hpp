#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <smarthandoff/telephony/twilio/rest.hpp>

// Twilio's REST API in tests: SIDs that have the right shape, blocking calls, and one sample of every
// request.
namespace twilio_rest {

using namespace smarthandoff;
using namespace smarthandoff::twilio;

inline std::string sid(const std::string& prefix, char digit = 'a') {
  return prefix + std::string(32, digit);
}

// Waits for the answer to one request.
template <class Value>
Answer<Value> wait_for(const std::function<void(On<Value>)>& begin) {
  auto promise = std::make_shared<std::promise<Answer<Value>>>();
  auto future = promise->get_future();
  begin([promise](Answer<Value> answer) { promise->set_value(std::move(answer)); });
  return future.get();
}

template <class Value>
Answer<Value> ask(Rest& rest, void (Rest::*method)(On<Value>)) {
  return wait_for<Value>([&](On<Value> done) { (rest.*method)(std::move(done)); });
}

template <class Value, class Given>
Answer<Value> ask(Rest& rest, void (Rest::*method)(const Given&, On<Value>),
                  const std::type_identity_t<Given>& given) {
  return wait_for<Value>([&](On<Value> done) { (rest.*method)(given, std::move(done)); });
}

struct Sample {
  std::string name;
  std::function<std::optional<Error>(Rest&)> run;
};

// Every request that we make, in the order in which tests/judges/twilio/requests.js makes it.
std::vector<Sample> samples();

}  // namespace twilio_rest
