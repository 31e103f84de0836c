#pragma once

#include <string>

#include <smarthandoff/telephony/twilio/rest_calls.hpp>
#include <smarthandoff/telephony/twilio/rest_messages.hpp>
#include <smarthandoff/telephony/twilio/rest_numbers.hpp>
#include <smarthandoff/telephony/twilio/rest_rooms.hpp>

#include "base/peer_json.hpp"

// What Twilio answers, one function per resource: pure. A member that is missing or of another kind is empty.
namespace smarthandoff::twilio {

void read(const peer::Json& json, Call& call);
void read(const peer::Json& json, Recording& recording);
void read(const peer::Json& json, Account& account);
void read(const peer::Json& json, OwnedNumber& number);
void read(const peer::Json& json, AvailableNumber& number);
void read(const peer::Json& json, CallQueue& queue);
void read(const peer::Json& json, QueueMember& member);
void read(const peer::Json& json, Room& room);
void read(const peer::Json& json, Participant& participant);
void read(const peer::Json& json, Message& message);
void read(const peer::Json& json, Reservation& reservation);
void read(const peer::Json& json, Worker& worker);

}  // namespace smarthandoff::twilio
