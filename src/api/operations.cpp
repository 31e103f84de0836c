// The table of every operation: what a host can ask for, under which name, and who may.
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/desk.hpp>
#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/callback/reply.hpp>
#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/calls/alert_target.hpp>
#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/calls/number_order.hpp>
#include <smarthandoff/calls/place.hpp>
#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/legal_rules.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/retention.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/engine/operation.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/handoff/handoff.hpp>
#include <smarthandoff/handoff/metrics.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/inspection.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/report.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/whatsapp_parse.hpp>
#include <smarthandoff/messenger/whatsapp_webhook.hpp>
#include <smarthandoff/storage/job_stats.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/twilio/access_token.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>
#include <smarthandoff/telephony/twilio/twiml.hpp>

#include "api/openapi.hpp"
#include "api/understanding.hpp"

namespace smarthandoff {

namespace {

using Table = std::vector<Operation>;

void add(Table& table, std::vector<Operation> lines) {
  table.insert(table.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
}

void add_understanding(Table& table) {
  add(table, {operation(
                  "understand.phone", api::phone,
                  +[](api::UnderstandPhone& r, const TenantProfile& p) { api::fill(r, p); },
                  "Reads a telephone number as typed or said."),
              operation(
                  "understand.time", api::time,
                  +[](api::UnderstandTime& r, const TenantProfile& p) { api::fill(r, p); },
                  "Reads when somebody wants to be called."),
              operation(
                  "understand.intent", api::intent,
                  +[](api::UnderstandIntent& r, const TenantProfile& p) { api::fill(r, p); },
                  "Reads what somebody wants, as the answer to a question."),
              operation("documents.parse", documents::parse, "Reads a CPF or CNPJ as typed.")});
}

Error no_default(const char* field, const char* thing, const std::string& id) {
  const Error error = no_such(thing, id);
  return {error.code(),
          std::string("field \"") + field + "\": " + error.what(),
          {{"field", field}, {"thing", thing}}};
}

// The profile lies below the destinations and channels that it may name.
void check_known(Context& context, const tenants::UpdateTenant& request) {
  const auto& destination = request.default_destination_id;
  if (destination && !destination->empty() && !destinations::find(context, {*destination}))
    throw no_default("default_destination_id", "destination", *destination);
  const auto& channel = request.default_channel_id;
  if (!channel || channel->empty()) return;
  channels::lock(context);  // or it would be deleted before the profile names it
  if (!channels::find(context, {*channel})) throw no_default("default_channel_id", "channel", *channel);
}

Operation with_known_defaults(Operation line) {
  line.write = [update = line.write](Context& context, const void* request) {
    check_known(context, *static_cast<const tenants::UpdateTenant*>(request));
    return update(context, request);
  };
  return line;
}

void add_tenants(Table& table) {
  add(table, {operation("tenants.get", tenants::get, Role::agent, "The tenant's profile."),
              with_known_defaults(operation("tenants.update", tenants::update, Role::admin,
                                            "Replaces members of the tenant's profile.")),
              operation("tenants.list", tenants::list, Role::service, "Every tenant of the store.")});
}

void add_agents(Table& table) {
  namespace a = agents;
  add(table, {operation("agents.create", a::create, Role::admin, "Adds a person who talks to customers."),
              operation("agents.update", a::update, Role::admin, "Replaces members of an agent."),
              operation("agents.get", a::get, Role::agent, "One agent."),
              operation("agents.list", a::list, Role::agent, "The agents, in pages.")});
}

void add_gate(Table& table) {
  namespace g = contact;
  namespace s = suppressions;
  add(table,
      {operation("gate.check", g::check, Role::agent, "Whether a contact that we start may go out."),
       operation("gate.decisions", g::decisions, Role::supervisor, "The stored decisions, in pages."),
       operation("gate.load", g::load, Role::admin, "Replaces legal rules of the tenant."),
       operation("gate.rules", g::legal_rules, Role::agent, "The legal rules that hold for the tenant."),
       operation("opt_outs.add", s::add_opt_out, Role::agent, "Nobody contacts this person any more."),
       operation("opt_outs.remove", s::remove_opt_out, Role::supervisor, "Lifts an opt-out."),
       operation("opt_outs.list", s::list_opt_outs, Role::agent, "The opt-outs, in pages."),
       operation("opt_outs.check", s::check_opt_out, Role::agent, "Whether a person is opted out."),
       operation("wrong_persons.add", s::add_wrong_person, Role::agent,
                 "The address is not that of whom we look for."),
       operation("wrong_persons.remove", s::remove_wrong_person, Role::supervisor, "Lifts a wrong person."),
       operation("wrong_persons.list", s::list_wrong_persons, Role::agent, "The wrong persons, in pages."),
       operation("wrong_persons.check", s::check_wrong_person, Role::agent,
                 "Whether an address is a wrong person's.")});
}

void add_contacts(Table& table) {
  namespace c = contacts;
  add(table,
      {operation("contacts.create", c::create, Role::agent,
                 "Adds a person and the addresses that reach them."),
       operation("contacts.update", c::update, Role::agent, "Replaces members and addresses of a contact."),
       operation("contacts.get", c::get, Role::agent, "One contact, by id or address."),
       operation("contacts.erase", c::erase, Role::admin, "Erases a person; references stay."),
       operation("contacts.export", c::export_, Role::admin, "Everything that is stored about a person."),
       operation("contacts.record", contact::record_contact, Role::agent, "A contact that happened."),
       operation("retention.settings", retention::settings, Role::admin, "How long the tenant keeps what."),
       operation("retention.configure", retention::configure, Role::admin,
                 "Sets how long what is known of people is kept."),
       operation("contacts.history", contact::history, Role::agent, "The contacts with a person.")});
}

void add_destinations(Table& table) {
  namespace d = destinations;
  add(table,
      {operation("destinations.create", d::create, Role::admin, "Adds somebody whom callers can ask for."),
       operation("destinations.update", d::update, Role::admin, "Replaces members of a destination."),
       operation("destinations.delete", d::delete_, Role::admin, "Removes a destination."),
       operation("destinations.get", d::get, Role::agent, "One destination."),
       operation("destinations.list", d::list, Role::agent, "The destinations, in pages."),
       operation("destinations.resolve", d::resolve, Role::agent, "Finds whom a caller means.")});
}

void add_secretaries(Table& table) {
  namespace s = secretaries;
  add(table, {operation("secretaries.create", s::create, Role::admin, "Adds a profile of the assistant."),
              operation("secretaries.update", s::update, Role::admin, "Replaces members of a secretary."),
              operation("secretaries.delete", s::delete_, Role::admin, "Removes a secretary."),
              operation("secretaries.get", s::get, Role::agent, "One secretary."),
              operation("secretaries.list", s::list, Role::agent, "The secretaries, in pages.")});
}

void add_handoffs(Table& table) {
  namespace h = handoff;
  add(table,
      {operation("handoffs.start", h::start, Role::agent, "The assistant has answered a call."),
       operation("handoffs.transfer", h::transfer, Role::agent, "Puts the caller through to somebody."),
       operation("handoffs.wait", h::wait, Role::agent,
                 "The outcome of the transfer under way, or of the last."),
       operation("handoffs.accept", h::accept, Role::agent, "The person's answer to the accept gate."),
       operation("handoffs.hear", h::hear, Role::agent, "The caller said something, or nothing."),
       operation("handoffs.choose", h::choose, Role::agent, "The caller's choice, in a structured form."),
       operation("handoffs.note", h::note, Role::agent, "Adds a line to the transcript."),
       operation("handoffs.finish", h::finish, Role::agent, "The call is over for us."),
       operation("handoffs.get", h::get, Role::agent, "One handoff."),
       operation("handoffs.list", h::list, Role::agent, "The handoffs, in pages."),
       operation("handoffs.attempts", h::attempts, Role::agent,
                 "Every try of a handoff, with its evidence.")});
}

void add_callbacks(Table& table) {
  namespace c = callbacks;
  namespace t = tickets;
  add(table, {operation("extensions.status", extensions::status, Role::agent,
                        "Whether a person can be reached now."),
              operation("callbacks.create", c::create, Role::agent, "Promises to call somebody back."),
              operation("callbacks.get", c::get, Role::agent, "One callback."),
              operation("callbacks.list", c::list, Role::agent, "The callbacks, in pages."),
              operation("tickets.get", t::get, Role::agent, "One ticket."),
              operation("tickets.list", t::list, Role::agent, "The tickets, in pages."),
              operation("tickets.text", t::text, Role::agent, "A ticket as a text for people.")});
}

void add_callback_desk(Table& table) {
  namespace c = callbacks;
  add(table,
      {operation("callbacks.pending", c::pending, Role::agent,
                 "What waits to be called back, and the badge."),
       operation("callbacks.initiate", c::initiate, Role::agent, "Calls back now."),
       operation("callbacks.result", c::result, Role::agent, "How a call went that the host placed."),
       operation("callbacks.snooze", c::snooze, Role::agent, "Puts a callback off."),
       operation("callbacks.dismiss", c::dismiss, Role::agent, "Not for this extension any more."),
       operation("callbacks.cancel", c::cancel, Role::agent, "Nobody is to be called back."),
       operation("callbacks.reschedule", c::reschedule, Role::agent, "Another time for a callback."),
       operation("callbacks.dials", c::dials, Role::agent, "Every try of a callback, with its end."),
       operation("callbacks.reply", c::reply, Role::agent, "What a customer answered to a notice."),
       operation("callbacks.rate", c::rate, Role::agent, "The customer's answer to how it went."),
       operation("callbacks.metrics", c::metrics, Role::supervisor, "How well a tenant calls back."),
       operation("handoffs.metrics", handoff::metrics, Role::supervisor, "How well callers are put through."),
       operation("callbacks.estimate", c::estimate, Role::agent, "How long a callback will wait."),
       operation("callbacks.settings", c::settings, Role::agent, "How callbacks are watched and called."),
       operation("callbacks.configure", c::configure, Role::admin, "Replaces members of these settings.")});
}

void add_messaging(Table& table) {
  namespace c = channels;
  namespace m = messages;
  namespace t = templates;
  namespace w = messaging;
  add(table,
      {operation("channels.create", c::create, Role::admin, "Adds a messaging channel."),
       operation("channels.update", c::update, Role::admin, "Replaces members of a channel."),
       operation("channels.get", c::get, Role::agent, "One channel, without its credentials."),
       operation("channels.list", c::list, Role::agent, "The channels, in pages."),
       operation("channels.delete", c::delete_, Role::admin, "Forgets a channel and its credentials."),
       operation("channels.validate", c::validate, Role::admin,
                 "Asks the service whether number and credentials are right."),
       operation("channels.profile", c::profile, Role::agent, "What people see of a number."),
       operation("channels.rotate", c::rotate, Role::admin, "Encrypts all credentials with the newest key."),
       operation("channels.test", m::test_channel, Role::admin,
                 "Sends a text to see whether a channel works."),
       operation("templates.list", t::list, Role::agent, "A channel's templates."),
       operation("templates.set", t::set, Role::admin, "Writes what is known of a template."),
       operation("templates.sync", t::sync, Role::admin, "Reads the peer's templates in the background."),
       operation("messages.send", contact::send_message, Role::agent,
                 "Writes to a person, if it may go out."),
       operation("messages.get", m::get, Role::agent, "One message."),
       operation("messages.list", m::list, Role::agent, "The messages, the newest first."),
       operation("messages.mark_read", m::mark_read, Role::agent,
                 "Tells the sender that a message was read."),
       operation("messages.received", m::received, Role::service,
                 "A message that the host's own messaging service received."),
       operation("messages.status", m::status, Role::service,
                 "What became of a message, by the host's own messaging service."),
       routed<w::ReceiveWebhook, w::WebhookReceipt>(
           operation("messaging.webhook", w::receive, Role::service, "Takes what Meta posts."), w::tenants_of,
           w::merge),
       routed<w::AnswerChallenge, w::ChallengeAnswer>(
           operation("messaging.challenge", w::challenge, Role::service, "Answers Meta's verification."),
           w::tenants_of, w::merge)});
}

// Calls over the phone service, and the numbers they are made by.
void add_calls(Table& table) {
  namespace c = calls;
  add(table,
      {operation("numbers.create", c::create_number, Role::admin,
                 "Adds a telephone number of the tenant's own."),
       operation("numbers.update", c::update_number, Role::admin, "Replaces members of a number."),
       operation("numbers.get", c::get_number, Role::agent, "One number."),
       operation("numbers.list", c::list_numbers, Role::agent, "The numbers, in pages."),
       operation("calls.caller_id", c::choose_caller_id, Role::agent,
                 "By which number a person is called next; counts it."),
       operation("numbers.search", c::search_numbers, Role::admin, "Numbers that can be bought now."),
       operation("numbers.buy", c::buy_number, Role::admin, "Buys a number in the background."),
       operation("calls.place", c::place, Role::agent, "Calls a person, if they may be called."),
       operation("calls.take", c::take_next, Role::agent, "Connects an agent with the queue's next caller."),
       operation("calls.hang_up", c::hang_up, Role::agent, "Ends a call."),
       operation("calls.get", c::get_call, Role::agent, "One call."),
       operation("calls.list", c::list_calls, Role::agent, "The calls, in pages."),
       operation("calls.metrics", c::call_metrics, Role::supervisor, "Figures of calls, and how they went."),
       operation("calls.settings", c::settings, Role::agent, "How a tenant wants its calls."),
       operation("calls.configure", c::configure, Role::admin, "Replaces members of these settings.")});
}

void add_recordings(Table& table) {
  namespace c = calls;
  add(table, {operation("recordings.settings", c::recording_settings, Role::admin,
                        "Whether recordings are stored in a bucket, and how long."),
              operation("recordings.configure", c::configure_recordings, Role::admin,
                        "Replaces members of these settings."),
              operation("recordings.rotate", c::rotate_recordings, Role::admin,
                        "Encrypts the bucket's credentials with the newest key."),
              operation("recordings.get", c::get_recording, Role::agent, "One recording of a call."),
              operation("recordings.list", c::list_recordings, Role::agent, "The recordings, in pages."),
              operation("recordings.store", c::store_recording, Role::supervisor,
                        "Has a recording stored that is at Twilio."),
              operation("recordings.audio", c::recording_audio, Role::agent,
                        "A recording's audio, or a part of it, for a player.")});
}

void add_lines(Table& table) {
  namespace c = calls;
  add(table,
      {operation("lines.set", c::set_line, Role::admin, "How an agent is reached by the phone service."),
       operation("lines.get", c::get_line, Role::agent, "One agent's line."),
       operation("lines.list", c::list_lines, Role::agent, "The lines, in pages."),
       operation("lines.presence", c::set_presence, Role::agent, "Whether an agent may be rung."),
       operation("lines.token", c::issue_token, Role::agent, "A token for an agent's browser or app.")});
}

void add_alert_targets(Table& table) {
  namespace c = calls;
  add(table,
      {operation("alert_targets.create", c::create_alert_target, Role::admin,
                 "Adds a chat room or a person that alerts go to."),
       operation("alert_targets.update", c::update_alert_target, Role::admin,
                 "Replaces members of a target."),
       operation("alert_targets.get", c::get_alert_target, Role::admin, "One target, without its address."),
       operation("alert_targets.list", c::list_alert_targets, Role::admin, "The targets, in pages."),
       operation("alert_targets.delete", c::delete_alert_target, Role::admin,
                 "Forgets a target and what waits for it."),
       operation("alert_targets.test", c::test_alert_target, Role::admin,
                 "Sends one text, to see whether it arrives."),
       operation("alert_targets.rotate", c::rotate_alert_targets, Role::admin,
                 "Encrypts all addresses with the newest key.")});
}

void add_phone_accounts(Table& table) {
  namespace c = calls;
  add(table,
      {operation("phone_accounts.create", c::create_account, Role::admin,
                 "Adds an account of the phone service."),
       operation("phone_accounts.open", c::open_subaccount, Role::admin,
                 "Opens a subaccount in the background."),
       operation("phone_accounts.update", c::update_account, Role::admin, "Replaces members of an account."),
       operation("phone_accounts.get", c::get_account, Role::admin, "One account, without its credentials."),
       operation("phone_accounts.list", c::list_accounts, Role::admin, "The accounts, in pages."),
       operation("phone_accounts.rotate", c::rotate_accounts, Role::admin,
                 "Encrypts all credentials with the newest key.")});
}

// What the phone service posts.
void add_voice_webhooks(Table& table) {
  using calls::VoiceAnswer;
  using calls::VoiceWebhook;
  const auto line = [&](const char* name, VoiceAnswer (*take)(Context&, const VoiceWebhook&),
                        const char* doc) {
    table.push_back(routed<VoiceWebhook, VoiceAnswer>(operation(name, take, Role::service, doc),
                                                      calls::tenants_of, calls::merge));
  };
  line("voice.status", calls::call_status, "A call's status.");
  line("voice.detection", calls::detection, "Who answered a call.");
  line("voice.recording", calls::recording, "A recording is ready.");
  line("voice.incoming", calls::incoming, "A call comes in.");
  line("voice.disclaimer", calls::disclaimer, "The disclaimer, then the agent or the queue.");
  line("voice.script", calls::script, "A call that we placed was answered.");
  line("voice.machine", calls::machine, "The message for an answering machine.");
  line("voice.dial", calls::dial_with_whisper, "Rings the agent, who hears first who calls.");
  line("voice.whisper", calls::whisper, "What the agent hears.");
  line("voice.overflow", calls::overflow, "Into the queue.");
  line("voice.wait", calls::wait_music, "What a waiting caller hears.");
  line("voice.connect", calls::connect_queue, "An agent takes the queue's next caller.");
  line("voice.connected", calls::connected, "The caller who was taken.");
  line("voice.queue_result", calls::queue_result, "How waiting ended.");
  line("voice.follow", calls::follow_me, "Rings the agent, and goes on if they do not answer.");
  line("voice.failover", calls::failover, "How that ended: the mobile, if need be.");
  line("voice.voicemail", calls::voicemail, "How that ended: a message, if need be.");
  line("voice.message", calls::voicemail_recorded, "A message was recorded: a ticket.");
  line("taskrouter.event", calls::task_event, "TaskRouter tells of workers and tasks.");
  line("taskrouter.assignment", calls::task_assignment, "TaskRouter offers a task.");
}

// What peers' webhooks and phones need of a host, without a store.
void add_peers(Table& table) {
  add(table, {operation("twilio.sign", twilio::sign, "The signature of a request of Twilio's."),
              operation("twilio.validate", twilio::validate, "Whether a request is Twilio's."),
              operation("twilio.access_token", twilio::access_token, "A token for Twilio's Voice SDK."),
              operation("twilio.twiml", twiml::write, "What a voice webhook answers Twilio, as XML."),
              operation("whatsapp.validate", whatsapp::validate, "Whether a webhook is Meta's."),
              operation("whatsapp.parse", whatsapp::parse, "What a webhook of Meta's says.")});
}

// What a host that serves this over HTTP needs beside its routes.
void add_hosting(Table& table) {
  add(table, {operation("jobs.stats", jobs::stats, Role::admin, "What the tenant's work is waiting for."),
              operation("openapi.document", openapi::document,
                        "The OpenAPI document of a host's routes to these operations.")});
}

}  // namespace

const std::vector<Operation>& operations() {
  static const Immortal<Table> table = [] {
    Table lines;
    add_understanding(lines);
    add_tenants(lines);
    add_agents(lines);
    add_gate(lines);
    add_contacts(lines);
    add_destinations(lines);
    add_secretaries(lines);
    add_handoffs(lines);
    add_callbacks(lines);
    add_callback_desk(lines);
    add_messaging(lines);
    add_calls(lines);
    add_recordings(lines);
    add_lines(lines);
    add_phone_accounts(lines);
    add_alert_targets(lines);
    add_voice_webhooks(lines);
    add_peers(lines);
    add_hosting(lines);
    return lines;
  }();
  return table;
}

}  // namespace smarthandoff
