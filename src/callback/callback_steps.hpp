#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/storage/context.hpp>

#include "callback/callback_order.hpp"
#include "callback/callback_rows.hpp"
#include "callback/dial_rows.hpp"
#include "callback/gate_questions.hpp"

namespace smarthandoff::callbacks {

// Who wants a dial, and how; a retry by itself is the same click once more.
struct Click {
  std::string extension;  // whose phone is the agent's
  std::string user;
  std::optional<CallMode> mode;
  std::string host_call;  // not empty: the host dials
};

// Before its person, whoever needs both (docs/postgresql.md).
void lock_callback(Context& context, const CallbackId& id);

// Carries out what the two machines decide about one callback and its dial, inside one operation: rows, jobs,
// events. Made with a stored callback; commit() stores it again.
class Steps {
 public:
  Steps(Context& context, rows::Record record);

  // Locks and loads. Throws not_found.
  static Steps open(Context& context, const CallbackId& id);
  // The same by a dial; nothing if there is no such dial.
  static std::optional<Steps> open(Context& context, const DialId& id);

  // Stores it anew, and sets in motion what its wish takes.
  void begin(const rows::Keys& keys);

  // Decides an event of the callback; false when it was ignored. Throws failed_precondition where the
  // machine refuses it.
  bool feed(const lifecycle::Event& event);

  // Decides an event of the dial under way; false when it was ignored.
  bool feed_dial(const dial::Event& event);

  // An extension of somebody who may take it is free; empty: nobody's is known. What dials by itself is for
  // the phone of whoever clicked, and no other.
  bool offer_to(const std::string& extension);

  // It waits for a department none of whose phones is known: whoever is told decides.
  bool waits_for_nobody_known() const;

  // Asks the gate whether the customer may be called now. If not, it waits until then or is over.
  bool permitted();

  // None of the phones that may take it is free, as far as all of them were looked at.
  bool nobody_free(const std::vector<telephony::ExtensionStatus>& statuses) const;

  // A click; answers the dial that was begun, or the one that runs already.
  DialId click(const Click& click);

  // Stores everything; emits `topic` if anything was decided.
  void commit(const char* topic = "callback.updated");

  std::string text(std::string_view key,
                   const std::vector<std::pair<std::string_view, std::string>>& values = {}) const;
  CallMode mode() const;
  // The customer answered the dial under way, or the host has the call: nobody cuts in.
  bool talking() const;
  const CallbackSettings& settings() const { return settings_; }

  Context& context;
  rows::Record record;
  std::optional<dial::rows::Record> dial;  // the one under way, or that just ended
  bool touched = false;                    // `record` was changed by others than feed()

 private:
  lifecycle::Policy policy() const;
  dial::Policy dial_policy() const;
  void carry_out(lifecycle::Effect effect);
  void set_timer(const lifecycle::Decision& decision);
  void emit(const char* topic);
  void look();
  void announce();
  void change_ticket(tickets::TicketStatus status);
  std::vector<std::string> candidates() const;
  std::optional<Click> click_again() const;

  // dial_steps.cpp
  void begin_dial();
  void forget_click();
  void forbid(const gate::Leave& leave);
  void apply_dial(const dial::Decision& decision);
  void carry_out_dial(dial::Effect effect);
  void set_dial_timer(const dial::Decision& decision);
  void emit_dial();
  void finish_dial();
  void record_contact(contact::ContactOutcome outcome);
  Order order() const;
  void ring_agent();
  void ring_customer();
  void play_context();
  void bridge();
  void cancel_leg(const std::string& leg);

  CallbackSettings settings_;
  Click click_;
  bool decided_ = false;
};

// The extension is free: everything that waits for it, or for its agents' departments, is announced or
// dialled; at most 50 at a time.
void offer_all(Context& context, const std::string& extension);

// The extension became free again: what was given up is announced anew.
void offer_again(Context& context, const std::string& extension);

// Makes sure that the sweep runs, at the next of its times.
void schedule_sweep(Context& context);

}  // namespace smarthandoff::callbacks
