#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>

#include "simulation/chat_service.hpp"

namespace simulation {

// What the gate's table says of contacts that people asked for, decided from what was acknowledged to hosts
// and what the outside saw, without asking the library: never called who never wants to be; an opt-out holds
// unless the person asked again; calls 08:00-21:00 but in the hour after a time that the person named, and
// five minutes between two; messages within a day of the person's own, else by template. What is not known
// for certain is allowed. Persons are numbers, each of which is one tenant's.
class GateOracle {
 public:
  using Instant = smarthandoff::Instant;

  // Somebody asked for a callback, at a time that was named or whenever it suits. Told before the library is.
  void asked(const std::string& number, Instant at, std::optional<Instant> named);
  // The wish told last became this callback.
  void became(const std::string& number, const std::string& callback);
  // Another time was agreed.
  void named_time(const std::string& number, const std::string& callback, Instant named);
  // It was written, and is heard at some time until then; it may be "call me".
  void wrote_back(const std::string& number, const std::string& text, Instant at, Instant heard);
  void ended(const std::string& callback, Instant at) { ended_[callback] = at; }
  // Acknowledged.
  void opted_out(const std::string& number, Instant at, bool never_call);
  void lifted(const std::string& number);

  // What the outside saw. Each answers why it must not have been; empty: it may.
  std::string called(const std::string& number, Instant at) const;
  std::string wrote(const TakenMessage& message) const;
  // A call that rang, was answered or was busy.
  void reached(const std::string& number, Instant placed_at);

 private:
  // When a named time may begin.
  struct Span {
    Instant from, to;
  };
  struct Wish {
    Instant at;
    std::vector<Span> named;
    std::string callback;  // empty: not acknowledged
  };
  struct Person {
    std::vector<Wish> wishes;
    std::vector<Span> written;
    std::optional<Instant> opted_out;
    bool never_call = false;
    std::vector<Instant> reached;
  };

  const Person* find(const std::string& number) const;
  bool is_suppressed(const Person& person, Instant at) const;
  bool named_a_time(const Person& person, Instant at) const;
  static bool holds(const std::vector<Span>& named, Instant at);

  std::map<std::string, Person> people_;
  std::map<std::string, Instant> ended_;  // by callback
};

}  // namespace simulation
