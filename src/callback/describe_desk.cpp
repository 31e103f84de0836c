#include <smarthandoff/callback/desk.hpp>

namespace smarthandoff::callbacks {

const Type& describe(const ListPending*) {
  static const Immortal<Type> type =
      Description<ListPending>("ListPending",
                               "Whose list; without any member everybody's, for an agent the own.")
          .field("extension", &ListPending::extension, "its own, and what its department may take")
          .field("department", &ListPending::department, "what is the department's")
          .field("limit", &ListPending::limit, "at most so many, 1-1000")
          .build();
  return type;
}

const Type& describe(const PendingCallback*) {
  using P = PendingCallback;
  static const Immortal<Type> type =
      Description<P>("PendingCallback", "A callback as it stands in an agent's list.")
          .field("callback_id", &P::callback_id, "the callback")
          .field("ticket_id", &P::ticket_id, "its ticket")
          .field("number", &P::number, "to call, E.164")
          .field("contact_name", &P::contact_name, "the person's name")
          .field("reason", &P::reason, "what it is about")
          .field("intended_for", &P::intended_for, "whom was asked for")
          .field("extension", &P::extension, "whose turn it is")
          .field("department", &P::department, "who may take it over")
          .field("status", &P::status, "where it stands")
          .field("priority", &P::priority, "how urgent it is")
          .field("scheduled_at", &P::scheduled_at, "none: as soon as possible")
          .field("waiting_minutes", &P::waiting_minutes, "since the request")
          .field("attempts", &P::attempts, "dials so far that count")
          .field("released", &P::released, "any agent of the department may take it")
          .field("has_audio", &P::has_audio, "the conversation was recorded")
          .field("has_transcript", &P::has_transcript, "the conversation was written down")
          .build();
  return type;
}

const Type& describe(const PendingList*) {
  static const Immortal<Type> type =
      Description<PendingList>("PendingList", "What waits to be called back.")
          .field("callbacks", &PendingList::callbacks, "in the order they should be called")
          .field("badge", &PendingList::badge, "how many can be called now, beyond the limit too")
          .build();
  return type;
}

const Type& describe(const Initiate*) {
  static const Immortal<Type> type =
      Description<Initiate>("InitiateCallback", "The click: call back now.")
          .required("callback_id", &Initiate::callback_id, "the callback")
          .field("extension", &Initiate::extension,
                 "whose phone rings; empty: the actor's, else the callback's")
          .field("mode", &Initiate::mode, "none: the callback's, else the tenant's setting")
          .field("call_id", &Initiate::call_id,
                 "not empty: the host dials under this id and reports the result")
          .field("domain", &Initiate::domain,
                 "where the host believes that phone to be, by name or UUID: one of the tenant's PBX domains")
          .build();
  return type;
}

const Type& describe(const InitiateOutcome*) {
  using O = InitiateOutcome;
  static const Immortal<Type> type =
      Description<O>("InitiateOutcome", "What became of the click.")
          .field("callback_id", &O::callback_id, "the callback")
          .field("dial_id", &O::dial_id, "the dial")
          .field("call_id", &O::call_id, "of the call on the PBX")
          .field("stage", &O::stage, "where the dial stands")
          .field("end", &O::end, "how it ended, if it has")
          .field("success", &O::success,
                 "the PBX has the dial, and the agent's phone was not taken meanwhile")
          .field("reason", &O::reason, "why not, for the agent")
          .field("extension_state", &O::extension_state, "when it was refused for it")
          .field("retry_after", &O::retry_after, "seconds, where trying again makes sense")
          .field("settled", &O::settled, "false: still under way at the deadline")
          .build();
  return type;
}

const Type& describe(const ReportResult*) {
  static const Immortal<Type> type =
      Description<ReportResult>("ReportResult", "How a call went that the host placed.")
          .required("callback_id", &ReportResult::callback_id, "the callback")
          .required("call_id", &ReportResult::call_id, "as given to or by initiate")
          .required("result", &ReportResult::result, "what became of the call to the customer")
          .field("talk_seconds", &ReportResult::talk_seconds, "0-86400")
          .build();
  return type;
}

const Type& describe(const Snooze*) {
  static const Immortal<Type> type =
      Description<Snooze>("SnoozeCallback", "Puts a callback off.")
          .required("callback_id", &Snooze::callback_id, "the callback")
          .field("minutes", &Snooze::minutes, "1-1440; none: the tenant's setting")
          .build();
  return type;
}

const Type& describe(const Dismiss*) {
  static const Immortal<Type> type =
      Description<Dismiss>("DismissCallback", "Not for this extension any more; never ends the callback.")
          .required("callback_id", &Dismiss::callback_id, "the callback")
          .field("extension", &Dismiss::extension, "whose; empty: the actor's, else the callback's")
          .build();
  return type;
}

const Type& describe(const Cancel*) {
  static const Immortal<Type> type =
      Description<Cancel>("CancelCallback", "Nobody is to be called back.")
          .required("callback_id", &Cancel::callback_id, "the callback")
          .required("reason", &Cancel::reason, "at most 500 characters")
          .field("by_customer", &Cancel::by_customer, "the customer does not want it")
          .build();
  return type;
}

const Type& describe(const Reschedule*) {
  static const Immortal<Type> type =
      Description<Reschedule>("RescheduleCallback", "Another time for a callback.")
          .required("callback_id", &Reschedule::callback_id, "the callback")
          .field("scheduled_at", &Reschedule::scheduled_at, "none: as soon as the extension is free")
          .field("by_customer", &Reschedule::by_customer,
                 "the customer named the time: it waives the calling hours")
          .build();
  return type;
}

const Type& describe(const Rate*) {
  static const Immortal<Type> type =
      Description<Rate>("RateCallback", "The customer's answer to \"how did it go?\".")
          .required("callback_id", &Rate::callback_id, "the callback")
          .required("score", &Rate::score, "0-10")
          .build();
  return type;
}

const Type& describe(const EstimateWait*) {
  static const Immortal<Type> type =
      Description<EstimateWait>("EstimateWait", "How long a callback will wait.")
          .required("callback_id", &EstimateWait::callback_id, "the callback")
          .build();
  return type;
}

const Type& describe(const WaitEstimate*) {
  static const Immortal<Type> type =
      Description<WaitEstimate>("WaitEstimate", "An interval; without enough calls before it, none.")
          .field("place", &WaitEstimate::place, "1: the next")
          .field("least_minutes", &WaitEstimate::least_minutes, "at least so long")
          .field("most_minutes", &WaitEstimate::most_minutes, "at most so long")
          .build();
  return type;
}

const Type& describe(const ReadyEvent*) {
  using E = ReadyEvent;
  static const Immortal<Type> type = Description<E>("ReadyEvent", "Payload of callback.ready.")
                                         .field("id", &E::id, "the callback")
                                         .field("ticket_id", &E::ticket_id, "its ticket")
                                         .field("number", &E::number, "to call, E.164")
                                         .field("reason", &E::reason, "what it is about")
                                         .field("department", &E::department, "who may take it over")
                                         .field("extension", &E::extension, "whose turn it is")
                                         .field("waiting_minutes", &E::waiting_minutes, "since the request")
                                         .field("priority", &E::priority, "how urgent it is")
                                         .field("has_audio", &E::has_audio, "the conversation was recorded")
                                         .field("has_transcript", &E::has_transcript, "it was written down")
                                         .field("alert", &E::alert, "2 and more: repeated")
                                         .field("user_ids", &E::user_ids, "the host's ids of those to alert")
                                         .build();
  return type;
}

}  // namespace smarthandoff::callbacks
