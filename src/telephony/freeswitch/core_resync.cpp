#include <utility>

#include <smarthandoff/telephony/esl/api_line.hpp>

#include "telephony/freeswitch/causes.hpp"
#include "telephony/freeswitch/core.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

namespace line = esl::api_line;

// The tables of `show` are up to 0.3 s behind (docs/freeswitch.md): what happened just before we connected is
// seen at the second look.
constexpr Milliseconds kSecondLook{500};

// An originate that was accepted has its channel within milliseconds; a younger leg may still get one.
constexpr Milliseconds kPlacing{1000};

// After a table that could not be read.
constexpr Milliseconds kRetry{1000};

}  // namespace

// The look-ups of one round, as they come in.
struct Core::Check {
  std::uint64_t connection = 0;
  std::size_t waiting = 0;
  bool failed = false;
  std::function<void()> done;
};

void Core::on_connected(std::function<void()> synced) {
  connected_ = true;
  second_pass_ = false;
  resyncing_ = resync_again_ = false;
  least_age_.reset();
  const std::uint64_t connection = ++connection_;
  told_synced_ = std::move(synced);
  resync();
  timers_.at(clock_.now() + kSecondLook, [this, connection] {
    if (connection != connection_) return;
    second_pass_ = true;
    resync();
  });
}

void Core::on_lost(const std::string& reason) {
  if (!std::exchange(connected_, false)) return;
  ++connection_;
  synced_ = resyncing_ = false;
  was_lost_ = true;
  told_synced_ = nullptr;
  channels_.clear();
  for (const auto& action : std::exchange(on_synced_, {})) action();
  const std::string lost = "the connection to the phone system was lost";
  for (auto& [id, tracked] : legs_) {
    for (const Play& play : std::exchange(tracked.plays, {})) play.done(Error(ErrorCode::in_doubt, lost));
    for (const auto& action : std::exchange(tracked.on_settled, {}))
      action(Error(ErrorCode::unavailable, lost));
  }
  emit(ConnectionLost{reason});
}

void Core::resync() {
  if (!connected_) return;
  if (std::exchange(resyncing_, true)) {
    resync_again_ = true;
    return;
  }
  if (!synced_) reported_before_sync_ = reported_;
  read_tables([this](bool complete) {
    if (complete) return check_tracked([this] { resynced(); });
    resyncing_ = false;
    resync_after(kRetry);
  });
}

void Core::read_tables(std::function<void(bool complete)> done) {
  const std::uint64_t connection = connection_;
  struct Tables {
    bool registrations = false, channels = false;
    std::vector<std::string> changed;
  };
  auto tables = std::make_shared<Tables>();
  wire_.api(line::show_registrations(), [this, tables](const Failure& failure, const std::string& text) {
    const auto rows = failure ? std::nullopt : parse_registrations(text);
    if (!rows) return;
    tables->registrations = true;
    tables->changed = registrations_.replace(*rows);
  });
  wire_.api(line::show_channels(), [this, tables](const Failure& failure, const std::string& text) {
    const auto rows = failure ? std::nullopt : parse_channels(text);
    if (!rows) return;
    tables->channels = true;
    channels_.replace(*rows);
    for (const ChannelRow& row : *rows)
      if (row.inbound && !row.destination.empty() && row.destination == options_.assistant_extension)
        follow(CallId{row.id});
  });
  wire_.api(line::show_calls(), [this, connection, tables, done = std::move(done)](const Failure& failure,
                                                                                   const std::string& text) {
    if (connection != connection_) return;  // answered by the loss of the connection
    const auto rows = failure ? std::nullopt : parse_calls(text);
    if (rows) channels_.replace_bridges(*rows);
    if (synced_) presence_replaced(tables->changed);
    done(rows && tables->registrations && tables->channels);
  });
}

void Core::check_tracked(std::function<void()> done) {
  std::vector<std::string> legs, calls;
  for (const auto& [id, tracked] : legs_)
    if (!tracked.leg.ended()) legs.push_back(id);
  for (const auto& [id, call] : calls_) calls.push_back(id);
  auto check =
      std::make_shared<Check>(Check{connection_, legs.size() + calls.size(), false, std::move(done)});
  if (check->waiting == 0) return check->done();
  // Legs first: a call that has ended ends them too.
  for (const std::string& id : legs) check_one(check, id, true);
  for (const std::string& id : calls) check_one(check, id, false);
}

