// What Twilio's requests say, and the documents they are answered with.
#include <utility>

#include "telephony/twilio/port_core.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

using twilio::CallStatus;

template <class Kind>
const Kind* as(const Visit& visit) {
  return std::get_if<Kind>(&visit.form.event);
}

std::string word_of(CallStatus status) {
  switch (status) {
    case CallStatus::completed:
      return "completed";
    case CallStatus::busy:
      return "busy";
    case CallStatus::no_answer:
      return "no-answer";
    case CallStatus::canceled:
      return "canceled";
    default:
      return "failed";
  }
}

}  // namespace

void Core::report(Party& party, const Reports& reports) {
  for (const Event& event : reports) emit(event);
  if (party.leg.ended()) party_ended(party, "completed");
}

// Whom a request is about; a leg that an earlier run placed is taken up by the id in its address.
Core::Party* Core::subject_of(const Visit& visit) {
  const twilio::WebhookCall& call = visit.form.call;
  if (visit.leg.empty()) {
    if (Party* known = find_sid(call.call_sid)) {
      heard_of(*known);
      return known;
    }
    const std::string& sid = visit.call.empty() ? call.call_sid : visit.call;
    const bool ours = !visit.call.empty() || call.direction == "inbound";
    return ours ? caller(sid) : nullptr;
  }
  Party* party = find(visit.leg);
  if (party == nullptr) {
    party = &add(visit.leg, true);
    party->call = visit.call;
    party->dialled_as = call.to;
    party->leg = Leg(LegId{visit.leg}, !call.to.starts_with('+'));
    party->wants = Wants::listen;
    if (!visit.call.empty()) caller(visit.call);
    if (canceled_early_.contains(visit.leg)) party->leg.cancel();
  }
  learn(*party, call.call_sid);
  heard_of(*party);
  return party;
}

std::optional<std::string> Core::on_webhook(const Visit& visit) {
  if (visit.purpose == "next") return next(visit);
  if (visit.purpose == "incoming") return incoming(visit);
  if (visit.purpose == "status")
    on_status(visit);
  else if (visit.purpose == "amd")
    on_detection(visit);
  else if (visit.purpose == "room")
    on_room(visit);
  else if (visit.purpose == "recording")
    on_recording(visit);
  else
    return std::nullopt;
  return std::string();
}

std::string Core::incoming(const Visit& visit) {
  Party* party = caller(visit.form.call.call_sid);
  if (party == nullptr) return twiml::write(document::hang_up());
  if (party->wants == Wants::nothing)
    party->wants = options_.assistant_stream.empty() ? Wants::silence : Wants::assistant;
  return twiml::write(document_of(*party));
}

std::string Core::next(const Visit& visit) {
  Party* party = subject_of(visit);
  if (party == nullptr) return twiml::write(document::hang_up());
  const auto status = visit.form.call.status;
  const bool over = status && is_final(*status);  // the action of what was going on when it ended
  if (party->is_leg) {
    if (over)
      progress(*party, {.status = *status, .sequence = {}}, {});
    else
      report(*party, party->leg.on_document());
  } else if (over) {
    party_ended(*party, word_of(*status));
  }
  if (over || party->ended || party->leg.canceled()) return twiml::write(document::hang_up());
  heard(*party, visit);
  if (party->wants == Wants::nothing) return incoming(visit);
  const std::string& own = party->target.extension;
  if (party->wants == Wants::assistant && own.starts_with("https:"))
    return twiml::write({{twiml::Redirect{.url = own, .method = "POST"}}});
  return twiml::write(document_of(*party));
}

// What the document that is over says: a key, the end of a prompt, or that its time has come.
void Core::heard(Party& party, const Visit& visit) {
  const auto* gathered = as<twilio::GatherResult>(visit);
  const std::string digits = gathered == nullptr ? "" : gathered->digits;
  if (visit.step == "play-" + std::to_string(party.prompt.number) && party.wants == Wants::prompt) {
    party.wants = Wants::listen;
    end_prompt(party, std::nullopt);
  }
  const bool keys = visit.step == "keys" || visit.step.starts_with("play-");
  if (keys && party.is_leg && !digits.empty()) report(party, party.leg.on_key(digits.substr(0, 1)));
  if (visit.step == "keys" && digits.empty() && party.wants == Wants::listen) party.wants = Wants::hang_up;
  const bool guest = party.wants == Wants::meet && party.room != party.id;
  if (visit.step == "room" && guest) party.wants = Wants::hang_up;
  if (visit.step == "assistant" && party.wants == Wants::assistant && !party.busy)
    party.wants = Wants::hang_up;
  if (visit.step == "transfer" && party.wants == Wants::transfer) party.wants = Wants::hang_up;
}

void Core::on_status(const Visit& visit) {
  Party* party = subject_of(visit);
  const auto status = visit.form.call.status;
  if (party == nullptr || !status) return;
  const auto* event = as<twilio::CallStatusEvent>(visit);
  if (!party->is_leg) {
    if (is_final(*status)) party_ended(*party, word_of(*status));
    return;
  }
  progress(*party, {.status = *status, .sequence = event == nullptr ? std::nullopt : event->sequence},
           event == nullptr ? std::nullopt : event->sip_code);
}

