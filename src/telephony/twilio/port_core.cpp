// The port's methods as orders to Twilio.
#include "telephony/twilio/port_core.hpp"

#include <algorithm>
#include <utility>

#include "telephony/twilio/rest_request.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

constexpr std::size_t kMaxInline = 4000;     // characters of TwiML in an update
constexpr std::size_t kMaxParties = 50'000;  // calls that are followed
constexpr std::size_t kMaxEnded = 2'000;     // late events of ended ones are still known
constexpr std::size_t kMaxCanceled = 10'000;
constexpr std::int64_t kSlack = 5;  // s that Twilio adds to a timeout

Error has_ended(const std::string& id) {
  return {ErrorCode::not_found, "the call or leg has ended, or never was", {{"id", id}}};
}

// Twilio's "not in this state" and "no such call" say the same of somebody we want to move.
Failure of_order(const std::string& id, const std::optional<Error>& failure) {
  if (!failure) return std::nullopt;
  const bool over = failure->code() == ErrorCode::conflict || failure->code() == ErrorCode::not_found;
  return over ? has_ended(id) : *failure;
}

std::string detail(const Error& error, const char* name) {
  const auto found = error.details().find(name);
  return found == error.details().end() ? std::string() : found->second;
}

}  // namespace

Core::Core(const TwilioOptions& options, Wire& wire, const Clock& clock, Telephony::Listener listener)
    : options_(options), wire_(wire), clock_(clock), listener_(std::move(listener)), started_(clock.now()) {}

Core::Party* Core::find(const std::string& id) {
  const auto found = parties_.find(id);
  return found == parties_.end() ? nullptr : &found->second;
}

Core::Party* Core::find_sid(const std::string& sid) {
  const auto found = by_sid_.find(sid);
  return found == by_sid_.end() ? nullptr : find(found->second);
}

Core::Party& Core::add(const std::string& id, bool is_leg) {
  Party& party = parties_[id];
  party.id = id;
  party.is_leg = is_leg;
  if (!is_leg) learn(party, id);
  return party;
}

// A caller, or a leg of ours that somebody else is rung for; none for an id that is neither.
Core::Party* Core::caller(const std::string& id) {
  Party* party = find(id);
  if (party == nullptr && id.starts_with("CA")) party = &add(id, false);
  if (party != nullptr) party->is_caller = true;
  return party;
}

void Core::learn(Party& party, const std::string& sid) {
  if (sid.empty() || !party.sid.empty()) return;
  party.sid = sid;
  party.doubtful = false;
  by_sid_[sid] = party.id;
  if (party.leg.canceled()) drop(sid);
  heard_of(party);
}

void Core::drop(const std::string& sid) {
  wire_.hang_up(sid, [](const twilio::Answer<twilio::Nothing>&) {});
}

void Core::forget_later(const std::string& id) {
  ended_.push_back(id);
  if (ended_.size() <= kMaxEnded) return;
  if (const Party* oldest = find(ended_.front())) {
    by_sid_.erase(oldest->sid);
    rooms_.forget(oldest->id);
    parties_.erase(ended_.front());
  }
  ended_.pop_front();
}

twiml::Document Core::document_of(const Party& party) const {
  const Subject subject = party.subject();
  switch (party.wants) {
    case Wants::listen:
      return document::listen(options_, subject);
    case Wants::prompt:
      return document::prompt(options_, subject, party.prompt.number, party.prompt.text,
                              party.prompt.language);
    case Wants::meet:
      return document::meet(options_, subject, party.room);
    case Wants::assistant: {
      const bool own = party.target.extension.starts_with("wss:");
      return document::assistant(options_, subject, own ? party.target.extension : options_.assistant_stream,
                                 own ? "" : party.target.extension, party.resumed);
    }
    case Wants::transfer:
      return document::transfer(options_, subject, party.transfer);
    case Wants::silence:
      return document::silence(options_, subject);
    case Wants::nothing:
    case Wants::hang_up:
      break;
  }
  return document::hang_up();
}

// Orders of one call go one after the other: two requests at once may arrive the other way round.
void Core::order(Party& party, Done done) {
  if (party.sid.empty() || party.ended || party.leg.ended()) return done(has_ended(party.id));
  twilio::UpdateCall update{.call_sid = party.sid};
  try {
    update.twiml = twiml::write(document_of(party));
  } catch (const Error& error) {
    return done(error);
  }
  const std::string& own = party.target.extension;
  if (party.wants == Wants::assistant && own.starts_with("https:")) {
    update.url = own;
    update.twiml.clear();
  } else if (update.twiml.size() > kMaxInline) {
    update.url = address(options_, "next", party.subject());
    update.twiml.clear();
  }
  if (!party.is_leg && !std::exchange(party.told_where, true))
    update.status_callback = {.url = address(options_, "status", party.subject()), .method = "POST"};
  party.orders.push_back({std::move(update), std::move(done)});
  if (!party.busy) next_order(party.id);
}

