#include <smarthandoff/callback/callback.hpp>

namespace smarthandoff::callbacks {

const Type& describe(const CallbackStatus*) {
  using enum CallbackStatus;
  static const Immortal<Type> type = describe_enum<CallbackStatus>(
      "CallbackStatus",
      "pending: waits for the extension to be free; scheduled: waits for a time; "
      "notified: the agent was alerted; ready_to_call: the customer said yes; "
      "in_progress: the call was placed; completed, failed, canceled: closed.",
      {{pending, "pending"},
       {scheduled, "scheduled"},
       {notified, "notified"},
       {ready_to_call, "ready_to_call"},
       {in_progress, "in_progress"},
       {completed, "completed"},
       {failed, "failed"},
       {canceled, "canceled"}});
  return type;
}

const Type& describe(const CallbackPriority*) {
  using enum CallbackPriority;
  static const Immortal<Type> type =
      describe_enum<CallbackPriority>("CallbackPriority", "How urgent a callback is.",
                                      {{normal, "normal"}, {high, "high"}, {urgent, "urgent"}});
  return type;
}

const Type& describe(const CallbackResult*) {
  using enum CallbackResult;
  static const Immortal<Type> type =
      describe_enum<CallbackResult>("CallbackResult", "What became of the call to the customer.",
                                    {{answered, "answered"},
                                     {no_answer, "no_answer"},
                                     {busy, "busy"},
                                     {machine, "machine"},
                                     {failed, "failed"}});
  return type;
}

const Type& describe(const Callback*) {
  static const Immortal<Type> type =
      Description<Callback>("Callback", "A promise to call a customer back.")
          .field("id", &Callback::id, "its id")
          .field("ticket_id", &Callback::ticket_id, "its own ticket, of type callback")
          .field("number", &Callback::number, "to call, E.164; none once the person was erased")
          .field("contact_id", &Callback::contact_id, "the host's id of the person; may be empty")
          .field("contact_name", &Callback::contact_name, "the person's name")
          .field("destination_id", &Callback::destination_id, "whom it was asked of; may be empty")
          .field("intended_for", &Callback::intended_for, "that person's name as callers say it")
          .field("extension", &Callback::extension, "whose turn it is")
          .field("department", &Callback::department, "who may take it over")
          .field("scheduled_at", &Callback::scheduled_at, "none: as soon as the extension is free")
          .field("reason", &Callback::reason, "what it is about, at most 500 characters")
          .field("attempts", &Callback::attempts, "dials so far that count")
          .field("max_attempts", &Callback::max_attempts, "after so many it has failed")
          .field("last_attempt_at", &Callback::last_attempt_at, "when it was dialled last")
          .field("notify_whatsapp", &Callback::notify_whatsapp, "the customer wants to be told by WhatsApp")
          .field("whatsapp_message_id", &Callback::whatsapp_message_id, "the newest notice; may be empty")
          .field("whatsapp_sent_at", &Callback::whatsapp_sent_at, "when that was sent")
          .field("status", &Callback::status, "where it stands")
          .field("priority", &Callback::priority, "how urgent it is")
          .field("handoff_id", &Callback::handoff_id, "the conversation it was asked for in; may be empty")
          .field("call_id", &Callback::call_id, "that conversation's call; may be empty")
          .field("callback_call_id", &Callback::callback_call_id, "the newest call back; may be empty")
          .field("transcript", &Callback::transcript, "of its ticket")
          .field("summary", &Callback::summary, "of its ticket")
          .field("requested_at", &Callback::requested_at, "its age and place count from here")
          .field("talk_seconds", &Callback::talk_seconds, "how long customer and agent talked")
          .field("result", &Callback::result, "of the newest call back")
          .field("result_at", &Callback::result_at, "when that was known")
          .field("confirmation_sent_at", &Callback::confirmation_sent_at, "when the confirmation was sent")
          .field("ready_sent_at", &Callback::ready_sent_at, "when the ready notice was sent")
          .field("failed_sent_at", &Callback::failed_sent_at, "when the failure notice was sent")
          .field("score_asked_at", &Callback::score_asked_at, "when the customer was asked for a score")
          .field("notice_answered_at", &Callback::notice_answered_at, "when the customer answered a notice")
          .field("score", &Callback::score, "the customer's, 0-10")
          .field("end_reason", &Callback::end_reason, "why it was canceled or failed")
          .field("mode", &Callback::mode, "whose phone rings first; none: the tenant's setting")
          .field("released", &Callback::released, "any agent of the department may take it")
          .field("agreed_at", &Callback::agreed_at, "the time the customer wished last")
          .field("announced_at", &Callback::announced_at, "the first alert")
          .field("clicked_at", &Callback::clicked_at, "the first click")
          .field("answered_at", &Callback::answered_at, "when the customer answered")
          .field("ended_at", &Callback::ended_at, "when it was completed, failed or canceled")
          .field("served_by", &Callback::served_by, "the extension that completed it")
          .field("updated_at", &Callback::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateCallback*) {
  static const Immortal<Type> type =
      Description<CreateCallback>(
          "CreateCallback",
          "A wish to be called back. A person who already has an open callback for the "
          "same destination gets that one, with the newer number, time and reason.")
          .required("number", &CreateCallback::number, "to call, as typed or said")
          .field("caller", &CreateCallback::caller,
                 "the number the person calls from, as the PBX gave it; at most 100 characters")
          .field("contact_id", &CreateCallback::contact_id, "the host's id of the person; at most 64 bytes")
          .field("contact_name", &CreateCallback::contact_name, "at most 100 characters")
          .field("destination_id", &CreateCallback::destination_id,
                 "whom it is asked of; at least one of destination_id, extension and department")
          .field("intended_for", &CreateCallback::intended_for, "that person's name; at most 100 characters")
          .field("extension", &CreateCallback::extension, "at most 10 of 0-9, *, #")
          .field("department", &CreateCallback::department, "at most 100 characters")
          .field("scheduled_at", &CreateCallback::scheduled_at,
                 "none: as soon as the extension is free; at most a year ahead")
          .field("reason", &CreateCallback::reason, "longer than 500 characters: cut at a word")
          .field("max_attempts", &CreateCallback::max_attempts, "1-20")
          .field("notify_whatsapp", &CreateCallback::notify_whatsapp, "tell the customer by WhatsApp")
          .field("priority", &CreateCallback::priority, "how urgent it is")
          .field("vip", &CreateCallback::vip, "counts one priority higher")
          .field("mode", &CreateCallback::mode, "whose phone rings first; none: the tenant's setting")
          .field("handoff_id", &CreateCallback::handoff_id, "the conversation it is asked for in")
          .field("call_id", &CreateCallback::call_id, "that conversation's call; at most 64 bytes")
          .field("transcript", &CreateCallback::transcript, "for its ticket, oldest first")
          .field("summary", &CreateCallback::summary, "for its ticket; at most 4000 characters are kept")
          .field("recording", &CreateCallback::recording, "for its ticket")
          .build();
  return type;
}

const Type& describe(const GetCallback*) {
  static const Immortal<Type> type =
      Description<GetCallback>("GetCallback", "Which callback.")
          .required("callback_id", &GetCallback::callback_id, "the callback's id")
          .build();
  return type;
}

const Type& describe(const ListCallbacks*) {
  static const Immortal<Type> type =
      Description<ListCallbacks>("ListCallbacks", "Which callbacks; an absent filter lets everything pass.")
          .field("status", &ListCallbacks::status, "only in this status")
          .field("extension", &ListCallbacks::extension, "only of this extension")
          .field("department", &ListCallbacks::department, "only of it; case and accents do not matter")
          .field("destination_id", &ListCallbacks::destination_id, "only of this destination")
          .field("open_only", &ListCallbacks::open_only, "leaves out completed, failed and canceled")
          .field("limit", &ListCallbacks::limit, "at most so many, 1-1000")
          .field("after", &ListCallbacks::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const CallbackList*) {
  static const Immortal<Type> type =
      Description<CallbackList>("CallbackList", "A page of callbacks.")
          .field("callbacks", &CallbackList::callbacks,
                 "ready_to_call first, then by priority, then by request; closed ones last")
          .build();
  return type;
}

const Type& describe(const CallbackEvent*) {
  static const Immortal<Type> type =
      Description<CallbackEvent>("CallbackEvent", "Payload of callback.created, joined, updated and unowned.")
          .field("callback_id", &CallbackEvent::callback_id, "the callback")
          .field("ticket_id", &CallbackEvent::ticket_id, "its ticket")
          .field("status", &CallbackEvent::status, "where it stands now")
          .field("priority", &CallbackEvent::priority, "how urgent it is")
          .field("destination_id", &CallbackEvent::destination_id, "whom it was asked of; may be empty")
          .field("handoff_id", &CallbackEvent::handoff_id, "the conversation; may be empty")
          .field("extension", &CallbackEvent::extension, "whose turn it is")
          .field("department", &CallbackEvent::department, "who may take it over")
          .field("scheduled_at", &CallbackEvent::scheduled_at, "none: as soon as the extension is free")
          .field("end_reason", &CallbackEvent::end_reason, "why it was canceled or failed")
          .build();
  return type;
}

}  // namespace smarthandoff::callbacks
