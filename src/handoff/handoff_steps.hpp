#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/secretary.hpp>

#include "handoff/handoff_order.hpp"
#include "handoff/handoff_rows.hpp"

namespace smarthandoff::handoff {

// What tenant and secretary say about a call.
struct Settings {
  std::string opening_hours;
  std::string domain;
  bool blind = false;
  bool dialogue = true;
};

// Carries out what the two machines decide about one handoff, inside one operation: rows, jobs, events and
// sentences. Made with a stored handoff; commit() stores it again.
class Steps {
 public:
  Steps(Context& context, rows::Record record);

  // Decides an event of the call. Throws failed_precondition where the machine refuses it.
  void feed(const lifecycle::Event& event);

  // Decides an answer of the caller; `say` and `action` tell how the assistant goes on. False when it was
  // ignored. Throws failed_precondition where the machine refuses it.
  bool answer(const dialogue::Input& input);

  // Finds whom `to` means and begins the transfer, or asks back.
  void transfer(const std::string& to, const DestinationId& destination_id);

  // The leg of an event that is not the running attempt's.
  void cancel_stale(const std::string& leg);

  // The caller's opt-out or "wrong person", told to the host.
  void record_legal(dialogue::Act act);

  // A line of the transcript.
  void keep_line(tickets::Speaker speaker, const std::string& said, Instant at);
  void keep_request(const std::string& to);

  // Stores the handoff and emits `handoff.updated`.
  void commit();

  // A text of the catalogue in the caller's language.
  std::string text(std::string_view key,
                   const std::vector<std::pair<std::string_view, std::string>>& values) const;

  void emit(std::string topic, std::string say = {}, std::string reason = {});

  // Whether the contact gate can ever let a callback to this number go out.
  bool may_call_back(const std::string& e164) const;

  const Settings& settings() const { return settings_; }
  dialogue::Policy dialogue_policy() const;
  HearOutcome outcome() const;
  std::string hold_sentence(bool after_waiting = false) const;

  Context& context;
  rows::Record record;
  HearAction action = HearAction::none;
  std::string say;

 private:
  dialogue::Decision decide(const dialogue::Input& input) const;
  void apply(const lifecycle::Event& event);
  void carry_out(lifecycle::Effect effect, const lifecycle::Decision& decision);
  void set_timer(const lifecycle::Decision& decision);
  void arrived();
  void served();
  lifecycle::Policy policy() const;
  Order order() const;

  void begin_attempt();
  void end_attempt(const lifecycle::AttemptEnd& ended);
  void hold();
  void ring();
  void cancel_leg();
  void whisper();
  void transfer_blind();
  void offer();

  void act(dialogue::Act act, const dialogue::Input& input);
  void create_callback();
  void record_inbound(bool consent);
  std::vector<tickets::TranscriptLine> transcript() const;
  void create_ticket();
  void begin(bool same_destination);
  destinations::ResolvedDestination whom(const std::string& to, const DestinationId& id) const;
  void put_through(const destinations::Destination& destination);
  std::string line(dialogue::Line line, bool again) const;
  std::string time_said(Instant at) const;
  std::string times_said() const;
  std::string summary_of_call() const;
  void complete_ticket();
  std::optional<destinations::Destination> asked_destination() const;

  Settings settings_;
  std::deque<lifecycle::Event> queue_;
};

// The sentence of the last transfer's result.
std::string result_sentence(const Context& context, const rows::Record& record);

// What can be chosen when this question is asked.
std::vector<Choice> choices(DialogueState question);

}  // namespace smarthandoff::handoff
