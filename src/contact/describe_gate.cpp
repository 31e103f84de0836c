#include <smarthandoff/contact/gate.hpp>

namespace smarthandoff::contact {

const Type& describe(const Channel*) {
  static const Immortal<Type> type =
      describe_enum<Channel>("ContactChannel", "By which way a person is reached.",
                             {{Channel::voice, "voice"},
                              {Channel::whatsapp, "whatsapp"},
                              {Channel::sms, "sms"},
                              {Channel::email, "email"},
                              {Channel::instagram, "instagram"},
                              {Channel::facebook, "facebook"},
                              {Channel::webchat, "webchat"}});
  return type;
}

const Type& describe(const Purpose*) {
  static const Immortal<Type> type = describe_enum<Purpose>(
      "Purpose",
      "Why we contact somebody. requested: the person asked for exactly this contact; service: about what "
      "the person has with the company; collections: a debt; marketing.",
      {{Purpose::requested, "requested"},
       {Purpose::service, "service"},
       {Purpose::collections, "collections"},
       {Purpose::marketing, "marketing"}});
  return type;
}

const Type& describe(const GateQuestion*) {
  static const Immortal<Type> type =
      Description<GateQuestion>("GateQuestion", "May this contact be made?")
          .required("address", &GateQuestion::address,
                    "a number as typed, a WhatsApp id, an e-mail address; at most 254 bytes")
          .field("channel", &GateQuestion::channel, "by which way the person is reached")
          .required("purpose", &GateQuestion::purpose, "why; it decides which rules bind")
          .field("profile", &GateQuestion::profile,
                 "of calling windows and caps, e.g. br.strict; empty: the one for address and purpose")
          .field("zones", &GateQuestion::zones,
                 "IANA, where else the person may be: added to those of their numbers; at most 20")
          .field("at", &GateQuestion::at, "when the contact would be made; none: now")
          .field("time_named", &GateQuestion::time_named, "of a requested one: the person named the time")
          .field("requested_at", &GateQuestion::requested_at,
                 "of a requested one: when it was asked for; none: just now")
          .field("contact_id", &GateQuestion::contact_id,
                 "who it is, where the address is new or shared; may be empty")
          .field("debt", &GateQuestion::debt, "which debt it is about, the host's id; empty: any")
          .field("document", &GateQuestion::document,
                 "CPF or CNPJ of the person, for rules about debts; may be empty")
          .field("template_name", &GateQuestion::template_name,
                 "of WhatsApp: the approved template to be sent; empty: free text")
          .field("template_language", &GateQuestion::template_language,
                 "its language, e.g. pt_BR; empty: any in which there is one")
          .field("channel_id", &GateQuestion::channel_id,
                 "of WhatsApp: the channel it is sent by, which has the template; empty: any")
          .field("reference", &GateQuestion::reference, "what the contact belongs to, e.g. a callback's id")
          .build();
  return type;
}

const Type& describe(const GateReason*) {
  static const Immortal<Type> type =
      Description<GateReason>("GateReason", "One rule's word in a decision.")
          .field("name", &GateReason::name, "stable, e.g. opt_out, calling_window")
          .field("detail", &GateReason::detail, "what exactly, for people; no personal data")
          .field("source", &GateReason::source, "the law or choice behind it")
          .field("until", &GateReason::until, "when this rule alone lets pass; none: it never will by itself")
          .build();
  return type;
}

const Type& describe(const GateDecision*) {
  static const Immortal<Type> type =
      Description<GateDecision>("GateDecision", "Whether a contact may be made, and why not.")
          .field("allowed", &GateDecision::allowed, "true: it may go out")
          .field("reasons", &GateDecision::reasons, "every rule that forbids it; empty when allowed")
          .field("next_allowed", &GateDecision::next_allowed,
                 "the first instant, not before the one asked about, at which it may; none: not known")
          .field("waived", &GateDecision::waived, "rules that would forbid it for another purpose")
          .build();
  return type;
}

const Type& describe(const StoredDecision*) {
  static const Immortal<Type> type =
      Description<StoredDecision>("StoredDecision",
                                  "A decision as it was made in the transaction of a contact.")
          .field("id", &StoredDecision::id, "its id")
          .field("question", &StoredDecision::question,
                 "with profile and zones filled in; address and document are masked")
          .field("decision", &StoredDecision::decision, "the answer")
          .field("contact_id", &StoredDecision::contact_id, "who it was about; may be empty")
          .field("user_id", &StoredDecision::user_id, "on whose behalf; empty: the host's")
          .field("created_at", &StoredDecision::created_at, "when it was made")
          .build();
  return type;
}

const Type& describe(const ListDecisions*) {
  static const Immortal<Type> type =
      Description<ListDecisions>("ListDecisions", "Which decisions; an absent filter lets everything pass.")
          .field("address", &ListDecisions::address, "only about it, as given to the gate")
          .field("channel", &ListDecisions::channel, "by which the address was given")
          .field("reference", &ListDecisions::reference, "only of what it belongs to, e.g. a callback's id")
          .field("allowed", &ListDecisions::allowed, "only allowed ones, or only the others")
          .field("limit", &ListDecisions::limit, "at most so many, 1-1000")
          .field("after", &ListDecisions::after, "the last id of the page before; empty: from the newest")
          .build();
  return type;
}

const Type& describe(const DecisionList*) {
  static const Immortal<Type> type = Description<DecisionList>("DecisionList", "A page of decisions.")
                                         .field("decisions", &DecisionList::decisions, "newest first")
                                         .build();
  return type;
}

}  // namespace smarthandoff::contact