// A leg that was given up may still ring, or be answered: it is ended whenever it shows itself.
void Core::progress(Party& party, const twilio::CallEvent& event, std::optional<std::int64_t> sip_code) {
  report(party, party.leg.on_status(event, sip_code));
  const bool alive = event.status == CallStatus::ringing || event.status == CallStatus::in_progress;
  if (alive && party.leg.canceled() && !party.leg.ended()) drop(party.sid);
}

void Core::party_ended(Party& party, const std::string& cause) {
  if (std::exchange(party.ended, true)) return;
  const std::string id = party.id;
  fail_orders(party);
  if (party.is_leg && !party.room.empty() && party.room != id) {
    rooms_.gone(party.room, party.sid);
    look_at(party.room);
  }
  forget_later(id);
  if (!party.is_caller) return;
  rooms_.bridged(id).clear();
  emit(CallEnded{CallId{id}, cause});
  // The person would be answered by silence.
  for (auto& [leg, other] : parties_) {
    if (!other.is_leg || other.call != id || other.ended || leg == id) continue;
    other.leg.cancel();
    other.wants = Wants::hang_up;
    if (other.wanted) other.wanted->store(false);
    if (!other.sid.empty()) drop(other.sid);
  }
}

void Core::on_detection(const Visit& visit) {
  Party* party = subject_of(visit);
  const auto* verdict = as<twilio::AmdVerdict>(visit);
  if (party == nullptr || verdict == nullptr || !party->is_leg) return;
  const std::string& who = verdict->answered_by;
  if (who.starts_with("machine") || who == "fax") report(*party, party->leg.on_machine());
}

void Core::on_recording(const Visit& visit) {
  const auto* event = as<twilio::RecordingEvent>(visit);
  const Party* party = subject_of(visit);
  if (event == nullptr || party == nullptr) return;
  if (event->status == "absent" || event->status == "failed")
    emit(RecordingFailed{CallId{party->id}, "twilio says: " + event->status});
}

void Core::on_room(const Visit& visit) {
  const auto* event = as<twilio::ConferenceEvent>(visit);
  if (event == nullptr || visit.room.empty()) return;
  if (caller(visit.room) == nullptr) return;
  const std::string& sid = visit.form.call.call_sid;
  if (event->event == "conference-end") {
    if (rooms_.end(visit.room, event->sid)) look_at(visit.room);
    return;
  }
  const bool joined = event->event == "participant-join";
  if (sid.empty() || (!joined && event->event != "participant-leave")) return;
  // A leg of an earlier run: its label is its id.
  if (find_sid(sid) == nullptr && event->participant_label != visit.room) {
    Visit leg = visit;
    leg.leg = event->participant_label;
    leg.call = visit.room;
    Party* party = leg.leg.empty() ? nullptr : subject_of(leg);
    if (party == nullptr) return;
    party->wants = Wants::meet;
    party->room = visit.room;
  }
  if (rooms_.change(
          visit.room,
          {.conference = event->sid, .call_sid = sid, .joined = joined, .sequence = event->sequence}))
    look_at(visit.room);
}

// Who hears whom now, and what of it was not told yet.
void Core::look_at(const std::string& room) {
  const Party* owner = find(room);
  if (owner == nullptr || owner->ended) return;
  const bool owner_in = rooms_.contains(room, owner->sid);
  std::string& told = rooms_.bridged(room);
  if (!told.empty()) {
    const Party* leg = find(told);
    if (owner_in && leg != nullptr && rooms_.contains(room, leg->sid)) return;
    const LegId left{std::exchange(told, {})};
    if (owner_in) left_alone(room, left);
  }
  if (!owner_in) {
    const bool moved = owner->wants != Wants::meet || owner->busy;
    if (!moved) verify(room, [] {});
    return;
  }
  for (const auto& [id, party] : parties_) {
    const bool joined = party.is_leg && party.room == room && id != room && !party.ended;
    if (!joined || party.leg.canceled() || !rooms_.contains(room, party.sid)) continue;
    rooms_.bridged(room) = id;
    return emit(Bridged{CallId{room}, LegId{id}});
  }
}

// The other side has gone; so may the caller have, whose own end is told in a request of its own.
void Core::left_alone(const std::string& room, const LegId& leg) {
  verify(room, [this, room, leg] {
    const Party* owner = find(room);
    if (owner == nullptr || owner->ended || !rooms_.bridged_in(room).empty()) return;
    emit(Unbridged{CallId{room}, leg});
  });
}

// Asks Twilio whether a call lives; what has ended is reported, else `alive` goes on, as when Twilio cannot
// tell.
void Core::verify(const std::string& id, std::function<void()> alive) {
  const Party* party = find(id);
  if (party == nullptr || party->ended || party->sid.empty()) return;
  wire_.fetch_call(party->sid,
                   [this, id, alive = std::move(alive)](const twilio::Answer<twilio::Call>& answer) {
                     Party* known = find(id);
                     if (known != nullptr && !answer.failure) take_in(*known, answer.value);
                     if (known != nullptr && !known->ended) alive();
                   });
}

}  // namespace smarthandoff::telephony::twilio_port
