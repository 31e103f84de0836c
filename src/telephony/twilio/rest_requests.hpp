#pragma once

#include <string>

#include <smarthandoff/telephony/twilio/rest_calls.hpp>
#include <smarthandoff/telephony/twilio/rest_messages.hpp>
#include <smarthandoff/telephony/twilio/rest_numbers.hpp>
#include <smarthandoff/telephony/twilio/rest_rooms.hpp>

#include "telephony/twilio/rest_request.hpp"

// One function per request of the REST API, with exactly the names that Twilio knows. Each throws
// invalid_argument naming the field. `account` is the SID in the path.
namespace smarthandoff::twilio::requests {

RestRequest create_call(const std::string& account, const CreateCall& request);
RestRequest fetch_call(const std::string& account, const std::string& call_sid);
RestRequest update_call(const std::string& account, const UpdateCall& request);
RestRequest list_calls(const std::string& account, const ListCalls& request);

RestRequest fetch_recording(const std::string& account, const std::string& recording_sid);
RestRequest list_recordings(const std::string& account, const ListRecordings& request);
RestRequest delete_recording(const std::string& account, const std::string& recording_sid);
RestRequest start_recording(const std::string& account, const StartRecording& request);
RestRequest control_recording(const std::string& account, const ControlRecording& request);
RestRequest recording_media(const std::string& account, const std::string& recording_sid,
                            const std::string& format);

RestRequest create_account(const std::string& name);
RestRequest fetch_account(const std::string& account_sid);
RestRequest update_account(const UpdateAccount& request);
RestRequest list_accounts(const ListAccounts& request);

RestRequest list_numbers(const std::string& account, const ListNumbers& request);
RestRequest update_number(const std::string& account, const UpdateNumber& request);
RestRequest buy_number(const std::string& account, const BuyNumber& request);
RestRequest release_number(const std::string& account, const std::string& number_sid);
RestRequest list_available(const std::string& account, const ListAvailable& request);

RestRequest create_queue(const std::string& account, const CreateQueue& request);
RestRequest fetch_queue(const std::string& account, const std::string& queue_sid);
RestRequest update_queue(const std::string& account, const UpdateQueue& request);
RestRequest list_queues(const std::string& account);
RestRequest delete_queue(const std::string& account, const std::string& queue_sid);
RestRequest list_members(const std::string& account, const std::string& queue_sid);
RestRequest dequeue(const std::string& account, const Dequeue& request);

RestRequest list_rooms(const std::string& account, const ListRooms& request);
RestRequest fetch_room(const std::string& account, const std::string& conference_sid);
RestRequest update_room(const std::string& account, const UpdateRoom& request);
RestRequest create_participant(const std::string& account, const CreateParticipant& request);
RestRequest fetch_participant(const std::string& account, const ParticipantKey& key);
RestRequest update_participant(const std::string& account, const UpdateParticipant& request);
RestRequest remove_participant(const std::string& account, const ParticipantKey& key);
RestRequest list_participants(const std::string& account, const std::string& conference);

RestRequest create_message(const std::string& account, const CreateMessage& request);
RestRequest fetch_message(const std::string& account, const std::string& message_sid);
RestRequest update_message(const std::string& account, const UpdateMessage& request);
RestRequest list_messages(const std::string& account, const ListMessages& request);

RestRequest update_reservation(const UpdateReservation& request);
RestRequest update_worker(const UpdateWorker& request);

}  // namespace smarthandoff::twilio::requests
