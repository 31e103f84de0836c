#include <smarthandoff/calls/place.hpp>

namespace smarthandoff::calls {

const Type& describe(const PlaceCall*) {
  using T = PlaceCall;
  static const Immortal<Type> type =
      Description<T>("PlaceCall", "Calls a person, and the agent once they answer.")
          .required("to", &T::to, "as typed")
          .field("agent_id", &T::agent_id, "who talks to them; empty: whoever takes the queue's next")
          .field("purpose", &T::purpose, "why the person is called")
          .field("requested_at", &T::requested_at, "of a requested one; none: just now")
          .field("time_named", &T::time_named, "of a requested one: the person named the time")
          .field("contact_id", &T::contact_id, "who it is")
          .field("debt", &T::debt, "which debt it is about")
          .field("number_id", &T::number_id, "by which number; empty: by rotation")
          .field("rotation", &T::rotation, "none: the settings'")
          .field("name", &T::name, "the agent hears whom; at most 100 characters")
          .field("context", &T::context, "and what about; at most 300 characters")
          .field("reference", &T::reference, "the host's; at most 64 characters")
          .field("detection", &T::detection, "none: the settings'")
          .field("recorded", &T::recorded, "none: the settings'")
          .field("machine_action", &T::machine_action, "none: the settings'")
          .field("disclaimer", &T::disclaimer, "as the settings say")
          .field("ring_seconds", &T::ring_seconds, "how long the phone rings; 5-600")
          .build();
  return type;
}

const Type& describe(const PlacedCall*) {
  using T = PlacedCall;
  static const Immortal<Type> type = Description<T>("PlacedCall", "What becomes of a call to be placed.")
                                         .field("call", &T::call, "intended; none: it must not be made")
                                         .field("caller_id", &T::caller_id, "by which number")
                                         .field("reasons", &T::reasons, "why not")
                                         .field("next_allowed", &T::next_allowed, "when it may")
                                         .build();
  return type;
}

const Type& describe(const TakeNext*) {
  using T = TakeNext;
  static const Immortal<Type> type =
      Description<T>("TakeNextCaller", "Connects an agent with the queue's next caller.")
          .required("agent_id", &T::agent_id, "who")
          .field("queue", &T::queue, "empty: the settings'")
          .build();
  return type;
}

const Type& describe(const HangUpCall*) {
  using T = HangUpCall;
  static const Immortal<Type> type =
      Description<T>("HangUpCall", "Which call.").required("call_id", &T::call_id, "its id").build();
  return type;
}

}  // namespace smarthandoff::calls
