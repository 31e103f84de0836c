#include <smarthandoff/callback/ticket.hpp>

namespace smarthandoff::tickets {

const Type& describe(const TicketType*) {
  using enum TicketType;
  static const Immortal<Type> type =
      describe_enum<TicketType>("TicketType", "What a ticket is about: a chat, a voice call, or a callback.",
                                {{chat, "chat"}, {voice, "voice"}, {callback, "callback"}});
  return type;
}

const Type& describe(const TicketStatus*) {
  using enum TicketStatus;
  static const Immortal<Type> type = describe_enum<TicketStatus>(
      "TicketStatus",
      "pending: of a callback that was not made yet; open: a person has to look at "
      "it; closed.",
      {{pending, "pending"}, {open, "open"}, {closed, "closed"}});
  return type;
}

const Type& describe(const Speaker*) {
  using enum Speaker;
  static const Immortal<Type> type = describe_enum<Speaker>(
      "Speaker", "Who said a line: the customer, the assistant (software), or an agent.",
      {{customer, "customer"}, {assistant, "assistant"}, {agent, "agent"}});
  return type;
}

const Type& describe(const TranscriptLine*) {
  static const Immortal<Type> type =
      Description<TranscriptLine>("TranscriptLine", "One utterance of a conversation.")
          .field("speaker", &TranscriptLine::speaker, "who said it")
          .required("text", &TranscriptLine::text,
                    "what was said; more than 1000 characters are cut at a word")
          .field("at", &TranscriptLine::at, "when")
          .build();
  return type;
}

const Type& describe(const Recording*) {
  static const Immortal<Type> type =
      Description<Recording>("Recording", "Where the call's recording lies; referenced, never attached.")
          .field("path", &Recording::path,
                 "as the PBX or the object store knows it; empty: it is found by the call's id")
          .field("started_at", &Recording::started_at, "when the recording began")
          .field("duration_seconds", &Recording::duration_seconds, "its length in seconds; 0: not known")
          .build();
  return type;
}

const Type& describe(const TicketContact*) {
  static const Immortal<Type> type =
      Description<TicketContact>("TicketContact", "Who called, as far as known.")
          .field("name", &TicketContact::name, "the person's name")
          .field("number", &TicketContact::number, "E.164; none: withheld, or no valid number")
          .field("caller", &TicketContact::caller, "the caller id as the PBX gave it")
          .build();
  return type;
}

const Type& describe(const Ticket*) {
  static const Immortal<Type> type =
      Description<Ticket>("Ticket", "What is left for people to read and do after a conversation.")
          .field("id", &Ticket::id, "its id")
          .field("type", &Ticket::type, "what it is about")
          .field("status", &Ticket::status, "where it stands")
          .field("contact", &Ticket::contact, "who called")
          .field("handoff_id", &Ticket::handoff_id, "the handoff it comes from; may be empty")
          .field("call_id", &Ticket::call_id, "the caller's call on the PBX; may be empty")
          .field("destination_id", &Ticket::destination_id, "whom it is for; may be empty")
          .field("intended_for", &Ticket::intended_for, "that person's or department's name")
          .field("department", &Ticket::department, "that person's department")
          .field("transcript", &Ticket::transcript, "what was said, oldest first")
          .field("transcript_complete", &Ticket::transcript_complete, "false: the oldest lines did not fit")
          .field("summary", &Ticket::summary, "the conversation in short, as the host's assistant put it")
          .field("reason", &Ticket::reason, "in the caller's words, at most 500 characters")
          .field("recording", &Ticket::recording, "where the recording lies; none: not recorded")
          .field("callback_id", &Ticket::callback_id, "the callback it belongs to, for type callback")
          .field("created_at", &Ticket::created_at, "when it was made")
          .field("updated_at", &Ticket::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const GetTicket*) {
  static const Immortal<Type> type = Description<GetTicket>("GetTicket", "Which ticket.")
                                         .required("ticket_id", &GetTicket::ticket_id, "the ticket's id")
                                         .build();
  return type;
}

const Type& describe(const ListTickets*) {
  static const Immortal<Type> type =
      Description<ListTickets>("ListTickets", "Which tickets; an absent filter lets everything pass.")
          .field("type", &ListTickets::type, "only of this type")
          .field("status", &ListTickets::status, "only in this status")
          .field("destination_id", &ListTickets::destination_id, "only for this destination")
          .field("handoff_id", &ListTickets::handoff_id, "only of this handoff")
          .field("call_id", &ListTickets::call_id, "only of this call")
          .field("limit", &ListTickets::limit, "at most so many, 1-1000")
          .field("after", &ListTickets::after, "the last id of the page before; empty: from the newest")
          .build();
  return type;
}

const Type& describe(const TicketList*) {
  static const Immortal<Type> type = Description<TicketList>("TicketList", "A page of tickets.")
                                         .field("tickets", &TicketList::tickets, "newest first")
                                         .build();
  return type;
}

const Type& describe(const TicketText*) {
  static const Immortal<Type> type = Description<TicketText>("TicketText", "A ticket as people read it.")
                                         .field("text", &TicketText::text, "lines, at most 64 KB")
                                         .build();
  return type;
}

const Type& describe(const TicketEvent*) {
  static const Immortal<Type> type =
      Description<TicketEvent>("TicketEvent", "Payload of ticket.created and ticket.updated.")
          .field("ticket_id", &TicketEvent::ticket_id, "the ticket")
          .field("type", &TicketEvent::type, "what it is about")
          .field("status", &TicketEvent::status, "where it stands now")
          .field("handoff_id", &TicketEvent::handoff_id, "the handoff it comes from; may be empty")
          .field("call_id", &TicketEvent::call_id, "the caller's call; may be empty")
          .field("destination_id", &TicketEvent::destination_id, "whom it is for; may be empty")
          .field("callback_id", &TicketEvent::callback_id, "its callback; may be empty")
          .build();
  return type;
}

}  // namespace smarthandoff::tickets
