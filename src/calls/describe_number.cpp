#include <smarthandoff/calls/number.hpp>

namespace smarthandoff::calls {

const Type& describe(const NumberStatus*) {
  static const Immortal<Type> type =
      describe_enum<NumberStatus>("NumberStatus", "Whether a number is the tenant's.",
                                  {{NumberStatus::ordered, "ordered"},
                                   {NumberStatus::in_doubt, "in_doubt"},
                                   {NumberStatus::owned, "owned"},
                                   {NumberStatus::releasing, "releasing"},
                                   {NumberStatus::failed, "failed"},
                                   {NumberStatus::released, "released"}});
  return type;
}

const Type& describe(const NumberPurpose*) {
  static const Immortal<Type> type = describe_enum<NumberPurpose>("NumberPurpose", "What a number is for.",
                                                                  {{NumberPurpose::any, "any"},
                                                                   {NumberPurpose::inbound, "inbound"},
                                                                   {NumberPurpose::outbound, "outbound"}});
  return type;
}

const Type& describe(const OwnNumber*) {
  using N = OwnNumber;
  static const Immortal<Type> type =
      Description<N>("OwnNumber", "A telephone number of the tenant's own.")
          .field("id", &N::id, "its id")
          .field("number", &N::number, "as E.164")
          .field("label", &N::label, "may be empty")
          .field("agent_id", &N::agent_id, "who is rung by calls to it; empty: everybody's")
          .field("account_id", &N::account_id, "of the phone service; may be empty")
          .field("peer_id", &N::peer_id, "the phone service's id of it; may be empty")
          .field("base_url", &N::base_url, "the one the phone service was told last; empty: not by us")
          .field("status", &N::status, "whether it is the tenant's")
          .field("failure", &N::failure, "why it could not be bought, given back or told base_url")
          .field("purpose", &N::purpose, "what it is for")
          .field("state", &N::state, "of its area code; may be empty")
          .field("toll_free", &N::toll_free, "calls to it cost nothing")
          .field("active", &N::active, "false: nobody is called by it")
          .field("daily_cap", &N::daily_cap, "calls on a local day; 0: the settings'")
          .field("call_count", &N::call_count, "calls made by it")
          .field("last_used_at", &N::last_used_at, "when the last one was made")
          .field("created_at", &N::created_at, "when it was stored")
          .field("updated_at", &N::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateNumber*) {
  using N = CreateNumber;
  static const Immortal<Type> type =
      Description<N>("CreateNumber", "A number that the tenant has already.")
          .required("number", &N::number, "as typed")
          .field("label", &N::label, "at most 100 characters")
          .field("agent_id", &N::agent_id, "who is rung by calls to it; empty: everybody's")
          .field("account_id", &N::account_id, "of the phone service")
          .field("peer_id", &N::peer_id, "the phone service's id of it")
          .field("purpose", &N::purpose, "what it is for")
          .field("state", &N::state, "empty: that of the area code")
          .field("active", &N::active, "false: nobody is called by it")
          .field("daily_cap", &N::daily_cap, "calls on a local day; 0: the settings'; at most 100000")
          .build();
  return type;
}

const Type& describe(const UpdateNumber*) {
  using N = UpdateNumber;
  static const Immortal<Type> type =
      Description<N>("UpdateNumber", "Replaces the given members; the others stay.")
          .required("number_id", &N::number_id, "which")
          .field("label", &N::label, "at most 100 characters")
          .field("peer_id", &N::peer_id, "the phone service's id of it")
          .field("state", &N::state, "of its area code")
          .field("agent_id", &N::agent_id, "who is rung by calls to it; empty: everybody's")
          .field("account_id", &N::account_id, "of the phone service")
          .field("purpose", &N::purpose, "what it is for")
          .field("active", &N::active, "false: nobody is called by it")
          .field("daily_cap", &N::daily_cap, "calls on a local day; 0: the settings'; at most 100000")
          .field("push_url", &N::push_url, "the phone service is told to bring its calls to base_url")
          .field("release", &N::release, "it is given back to the phone service, in the background")
          .build();
  return type;
}

const Type& describe(const GetNumber*) {
  static const Immortal<Type> type =
      Description<GetNumber>("GetNumber", "Which number: exactly one key.")
          .field("number_id", &GetNumber::number_id, "its id")
          .field("number", &GetNumber::number, "or the number itself, as typed")
          .build();
  return type;
}

const Type& describe(const ListNumbers*) {
  using L = ListNumbers;
  static const Immortal<Type> type =
      Description<L>("ListNumbers", "Which numbers; an absent filter lets everything pass.")
          .field("status", &L::status, "only of this status")
          .field("active", &L::active, "only active ones, or only the others")
          .field("agent_id", &L::agent_id, "only this agent's")
          .field("limit", &L::limit, "at most so many, 1-1000")
          .field("after", &L::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const NumberList*) {
  static const Immortal<Type> type = Description<NumberList>("NumberList", "A page of own numbers.")
                                         .field("numbers", &NumberList::numbers, "in the order of creation")
                                         .build();
  return type;
}

const Type& describe(const NumberEvent*) {
  static const Immortal<Type> type =
      Description<NumberEvent>("NumberEvent", "Payload of number.created and number.updated.")
          .field("number_id", &NumberEvent::number_id, "the number")
          .field("status", &NumberEvent::status, "whether it is the tenant's")
          .field("active", &NumberEvent::active, "false: nobody is called by it")
          .build();
  return type;
}

const Type& describe(const ChooseCallerId*) {
  using C = ChooseCallerId;
  static const Immortal<Type> type =
      Description<C>("ChooseCallerId", "A number for one call, which is counted.")
          .required("to", &C::to, "who is called, as typed")
          .field("rotation", &C::rotation, "none: the settings'")
          .field("contact_id", &C::contact_id,
                 "whose number stays the same; empty: that of the number called")
          .build();
  return type;
}

const Type& describe(const CallerIdReason*) {
  static const Immortal<Type> type =
      describe_enum<CallerIdReason>("CallerIdReason", "Why a person is called by this number.",
                                    {{CallerIdReason::sticky, "sticky"},
                                     {CallerIdReason::rotation, "rotation"},
                                     {CallerIdReason::local, "local"},
                                     {CallerIdReason::toll_free, "toll_free"}});
  return type;
}

const Type& describe(const CallerId*) {
  static const Immortal<Type> type =
      Description<CallerId>("CallerId", "By which number a person is called.")
          .field("number_id", &CallerId::number_id, "which of the tenant's own")
          .field("number", &CallerId::number, "as E.164")
          .field("label", &CallerId::label, "may be empty")
          .field("account_id", &CallerId::account_id, "of the phone service")
          .field("reason", &CallerId::reason, "why it was this one")
          .field("used_today", &CallerId::used_today, "calls today, this one included")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
