// An agent's presence and their worker's activity in step: the last change wins, in whatever order it is
// told.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

const std::string kWorker = "WK" + std::string(32, 'a');
const std::string kOn = "WA" + std::string(32, '1');
const std::string kBusy = "WA" + std::string(32, '2');
const std::string kOff = "WA" + std::string(32, '3');

const std::string& activity_of(Presence presence) {
  return presence == Presence::available ? kOn : presence == Presence::busy ? kBusy : kOff;
}

// An event of TaskRouter's, as it posts it.
struct Word {
  std::string sid, activity;
  Instant at;
};

// A tenant with one agent, and TaskRouter with their worker: it does what it is ordered and people change it;
// its words are kept until the test has them told.
struct Office : World {
  Office() {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    write(set_line, SetLine{.agent_id = jeni.id, .worker_sid = kWorker});
    ConfigureCalls settings;
    settings.workspace_sid = "WS" + std::string(32, 'a');
    settings.available_activity = kOn;
    settings.busy_activity = kBusy;
    settings.offline_activity = kOff;
    write(configure, settings);
    carrier.on_activity = [this](const std::string& wanted) {
      ordered[wanted] = now;
      if (const auto meanwhile = std::exchange(under_way, {})) meanwhile();
      change(wanted);
      ordered[wanted] = now;
    };
    events.clear();
    now = parse_rfc3339("2026-01-16T17:31:00Z");
  }

  void after(int ms) { now += Milliseconds(ms); }
  void set(Presence presence) { write(set_presence, SetPresence{.agent_id = jeni.id, .presence = presence}); }
  // What changes nothing is not told.
  void change(const std::string& wanted) {
    if (std::exchange(activity, wanted) == wanted) return;
    after(1);
    words.push_back({.sid = "EV" + std::to_string(++count_), .activity = wanted, .at = now});
  }
  void hear(const Word& word, bool with_milliseconds = true) {
    const auto ms = word.at.time_since_epoch().count();
    Fields fields{{"EventType", "worker.activity.update"},
                  {"WorkspaceSid", "WS" + std::string(32, 'a')},
                  {"WorkerSid", kWorker},
                  {"WorkerActivitySid", word.activity},
                  {"Timestamp", std::to_string(ms / 1000)},
                  {"Sid", word.sid}};
    if (with_milliseconds) fields.emplace_back("TimestampMs", std::to_string(ms));
    post(task_event, "/taskrouter_event", fields);
  }
  void hear_all() {
    for (const Word& word : std::exchange(words, {})) hear(word);
  }
  Presence presence() { return read(get_line, GetLine{.agent_id = jeni.id}).presence; }
  bool is_in_step() { return activity == activity_of(presence()); }

  std::string activity = kOn;  // at TaskRouter
  std::vector<Word> words;
  std::function<void()> under_way;         // happens while the next order is on its way
  std::map<std::string, Instant> ordered;  // when each activity was ordered last
  agents::Agent jeni;

 private:
  int count_ = 0;
};

}  // namespace

TEST_CASE("of two changes inside one second the later one wins, whichever is told first") {
  // TaskRouter's time was taken in whole seconds: what it changed later in that second was thrown away.
  Office office;
  SUBCASE("theirs is the later one") {
    office.after(300);
    office.set(Presence::busy);
    office.run();
    office.after(400);
    office.change(kOff);
    SUBCASE("told in order") {
      office.hear_all();
    }
    SUBCASE("told before our echo") {
      office.hear(office.words[1]);
      office.hear(office.words[0]);
    }
    office.run();
    CHECK(office.presence() == Presence::offline);
    CHECK(office.orders().size() == 1);
  }
  SUBCASE("ours is the later one") {
    office.after(300);
    office.change(kOff);
    office.after(400);
    office.set(Presence::busy);
    SUBCASE("and is done when theirs is told") {
      office.run();
    }
    SUBCASE("and is not done yet") {}
    office.hear_all();
    office.run();
    CHECK(office.presence() == Presence::busy);
  }
  office.hear_all();
  office.run();
  CHECK(office.is_in_step());
}

TEST_CASE("inside a second that is told without milliseconds our echo tells what came first") {
  Office office;
  office.after(100);
  SUBCASE("before it: theirs was the earlier one") {
    office.change(kOff);
    office.after(100);
    office.set(Presence::busy);
    office.hear(office.words[0], false);
    CHECK(office.presence() == Presence::busy);
  }
  SUBCASE("after it: theirs was the later one") {
    office.set(Presence::busy);
    office.run();
    office.after(100);
    office.change(kOff);
    for (const Word& word : office.words) office.hear(word, false);
    CHECK(office.presence() == Presence::offline);
  }
  office.run();
  CHECK(office.is_in_step());
}

