#include "telephony/twilio/rest_support.hpp"

namespace twilio_rest {
namespace {

using Samples = std::vector<Sample>;

template <class Method, class... Given>
void add(Samples& samples, std::string name, Method method, Given... given) {
  samples.push_back({std::move(name), [=](Rest& rest) { return ask(rest, method, given...).failure; }});
}

const Instant kFrom{Milliseconds(1'795'262'400'000)};  // 2026-11-21T12:00:00Z

CreateCall full_call() {
  return {.to = "+5518997751234",
          .from = "+15550001111",
          .url = "https://host.example/voice?leg=a%20b&x=%C3%A9",
          .method = "POST",
          .fallback_url = "https://host.example/fallback",
          .status = {.url = "https://host.example/status",
                     .method = "POST",
                     .events = {"initiated", "ringing", "answered", "completed"}},
          .timeout_s = 25,
          .time_limit_s = 3600,
          .send_digits = "ww12#",
          .caller_id = "+15550001111",
          .call_reason = "retorno & você",
          .sip_username = "u",
          .sip_password = Secret("p&="),
          .record = true,
          .recording = {.channels = "dual",
                        .track = "both",
                        .trim = "do-not-trim",
                        .callback = {.url = "https://host.example/recording",
                                     .method = "POST",
                                     .events = {"in-progress", "completed"}}},
          .detection = {.mode = "DetectMessageEnd",
                        .timeout_s = 20,
                        .speech_threshold_ms = 2400,
                        .speech_end_ms = 1200,
                        .silence_ms = 5000,
                        .in_background = true,
                        .verdict = {.url = "https://host.example/amd", .method = "POST"}}};
}

void add_calls(Samples& all) {
  add(all, "create_call", &Rest::create_call, full_call());
  add(all, "create_call twiml", &Rest::create_call,
      CreateCall{.to = "client:ana", .from = "+15550001111", .twiml = "<Response><Say>Olá</Say></Response>"});
  add(all, "fetch_call", &Rest::fetch_call, sid("CA"));
  add(all, "update_call twiml", &Rest::update_call,
      UpdateCall{.call_sid = sid("CA"), .twiml = "<Response><Hangup/></Response>"});
  add(all, "update_call url", &Rest::update_call,
      UpdateCall{.call_sid = sid("CA"), .url = "https://host.example/next", .method = "GET"});
  add(all, "update_call canceled", &Rest::update_call,
      UpdateCall{.call_sid = sid("CA"), .status = "canceled"});
  add(all, "hang_up", &Rest::hang_up, sid("CA"));
  add(all, "list_calls", &Rest::list_calls,
      ListCalls{.to = "+5518997751234",
                .from = "+15550001111",
                .status = CallStatus::no_answer,
                .started_after = kFrom,
                .started_before = kFrom + Seconds(3600),
                .limit = 50});
}

void add_recordings(Samples& all) {
  add(all, "fetch_recording", &Rest::fetch_recording, sid("RE"));
  add(all, "list_recordings", &Rest::list_recordings,
      ListRecordings{.call_sid = sid("CA"), .created_after = kFrom, .limit = 20});
  add(all, "delete_recording", &Rest::delete_recording, sid("RE"));
  add(all, "start_recording", &Rest::start_recording,
      StartRecording{.call_sid = sid("CA"),
                     .settings = {.channels = "dual",
                                  .track = "both",
                                  .trim = "trim-silence",
                                  .callback = {.url = "https://host.example/r",
                                               .method = "POST",
                                               .events = {"completed", "absent"}}}});
  add(all, "control_recording", &Rest::control_recording,
      ControlRecording{.call_sid = sid("CA"), .status = "paused", .pause_behavior = "silence"});
}

NumberSettings settings() {
  return {.name = "Vendas FL",
          .voice_url = "https://host.example/voice",
          .voice_method = "POST",
          .voice_fallback_url = "https://host.example/fallback",
          .sms_url = "https://host.example/sms",
          .sms_method = "POST",
          .status = {.url = "https://host.example/status", .method = "POST"}};
}

void add_numbers(Samples& all) {
  add(all, "create_account", &Rest::create_account, std::string("Cliente & filhos"));
  add(all, "fetch_account", &Rest::fetch_account, sid("AC", 'b'));
  add(all, "update_account", &Rest::update_account,
      UpdateAccount{.account_sid = sid("AC", 'b'), .status = "suspended"});
  add(all, "list_accounts", &Rest::list_accounts, ListAccounts{.status = "active", .limit = 10});
  add(all, "list_numbers", &Rest::list_numbers, ListNumbers{.number = "+13055551234", .limit = 10});
  add(all, "update_number", &Rest::update_number,
      UpdateNumber{.number_sid = sid("PN"), .settings = settings()});
  add(all, "buy_number", &Rest::buy_number, BuyNumber{.number = "+13055551234", .settings = settings()});
  add(all, "buy_number area", &Rest::buy_number, BuyNumber{.area_code = "305"});
  add(all, "release_number", &Rest::release_number, sid("PN"));
  add(all, "list_available", &Rest::list_available,
      ListAvailable{.area_code = "305", .region = "FL", .voice = true, .sms = true, .limit = 5});
  add(all, "list_available toll free", &Rest::list_available,
      ListAvailable{.type = NumberType::toll_free, .contains = "833*", .limit = 5});
}

void add_queues(Samples& all) {
  add(all, "create_queue", &Rest::create_queue, CreateQueue{.name = "suporte", .max_size = 50});
  add(all, "fetch_queue", &Rest::fetch_queue, sid("QU"));
  add(all, "update_queue", &Rest::update_queue, UpdateQueue{.queue_sid = sid("QU"), .max_size = 60});
  add(all, "list_queues", &Rest::list_queues);
  add(all, "delete_queue", &Rest::delete_queue, sid("QU"));
  add(all, "list_members", &Rest::list_members, sid("QU"));
  add(all, "dequeue", &Rest::dequeue,
      Dequeue{.queue_sid = sid("QU"), .url = "https://host.example/agent", .method = "POST"});
}

void add_rooms(Samples& all) {
  add(all, "list_rooms", &Rest::list_rooms,
      ListRooms{.name = "room-1", .status = "in-progress", .limit = 10});
  add(all, "fetch_room", &Rest::fetch_room, sid("CF"));
  add(all, "update_room", &Rest::update_room, UpdateRoom{.conference_sid = sid("CF"), .status = "completed"});
  add(all, "create_participant", &Rest::create_participant,
      CreateParticipant{
          .conference = sid("CF"),
          .to = "client:ana",
          .from = "+15550001111",
          .label = "leg 1",
          .status = {.url = "https://host.example/leg", .method = "POST", .events = {"ringing"}},
          .timeout_s = 20,
          .early_media = true,
          .start_conference_on_enter = true,
          .end_conference_on_exit = false,
          .beep = "false",
          .conference_status = {.url = "https://host.example/room", .events = {"join", "leave"}},
          .conference_record = "record-from-start",
          .detection = {.mode = "Enable",
                        .timeout_s = 10,
                        .verdict = {.url = "https://host.example/amd", .method = "POST"}}});
  add(all, "fetch_participant", &Rest::fetch_participant, ParticipantKey{sid("CF"), sid("CA")});
  add(all, "update_participant", &Rest::update_participant,
      UpdateParticipant{.conference = sid("CF"),
                        .participant = sid("CA"),
                        .hold = true,
                        .hold_url = "https://host.example/music"});
  add(all, "remove_participant", &Rest::remove_participant, ParticipantKey{sid("CF"), sid("CA")});
  add(all, "list_participants", &Rest::list_participants, sid("CF"));
}

void add_messages(Samples& all) {
  add(all, "create_message", &Rest::create_message,
      CreateMessage{.to = "+5518997751234",
                    .from = "+15550001111",
                    .body = "Olá! 1 + 1 = 2 & até já 👍",
                    .media_urls = {"https://host.example/1.png", "https://host.example/2.png"},
                    .status_callback = "https://host.example/sms",
                    .validity_s = 600});
  add(all, "create_message content", &Rest::create_message,
      CreateMessage{.to = "whatsapp:+5518997751234",
                    .messaging_service_sid = sid("MG"),
                    .content_sid = sid("HX"),
                    .content_variables = "{\"1\":\"Ana\"}",
                    .send_at = kFrom});
  add(all, "fetch_message", &Rest::fetch_message, sid("SM"));
  add(all, "update_message", &Rest::update_message, UpdateMessage{.message_sid = sid("SM"), .cancel = true});
  add(all, "list_messages", &Rest::list_messages,
      ListMessages{.to = "+5518997751234", .sent_after = kFrom, .limit = 20});
}

UpdateReservation reservation(const std::string& instruction) {
  return {.workspace_sid = sid("WS"),
          .task_sid = sid("WT"),
          .reservation_sid = sid("WR"),
          .instruction = instruction,
          .from = "+15550001111",
          .to = "client:ana"};
}

void add_tasks(Samples& all) {
  UpdateReservation accept = reservation("");
  accept.from = accept.to = "";
  accept.status = "accepted";
  add(all, "update_reservation", &Rest::update_reservation, accept);
  UpdateReservation dequeue = reservation("dequeue");
  dequeue.timeout_s = 30;
  dequeue.record = "record-from-answer";
  dequeue.post_work_activity_sid = sid("WA");
  add(all, "update_reservation dequeue", &Rest::update_reservation, dequeue);
  UpdateReservation call = reservation("call");
  call.url = "https://host.example/agent";
  call.accept = true;
  add(all, "update_reservation call", &Rest::update_reservation, call);
  add(all, "update_worker", &Rest::update_worker,
      UpdateWorker{.workspace_sid = sid("WS"),
                   .worker_sid = sid("WK"),
                   .activity_sid = sid("WA"),
                   .reject_pending = true});
}

}  // namespace

std::vector<Sample> samples() {
  Samples all;
  add_calls(all);
  add_recordings(all);
  add_numbers(all);
  add_queues(all);
  add_rooms(all);
  add_messages(all);
  add_tasks(all);
  return all;
}

}  // namespace twilio_rest
