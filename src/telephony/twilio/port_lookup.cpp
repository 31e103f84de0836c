// What Twilio is asked before anything is repeated.
#include <algorithm>
#include <utility>

#include "telephony/twilio/port_core.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

constexpr Seconds kClocks{5};  // by which Twilio's clock may be behind ours
constexpr std::int64_t kLooked = 50;

Error not_clear(const std::string& id) {
  return {ErrorCode::unavailable,
          "twilio has calls of which it cannot be told whether one is this leg",
          {{"leg", id}}};
}

}  // namespace

struct Core::Search {
  std::string id;
  std::deque<twilio::CallStatus> left{twilio::CallStatus::queued, twilio::CallStatus::ringing,
                                      twilio::CallStatus::in_progress};
  std::function<void(Failure, LegState)> done;
};

// The state that a call's resource tells; it may be older than what its webhooks said.
void Core::take_in(Party& party, const twilio::Call& call) {
  if (!call.status) return;
  if (party.is_leg) return progress(party, {.status = *call.status, .sequence = {}}, {});
  if (is_final(*call.status)) party_ended(party, "completed");
}

void Core::look_up(const std::string& id, std::function<void(Failure, LegState)> done) {
  const Party* party = find(id);
  if (party == nullptr && id.starts_with("CA")) return look_up_sid(id, id, done);
  if (party == nullptr) {
    if (canceled_early_.contains(id)) return done(std::nullopt, {});
    return search_earlier(std::make_shared<Search>(Search{.id = id, .done = std::move(done)}));
  }
  if (party->ended || party->leg.ended()) return done(std::nullopt, {});
  if (!party->sid.empty()) return look_up_sid(id, party->sid, done);
  if (party->creating) return done(std::nullopt, {.exists = true});
  search(id, done);
}

void Core::look_up_sid(const std::string& id, const std::string& sid,
                       const std::function<void(Failure, LegState)>& done) {
  wire_.fetch_call(sid, [this, id, done](const twilio::Answer<twilio::Call>& answer) {
    Party* party = find(id);
    if (answer.failure && answer.failure->code() != ErrorCode::not_found) return done(answer.failure, {});
    if (answer.failure) return done(std::nullopt, {});
    if (party != nullptr) take_in(*party, answer.value);
    const auto status = answer.value.status;
    LegState state{.exists = status && !is_final(*status)};
    state.answered = status == twilio::CallStatus::in_progress || (party != nullptr && party->leg.answered());
    if (party != nullptr && party->ended) state = {};
    if (!state.exists) return done(std::nullopt, {});
    look_into_room(id, state, done);
  });
}

// Two in a conference hear each other.
void Core::look_into_room(const std::string& id, LegState state,
                          const std::function<void(Failure, LegState)>& done) {
  const Party* party = find(id);
  if (party == nullptr || party->wants != Wants::meet || !state.answered) return done(std::nullopt, state);
  const std::string room = party->room, sid = party->sid;
  const auto counted = [this, room, sid, state,
                        done](const twilio::Answer<std::vector<twilio::Participant>>& answer) {
    LegState found = state;
    const auto& all = answer.value;
    found.bridged =
        all.size() >= 2 && std::any_of(all.begin(), all.end(),
                                       [&](const twilio::Participant& one) { return one.call_sid == sid; });
    if (answer.failure) return done(answer.failure, {});
    for (const twilio::Participant& one : all)
      rooms_.change(
          room, {.conference = one.conference_sid, .call_sid = one.call_sid, .joined = true, .sequence = {}});
    look_at(room);
    done(std::nullopt, found);
  };
  wire_.list_rooms({.name = room_name(room), .status = "in-progress", .limit = 1},
                   [this, state, counted, done](const twilio::Answer<std::vector<twilio::Room>>& answer) {
                     if (answer.failure) return done(answer.failure, {});
                     if (answer.value.empty()) return done(std::nullopt, state);
                     wire_.list_participants(answer.value.front().sid, counted);
                   });
}

// A leg whose create was not answered: Twilio's calls do not show our id, but whom they dial. One that is
// over is as good as none.
void Core::search(const std::string& id, const std::function<void(Failure, LegState)>& done) {
  wire_.list_calls({.to = find(id)->dialled_as, .limit = kLooked},
                   [this, id, done](const twilio::Answer<std::vector<twilio::Call>>& answer) {
                     if (answer.failure) return done(answer.failure, {});
                     found_calls(id, answer.value, done);
                   });
}

void Core::found_calls(const std::string& id, const std::vector<twilio::Call>& calls,
                       const std::function<void(Failure, LegState)>& done) {
  Party* party = find(id);
  if (party == nullptr) return done(std::nullopt, {});
  if (!party->sid.empty()) return look_up_sid(id, party->sid, done);  // it told us meanwhile
  std::vector<std::string> fits;
  for (const twilio::Call& call : calls) {
    const bool lives = call.status && !is_final(*call.status);
    if (lives && call.direction == "outbound-api" && !by_sid_.contains(call.sid)) fits.push_back(call.sid);
  }
  const auto same = std::count_if(parties_.begin(), parties_.end(), [&](const auto& each) {
    return each.second.dialled_as == party->dialled_as && each.second.sid.empty() && !each.second.ended;
  });
  if (fits.empty()) return done(std::nullopt, {});
  if (fits.size() > 1 || same > 1) return done(not_clear(id), {});
  learn(*party, fits.front());
  look_up_sid(id, party->sid, done);
}

// A leg that this run knows nothing of: it is over if no call of an earlier run is left. Whichever of those
// is ours says so in its next request.
void Core::search_earlier(const std::shared_ptr<Search>& search) {
  if (search->left.empty()) return search->done(std::nullopt, {});
  const twilio::CallStatus status = search->left.front();
  search->left.pop_front();
  wire_.list_calls({.status = status, .limit = kLooked},
                   [this, search](const twilio::Answer<std::vector<twilio::Call>>& answer) {
                     if (answer.failure) return search->done(answer.failure, {});
                     searched(search, answer.value);
                   });
}

void Core::searched(const std::shared_ptr<Search>& search, const std::vector<twilio::Call>& calls) {
  if (find(search->id) != nullptr) return look_up(search->id, search->done);
  const bool unknown = std::any_of(calls.begin(), calls.end(), [&](const twilio::Call& call) {
    const bool earlier = call.created_at && *call.created_at < started_ + kClocks;
    return earlier && call.direction == "outbound-api" && !by_sid_.contains(call.sid);
  });
  if (unknown) return search->done(not_clear(search->id), {});
  search_earlier(search);
}

}  // namespace smarthandoff::telephony::twilio_port