TEST_CASE("the echo of an activity that is not wanted any more does not bring it back") {
  // Set while the order before was under way, it was undone by that order's echo, and its own order dropped.
  Office office;
  office.under_way = [&] { office.set(Presence::offline); };
  office.set(Presence::busy);
  office.orders();
  REQUIRE(office.words.size() == 2);
  CHECK(office.words[0].activity == kBusy);
  SUBCASE("told in order") {}
  SUBCASE("told late, after the newer one") {
    std::swap(office.words[0], office.words[1]);
  }
  SUBCASE("told twice") {
    office.words.push_back(office.words[0]);
  }
  SUBCASE("told before the newer order is done") {
    office.set(Presence::busy);
    office.under_way = [&] {
      office.set(Presence::offline);
      office.hear_all();
    };
  }
  office.orders();
  office.hear_all();
  CHECK(office.presence() == Presence::offline);
  office.run();
  CHECK(office.words.empty());  // whatever was ordered once more, nothing was changed by it
  CHECK(office.is_in_step());
}

TEST_CASE("an order that was under way when TaskRouter was changed does not undo that change") {
  Office office;
  office.under_way = [&] { office.change(kOff); };
  office.set(Presence::busy);
  office.orders();
  CHECK(office.activity == kBusy);
  SUBCASE("told in order") {}
  SUBCASE("told in disorder") {
    std::swap(office.words[0], office.words[1]);
  }
  office.hear_all();
  office.run();
  office.hear_all();
  CHECK(office.presence() == Presence::offline);
  CHECK(office.is_in_step());
}

TEST_CASE("words that are told twice, late and in any order change nothing more") {
  Office office;
  office.after(100);
  office.change(kBusy);
  office.after(100);
  office.change(kOff);
  office.after(100);
  office.change(kOn);
  const auto words = std::exchange(office.words, {});
  std::vector<std::size_t> order{0, 1, 2};
  do {
    Office other;
    other.now = office.now;
    for (const std::size_t i : order) {
      other.hear(words[i]);
      other.hear(words[i]);
    }
    for (const std::size_t i : order) other.hear(words[i]);
    CHECK(other.presence() == Presence::available);
    CHECK(other.orders().empty());
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("without any word of TaskRouter's every change is ordered, and what is kept of them stays small") {
  Office office;
  for (int i = 0; i < 40; ++i) {
    office.set(i % 2 == 0 ? Presence::busy : Presence::available);
    office.run();
    office.after(500);
    CHECK(office.is_in_step());
  }
}

TEST_CASE("a line that gets another worker forgets what it knew of the one before") {
  Office office;
  office.set(Presence::busy);
  office.run();
  office.hear_all();
  office.write(set_line, SetLine{.agent_id = office.jeni.id, .worker_sid = "WK" + std::string(32, 'b')});
  office.orders();
  office.set(Presence::busy);
  CHECK(office.orders() == std::vector<std::string>{"activity WK" + std::string(32, 'b') + " " + kBusy});
}

TEST_CASE("whatever is changed where, however it is told: both sides end in the last change") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Office office;
    std::mt19937 random(seed);
    const auto pick = [&](unsigned most) { return static_cast<int>(random() % most); };
    Presence last = Presence::available;
    const auto somebody_changes = [&] {
      office.after(1 + pick(400));
      const auto wanted = static_cast<Presence>(pick(3));
      const bool here = pick(2) == 0;
      if (!here && office.activity == activity_of(wanted)) return;  // nobody changes anything
      // For two seconds after an order a change to the same may be taken for its echo.
      if (!here && office.now - office.ordered[activity_of(wanted)] < Milliseconds(2'500)) return;
      last = wanted;
      here ? office.set(wanted) : office.change(activity_of(wanted));
    };
    for (int i = 0; i < 12; ++i) {
      if (pick(3) == 0) office.under_way = somebody_changes;
      somebody_changes();
      office.run();
      while (!office.words.empty() && pick(2) == 0) {
        const auto which = office.words.begin() + pick(static_cast<unsigned>(office.words.size()));
        office.hear(*which);
        if (pick(4) != 0) office.words.erase(which);
        office.run();
      }
    }
    office.under_way = {};
    for (int i = 0; i < 10; ++i) {
      std::ranges::shuffle(office.words, random);
      office.hear_all();
      office.run();
    }
    CHECK(office.presence() == last);
    CHECK(office.is_in_step());
    CHECK(office.words.empty());
  }
}