void Core::next_order(const std::string& id) {
  Party* party = find(id);
  if (party == nullptr || party->orders.empty()) return;
  Order order = std::move(party->orders.front());
  party->orders.pop_front();
  party->busy = true;
  wire_.update_call(order.update,
                    [this, id, done = std::move(order.done)](const twilio::Answer<twilio::Call>& answer) {
                      if (Party* moved = find(id)) moved->busy = false;
                      done(of_order(id, answer.failure));
                      next_order(id);
                    });
}

void Core::fail_orders(Party& party) {
  for (const Order& order : std::exchange(party.orders, {})) order.done(has_ended(party.id));
  end_prompt(party, has_ended(party.id));
}

void Core::end_prompt(Party& party, Failure failure) {
  if (const Done done = std::exchange(party.prompt.done, nullptr)) done(std::move(failure));
}

void Core::hold(const CallId& call, Done done) {
  Party* party = caller(call.value);
  if (party == nullptr) return done(has_ended(call.value));
  const bool waits = party->wants == Wants::meet && party->room == party->id && !party->busy &&
                     rooms_.contains(party->id, party->sid) && !rooms_.met(party->id);
  if (waits) return done(std::nullopt);
  party->wants = Wants::meet;
  party->room = party->id;
  order(*party, std::move(done));
}

void Core::resume(const CallId& call, const AssistantTarget& target, Done done) {
  if (!target.leg.empty()) return bridge(call, target.leg, std::move(done));
  Party* party = caller(call.value);
  if (party == nullptr) return done(has_ended(call.value));
  const bool somewhere = !options_.assistant_stream.empty() || target.extension.starts_with("wss:") ||
                         target.extension.starts_with("https:");
  party->wants = somewhere ? Wants::assistant : Wants::silence;
  party->target = target;
  party->resumed = true;
  order(*party, std::move(done));
}

void Core::ring(const RingRequest& request, Done done) {
  const std::string& id = request.leg.value;
  if (canceled_early_.contains(id)) {
    emit(LegEnded{request.leg, LegEnd::canceled, {}, "canceled", false});
    return done(std::nullopt);
  }
  if (id.empty()) return done(invalid_field("leg", "must not be empty"));
  if (find(id) != nullptr)
    return done(Error(ErrorCode::already_exists, "the leg was placed before", {{"leg", id}}));
  if (parties_.size() >= kMaxParties) return done(Error(ErrorCode::rate_limited, "too many calls at once"));
  if (!request.call.empty()) caller(request.call.value);
  Party& party = add(id, true);
  party.call = request.call.value;
  party.dialled_as = dialled(options_, request.kind, request.number, request.domain);
  party.leg = Leg(request.leg, !party.dialled_as.starts_with('+'));
  party.wants = Wants::listen;
  party.creating = true;
  party.wanted = std::make_shared<std::atomic<bool>>(true);
  const bool own_number = request.kind == DialKind::extension || request.caller_number.empty();
  const std::int64_t timeout = std::chrono::ceil<Seconds>(request.timeout).count() - kSlack;
  twilio::CreateCall create{.to = party.dialled_as,
                            .from = own_number ? options_.number : request.caller_number,
                            .url = address(options_, "next", party.subject()),
                            .method = "POST",
                            .status = {.url = address(options_, "status", party.subject()),
                                       .method = "POST",
                                       .events = {"initiated", "ringing", "answered", "completed"}},
                            .timeout_s = std::clamp<std::int64_t>(timeout, 5, 600)};
  if (options_.detect_machines)
    create.detection = {.mode = "Enable",
                        .in_background = true,
                        .verdict = {.url = address(options_, "amd", party.subject()), .method = "POST"}};
  wire_.create_call(
      create, [wanted = party.wanted] { return wanted->load(); },
      [this, id, done = std::move(done)](const twilio::Answer<twilio::Call>& answer) {
        created(id, answer, done);
      });
}

void Core::created(const std::string& id, const twilio::Answer<twilio::Call>& answer, const Done& done) {
  Party* party = find(id);
  if (party == nullptr) return done(answer.failure);
  party->creating = false;
  if (!answer.failure) {
    learn(*party, answer.value.sid);
    return done(std::nullopt);
  }
  // Its webhooks may have come before the answer that was lost.
  if (!party->sid.empty()) return done(std::nullopt);
  not_placed(*party, *answer.failure, done);
}

void Core::not_placed(Party& party, const Error& failure, const Done& done) {
  const std::string meaning = detail(failure, "class"), code = detail(failure, "twilio_code");
  if (failure.code() == ErrorCode::in_doubt) {
    party.doubtful = true;
    return done(failure);
  }
  if (party.leg.canceled() && detail(failure, "http_status").empty()) {
    report(party, party.leg.on_refused(LegEnd::canceled, "canceled"));
    return done(std::nullopt);
  }
  if (meaning == "recipient_permanent" || meaning == "permission_geo") {
    const LegEnd end = meaning == "permission_geo" ? LegEnd::no_route : LegEnd::unknown_number;
    report(party, party.leg.on_refused(end, code));
    return done(std::nullopt);
  }
  parties_.erase(party.id);
  done(failure);
}

