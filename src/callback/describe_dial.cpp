#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/callback/settings.hpp>

#include "callback/dial_lifecycle.hpp"

namespace smarthandoff::callbacks {

const Type& describe(const CallMode*) {
  static const Immortal<Type> type = describe_enum<CallMode>(
      "CallMode", "Whose phone rings first.",
      {{CallMode::agent_first, "agent_first"}, {CallMode::customer_first, "customer_first"}});
  return type;
}

const Type& describe(const DialStage*) {
  using enum DialStage;
  static const Immortal<Type> type = describe_enum<DialStage>(
      "DialStage",
      "intended: stored before anything was ordered; accepted: the PBX has it; in_doubt: the PBX's answer "
      "got "
      "lost and it is asked; ended.",
      {{intended, "intended"}, {accepted, "accepted"}, {in_doubt, "in_doubt"}, {ended, "ended"}});
  return type;
}

const Type& describe(const DialEnd*) {
  using enum DialEnd;
  static const Immortal<Type> type = describe_enum<DialEnd>("DialEnd", "How a dial ended.",
                                                            {{unavailable, "unavailable"},
                                                             {forbidden, "forbidden"},
                                                             {agent_busy, "agent_busy"},
                                                             {agent_unanswered, "agent_unanswered"},
                                                             {no_route, "no_route"},
                                                             {answered, "answered"},
                                                             {no_answer, "no_answer"},
                                                             {busy, "busy"},
                                                             {machine, "machine"},
                                                             {failed, "failed"},
                                                             {error, "error"},
                                                             {canceled, "canceled"},
                                                             {lost, "lost"}});
  return type;
}

const Type& describe(const Dial*) {
  static const Immortal<Type> type =
      Description<Dial>("Dial", "One try to call a customer back.")
          .field("id", &Dial::id, "its id")
          .field("callback_id", &Dial::callback_id, "the callback it is of")
          .field("mode", &Dial::mode, "whose phone rang first")
          .field("stage", &Dial::stage, "where it stands")
          .field("end", &Dial::end, "how it ended")
          .field("extension", &Dial::extension, "the agent's")
          .field("user", &Dial::user, "who clicked; empty: the host, or nobody")
          .field("call_id", &Dial::call_id, "of the first leg on the PBX, or of the host's own call")
          .field("agent_leg", &Dial::agent_leg, "its id on the PBX; empty: the host dialled")
          .field("customer_leg", &Dial::customer_leg, "its id on the PBX; empty: the host dialled")
          .field("cause", &Dial::cause, "the PBX's own word for the end, e.g. \"USER_BUSY\"")
          .field("talk_seconds", &Dial::talk_seconds, "how long they talked")
          .field("created_at", &Dial::created_at, "the click")
          .field("accepted_at", &Dial::accepted_at, "when the PBX had taken it")
          .field("answered_at", &Dial::answered_at, "when the customer answered")
          .field("ended_at", &Dial::ended_at, "when it was over")
          .build();
  return type;
}

const Type& describe(const ListDials*) {
  static const Immortal<Type> type = Description<ListDials>("ListDials", "Whose dials.")
                                         .required("callback_id", &ListDials::callback_id, "the callback")
                                         .build();
  return type;
}

const Type& describe(const DialList*) {
  static const Immortal<Type> type = Description<DialList>("DialList", "Every dial of a callback.")
                                         .field("dials", &DialList::dials, "oldest first")
                                         .build();
  return type;
}

const Type& describe(const DialEvent*) {
  static const Immortal<Type> type = Description<DialEvent>("DialEvent", "Payload of callback.dial.")
                                         .field("dial_id", &DialEvent::dial_id, "the dial")
                                         .field("callback_id", &DialEvent::callback_id, "its callback")
                                         .field("stage", &DialEvent::stage, "where it stands now")
                                         .field("end", &DialEvent::end, "how it ended")
                                         .field("call_id", &DialEvent::call_id, "of the first leg on the PBX")
                                         .field("extension", &DialEvent::extension, "the agent's")
                                         .build();
  return type;
}

const Type& describe(const OrderFailedEvent*) {
  static const Immortal<Type> type =
      Description<OrderFailedEvent>("OrderFailedEvent", "Payload of callback.order_failed.")
          .field("callback_id", &OrderFailedEvent::callback_id, "the callback")
          .field("dial_id", &OrderFailedEvent::dial_id, "its dial")
          .field("leg", &OrderFailedEvent::leg, "the leg on the PBX; it may still be there")
          .field("reason", &OrderFailedEvent::reason, "which order")
          .build();
  return type;
}

namespace dial {

const Type& describe(const Phase*) {
  using enum Phase;
  static const Immortal<Type> type = describe_enum<Phase>("DialPhase", "What a dial is waiting for.",
                                                          {{checking, "checking"},
                                                           {placing, "placing"},
                                                           {context, "context"},
                                                           {bridging, "bridging"},
                                                           {talking, "talking"},
                                                           {host, "host"},
                                                           {over, "over"}});
  return type;
}

const Type& describe(const LegPhase*) {
  using enum LegPhase;
  static const Immortal<Type> type = describe_enum<LegPhase>("DialLegPhase", "One leg as far as is known.",
                                                             {{none, "none"},
                                                              {ordered, "ordered"},
                                                              {taken, "taken"},
                                                              {ringing, "ringing"},
                                                              {waiting, "waiting"},
                                                              {up, "up"},
                                                              {gone, "gone"}});
  return type;
}

const Type& describe(const State*) {
  static const Immortal<Type> type =
      Description<State>("DialState", "What a dial remembers.")
          .field("stage", &State::stage, "where it stands")
          .field("phase", &State::phase, "what it waits for")
          .field("mode", &State::mode, "whose phone rings first")
          .field("agent", &State::agent, "the agent's leg")
          .field("customer", &State::customer, "the customer's leg")
          .field("looks", &State::looks, "look-ups since the doubt began")
          .field("presence", &State::presence, "the extension's state at the check")
          .field("answered_at", &State::answered_at, "when the customer answered")
          .field("talking_since", &State::talking_since, "when they were connected")
          .field("end", &State::end, "how it ended")
          .field("cause", &State::cause, "the PBX's own word for it")
          .build();
  return type;
}

}  // namespace dial
}  // namespace smarthandoff::callbacks
