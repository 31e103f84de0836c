#include <smarthandoff/base/describe_types.hpp>

#include "callback/callback_order.hpp"

namespace smarthandoff::callbacks {

const Type& dial::describe(const dial::Side*) {
  static const Immortal<Type> type = describe_enum<dial::Side>(
      "DialSide", "Whose leg.", {{dial::Side::agent, "agent"}, {dial::Side::customer, "customer"}});
  return type;
}

const Type& describe(const Order*) {
  static const Immortal<Type> type =
      Description<Order>("CallbackOrder", "Payload of a dial's jobs.")
          .field("callback_id", &Order::callback_id, "the callback")
          .field("dial_id", &Order::dial_id, "the dial")
          .field("side", &Order::side, "whose leg is rung")
          .field("leg", &Order::leg, "the leg it is about")
          .field("other", &Order::other, "the leg it is for")
          .field("dial", &Order::dial, "how the number is dialled")
          .field("number", &Order::number, "to ring or ask for")
          .field("domain", &Order::domain, "of the extension")
          .field("gateway", &Order::gateway, "the trunk")
          .field("caller_name", &Order::caller_name, "shown on the phone")
          .field("caller_number", &Order::caller_number, "shown on the phone")
          .field("text", &Order::text, "to say")
          .field("language", &Order::language, "of the text")
          .field("timeout", &Order::timeout, "how long it rings, in milliseconds")
          .field("timer", &Order::timer, "which timer")
          .field("tries", &Order::tries, "fruitless ones before")
          .build();
  return type;
}

const Type& describe(const Look*) {
  static const Immortal<Type> type =
      Description<Look>("CallbackLook", "Payload of callback.look.")
          .field("extensions", &Look::extensions, "to be asked for")
          .field("domain", &Look::domain, "theirs")
          .field("callback_id", &Look::callback_id, "that is to be dialled at once")
          .build();
  return type;
}

const Type& describe(const Sweep*) {
  static const Immortal<Type> type =
      Description<Sweep>("CallbackSweep", "Payload of callback.sweep.")
          .field("after", &Sweep::after, "the turn that the batch before ended with")
          .build();
  return type;
}

}  // namespace smarthandoff::callbacks