void Core::cancel(const LegId& leg, Done done) {
  Party* party = find(leg.value);
  if (party == nullptr) {
    if (canceled_early_.insert(leg.value).second) canceled_order_.push_back(leg.value);
    if (canceled_order_.size() > kMaxCanceled) {
      canceled_early_.erase(canceled_order_.front());
      canceled_order_.pop_front();
    }
    return done(std::nullopt);
  }
  if (party->leg.ended()) return done(std::nullopt);
  party->leg.cancel();
  party->wants = Wants::hang_up;
  if (party->wanted) party->wanted->store(false);
  if (party->sid.empty()) return done(std::nullopt);  // ended as soon as it shows itself
  wire_.hang_up(party->sid, [done = std::move(done)](const twilio::Answer<twilio::Nothing>& answer) {
    const bool gone = answer.failure && answer.failure->code() == ErrorCode::not_found;
    done(gone ? std::nullopt : answer.failure);
  });
}

void Core::bridge(const CallId& call, const LegId& leg, Done done) {
  Party* owner = caller(call.value);
  const Party* person = find(leg.value);
  if (owner == nullptr) return done(has_ended(call.value));
  if (person == nullptr || person->sid.empty() || person->leg.ended()) return done(has_ended(leg.value));
  const auto then = [this, room = call.value, id = leg.value, done](const Failure& failure) {
    Party* joins = find(id);
    if (failure) return done(failure);
    if (joins == nullptr || joins->leg.ended()) return done(has_ended(id));
    joins->wants = Wants::meet;
    joins->room = room;
    order(*joins, done);
  };
  if (owner->wants == Wants::meet && owner->room == owner->id) return then(std::nullopt);
  owner->wants = Wants::meet;
  owner->room = owner->id;
  order(*owner, then);
}

void Core::transfer_blind(const BlindTransfer& request, Done done) {
  Party* party = caller(request.call.value);
  if (party == nullptr) return done(has_ended(request.call.value));
  party->wants = Wants::transfer;
  party->transfer = request;
  order(*party, std::move(done));
}

void Core::play(const LegId& leg, const std::string& text, const std::string& language, Done done) {
  Party* party = find(leg.value);
  if (party == nullptr || party->sid.empty() || party->leg.ended()) return done(has_ended(leg.value));
  end_prompt(*party, Error(ErrorCode::conflict, "something else is played"));
  const std::int64_t number = ++prompts_;
  party->wants = Wants::prompt;
  party->prompt = {.number = number, .text = text, .language = language, .done = std::move(done)};
  order(*party, [this, id = leg.value, number](const Failure& failure) {
    Party* told = find(id);
    if (failure && told != nullptr && told->prompt.number == number) end_prompt(*told, failure);
  });
}

void Core::record(const CallId& call, Done done) {
  const Party* party = caller(call.value);
  if (party == nullptr || party->sid.empty()) return done(has_ended(call.value));
  const twilio::Hook hook{.url = address(options_, "recording", party->subject()),
                          .method = "POST",
                          .events = {"completed", "absent"}};
  wire_.start_recording(
      {.call_sid = party->sid, .settings = {.channels = "dual", .track = "both", .callback = hook}},
      [this, call, done = std::move(done)](const twilio::Answer<twilio::Recording>& answer) {
        if (answer.failure) emit(RecordingFailed{call, answer.failure->what()});
        done(of_order(call.value, answer.failure));
      });
}

void Core::hangup(const CallId& call, Done done) {
  const Party* party = caller(call.value);
  if (party == nullptr || party->sid.empty()) return done(has_ended(call.value));
  wire_.hang_up(party->sid,
                [id = call.value, done = std::move(done)](const twilio::Answer<twilio::Nothing>& answer) {
                  done(of_order(id, answer.failure));
                });
}

// What our own legs tell of an extension.
std::optional<ExtensionState> Core::seen(const std::string& number) const {
  std::optional<ExtensionState> state;
  for (const auto& [id, party] : parties_) {
    if (!party.is_leg || party.dialled_as != number || party.leg.ended() || party.doubtful) continue;
    if (party.leg.answered()) return ExtensionState::in_call;
    state = ExtensionState::ringing;
  }
  return state;
}

void Core::answer_status(ExtensionStatus status, std::optional<ExtensionState> state,
                         const std::function<void(ExtensionStatus)>& done) const {
  status.state = state.value_or(ExtensionState::unknown);
  status.available = status.state == ExtensionState::available;
  if (status.state == ExtensionState::offline) status.registered = false;
  if (status.available) status.registered = true;
  if (status.state == ExtensionState::dnd) status.dnd = true;
  done(std::move(status));
}

void Core::extension_status(const std::string& extension, const std::string& domain,
                            std::function<void(ExtensionStatus)> done) {
  const ExtensionStatus status{.extension = extension, .at = clock_.now()};
  if (const auto state = seen(dialled(options_, DialKind::extension, extension, domain)))
    return answer_status(status, state, done);
  if (!options_.presence) return answer_status(status, {}, done);
  options_.presence(extension, domain.empty() ? options_.domain : domain,
                    [this, status, done = std::move(done)](std::optional<ExtensionState> state) {
                      answer_status(status, state, done);
                    });
}

}  // namespace smarthandoff::telephony::twilio_port