void Core::check_one(const std::shared_ptr<Check>& check, const std::string& id, bool is_leg) {
  wire_.api(line::uuid_exists(id),
            [this, check, id, is_leg](const Failure& failure, const std::string& text) {
              if (check->connection != connection_) return;
              if (!failure) is_leg ? leg_checked(id, text == "true") : call_checked(id, text == "true");
              if (--check->waiting == 0) check->done();
            });
}

void Core::leg_checked(const std::string& id, bool exists) {
  Tracked* tracked = find_leg(id);
  if (!tracked || tracked->leg.ended()) return;
  if (!exists) {
    if (clock_.now() - tracked->placed_at < kPlacing) return;
    report(tracked->leg.on_gone());
    return after_change(*tracked);
  }
  if (tracked->leg.wants_kill()) return kill(id, "ORIGINATOR_CANCEL");
  const Channel* channel = channels_.find(id);
  report(tracked->leg.on_alive(channel && channel->answered));
  after_change(*tracked);
}

void Core::call_checked(const std::string& id, bool exists) {
  if (!exists) return call_ended(id, std::string(kMissed));
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  const std::string peer = channels_.peer(id);
  const Tracked* leg = find_leg(peer);
  if (leg && leg->leg.answered() && !leg->leg.ended()) return bridged(CallId{id}, LegId{peer});
  Call& call = known->second;
  if (!second_pass_ || call.bridged.empty() || call.unbridging || call.bridged.value == peer) return;
  emit(Unbridged{CallId{id}, std::exchange(call.bridged, {})});
}

void Core::resynced() {
  resyncing_ = false;
  if (!std::exchange(synced_, true)) {
    const bool missed = reported_ != reported_before_sync_;
    presence_replaced(registrations_.users());
    if (std::exchange(was_lost_, false)) emit(ConnectionRestored{missed});
    if (const auto told = std::exchange(told_synced_, nullptr)) told();
    for (const auto& action : std::exchange(on_synced_, {})) action();
  }
  if (std::exchange(resync_again_, false)) return resync();
  resync_after(options_.presence_refresh);
}

void Core::resync_after(Milliseconds wait) {
  if (refresh_) timers_.cancel(*refresh_);
  refresh_ = timers_.at(clock_.now() + wait, [this] {
    refresh_.reset();
    resync();
  });
}

void Core::look_up(const std::string& id, std::function<void(Failure, LegState)> done) {
  std::string command;
  try {
    command = line::uuid_dump(id);
  } catch (const Error& error) {
    return done(error, {});
  }
  if (!connected_) return done(Error(ErrorCode::unavailable, "the phone system is not connected"), {});
  wire_.api(command, [this, id, done = std::move(done)](const Failure& failure, const std::string& text) {
    failure ? done(failure, {}) : looked_up(id, text, done);
  });
}

void Core::looked_up(const std::string& id, const std::string& dump,
                     const std::function<void(Failure, LegState)>& done) {
  const auto channel = parse_dump(dump);
  if (!channel || channel->ended) {
    if (!channel && !dump.starts_with("-ERR"))
      return done(Error(ErrorCode::corrupt, "the phone system's answer to uuid_dump cannot be read"), {});
    find_leg(id) ? leg_checked(id, false) : call_checked(id, false);
    return done(std::nullopt, {});
  }
  if (channels_.has_ended(id)) return done(std::nullopt, {});
  if (channel->sh_leg == id && !find_leg(id)) track(LegId{id}, CallId{channel->sh_call});
  if (Tracked* tracked = find_leg(id)) {
    report(tracked->leg.on_alive(channel->answered));
    after_change(*tracked);
  } else {
    follow(CallId{id});
  }
  done(std::nullopt, LegState{true, channel->answered, !channels_.peer(id).empty()});
}

}  // namespace smarthandoff::telephony::freeswitch
