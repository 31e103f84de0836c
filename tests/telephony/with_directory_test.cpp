#include "telephony/with_directory.hpp"

#include <doctest/doctest.h>

#include <map>

#include "support/scripted_telephony.hpp"

using namespace smarthandoff;
using namespace smarthandoff::telephony;

namespace {

// Answers when the test says so.
class ScriptedDirectory final : public Directory {
 public:
  void start(Milliseconds) override { started = true; }
  void stop() noexcept override { stopped = true; }
  PortHealth health() const override { return {}; }
  void do_not_disturb(const std::vector<std::string>& extensions, const std::string& domain,
                      DndAnswers done) override {
    ++questions;
    asked_domain = domain;
    auto answer = [this, extensions, done] {
      std::vector<std::optional<bool>> answers;
      for (const std::string& extension : extensions)
        answers.push_back(dnd.contains(extension) ? std::optional(dnd.at(extension)) : std::nullopt);
      done(std::move(answers));
    };
    waits ? waiting.push_back(answer) : answer();
  }
  void destinations(const std::vector<std::string>&,
                    std::function<void(Failure, std::vector<DirectoryDomain>)>) override {}
  void answer_all() {
    for (const auto& one : std::exchange(waiting, {})) one();
  }

  std::map<std::string, bool> dnd;
  std::vector<std::function<void()>> waiting;
  std::string asked_domain;
  int questions = 0;
  bool waits = false, started = false, stopped = false;
};

// The scripted phone system, with a listener that a test can speak through.
class Phones final : public scripted::Telephony {
 public:
  void start(Listener given, Milliseconds) override { listener = std::move(given); }
  Listener listener;
};

struct World {
  std::shared_ptr<Phones> phones = std::make_shared<Phones>();
  std::shared_ptr<ScriptedDirectory> directory = std::make_shared<ScriptedDirectory>();
  std::shared_ptr<Telephony> both = with_directory(phones, directory);
  std::vector<std::string> events;

  World() {
    both->start(
        [this](const Event& event) {
          const auto* presence = std::get_if<PresenceChanged>(&event);
          events.push_back(presence == nullptr
                               ? "other"
                               : presence->status.extension + " " + wire_name(presence->status.state));
        },
        Milliseconds(0));
  }
  ExtensionStatus status(const std::string& extension) {
    ExtensionStatus found;
    both->extension_status(extension, "pbx.local",
                           [&](ExtensionStatus status) { found = std::move(status); });
    return found;
  }
  void presence(const std::string& extension, ExtensionState state) {
    phones->listener(PresenceChanged{
        "pbx.local",
        {.extension = extension, .state = state, .available = state == ExtensionState::available}});
  }
};

}  // namespace

TEST_CASE("an available extension is dnd where the directory says so, and else stays what it is") {
  struct Row {
    ExtensionState phone;
    std::optional<bool> directory;
    ExtensionState expected;
    std::optional<bool> dnd;
  };
  using enum ExtensionState;
  const Row rows[] = {
      {available, true, ExtensionState::dnd, true},
      {available, false, available, false},
      {available, {}, available, {}},
      {in_call, true, in_call, {}},
      {offline, true, offline, {}},
      {unknown, true, unknown, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(wire_name(row.phone));
    World world;
    world.phones->phones["1004"].status = row.phone;
    if (row.directory) world.directory->dnd["1004"] = *row.directory;
    const ExtensionStatus status = world.status("1004");
    CHECK(status.state == row.expected);
    CHECK(status.available == (row.expected == available));
    CHECK(status.dnd == row.dnd);
  }
}

TEST_CASE("many extensions are one question, about those that seem free") {
  World world;
  for (const char* busy : {"1001", "1003"}) world.phones->phones[busy].status = ExtensionState::in_call;
  world.directory->dnd = {{"1002", true}, {"1004", false}};
  std::vector<ExtensionStatus> found;
  world.both->known_statuses({"1001", "1002", "1003", "1004", "1005"}, "pbx.local",
                             [&](std::vector<ExtensionStatus> statuses) { found = std::move(statuses); });
  REQUIRE(found.size() == 5);
  CHECK(world.directory->questions == 1);
  CHECK(world.directory->asked_domain == "pbx.local");
  CHECK(found[1].state == ExtensionState::dnd);
  CHECK(found[2].state == ExtensionState::in_call);
  CHECK(found[3].available);
  CHECK(found[4].available);
}

TEST_CASE("an extension that becomes free is announced when its do not disturb is known") {
  World world;
  world.directory->waits = true;
  world.directory->dnd = {{"1002", true}};
  world.presence("1001", ExtensionState::available);
  world.presence("1002", ExtensionState::available);
  world.phones->listener(ConnectionLost{});
  CHECK(world.events == std::vector<std::string>{"other"});
  world.directory->answer_all();
  CHECK(world.events == std::vector<std::string>{"other", "1001 available", "1002 dnd"});
}

TEST_CASE("what changed again meanwhile is not announced as it was") {
  World world;
  world.directory->waits = true;
  world.presence("1001", ExtensionState::available);
  world.presence("1001", ExtensionState::in_call);
  world.directory->answer_all();
  CHECK(world.events == std::vector<std::string>{"1001 in_call"});
  world.presence("1001", ExtensionState::available);
  world.presence("1001", ExtensionState::in_call);
  world.presence("1001", ExtensionState::available);
  world.directory->answer_all();
  CHECK(world.events == std::vector<std::string>{"1001 in_call", "1001 in_call", "1001 available"});
}

TEST_CASE("both are started and stopped") {
  World world;
  CHECK(world.directory->started);
  world.both->stop();
  CHECK(world.directory->stopped);
}
