#include <smarthandoff/messenger/message.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <optional>

#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/withdraw.hpp>

#include "messenger/contents.hpp"
#include "storage/job_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messages;
using domain_store::error_of;
using domain_store::Store;
using messenger::FailureKind;
using messenger::Inbound;
using messenger::InboundKind;
using messenger::OutgoingMessage;
using messenger::PeerStatus;
using messenger::SendOutcome;
using messenger::SendRequest;
using messenger::SendResult;
using messenger::StatusChange;

namespace {

const std::string kMaria = "+5518997751234";

// A messenger that answers what it is told to, and keeps what it was asked.
class Scripted final : public messenger::Messenger {
 public:
  void send(const SendRequest& request, std::function<void(SendResult)> done) override {
    sent.push_back(request);
    SendResult result = answer;
    if (result.outcome == SendOutcome::accepted) result.peer_id = "wamid.OUT" + std::to_string(++accepted_);
    done(result);
  }
  void mark_read(const messenger::MarkRead& request, std::function<void(messenger::Failure)> done) override {
    read.push_back(request);
    done(failure);
  }
  void list_templates(const messenger::ListTemplates&,
                      std::function<void(messenger::TemplatesResult)> done) override {
    done(templates);
  }
  void stop() noexcept override {}

  SendResult answer{.outcome = SendOutcome::accepted};  // with ids wamid.OUT1, wamid.OUT2 …
  messenger::Failure failure;
  messenger::TemplatesResult templates;
  std::vector<SendRequest> sent;
  std::vector<messenger::MarkRead> read;

 private:
  int accepted_ = 0;
};

// A store with one channel, whose jobs are done by hand as the engine would.
struct World {
  World() { channel = store.write(channels::create, channels::CreateChannel{.name = "WhatsApp"}).id; }

  // Does the jobs due by now, `attempt` as if so many tries had been cut off before.
  void run(std::int64_t attempt = 0) {
    auto due = std::exchange(store.jobs, {});
    for (Job& job : due) {
      if (job.due > store.now) {
        store.jobs.push_back(std::move(job));
        continue;
      }
      job.attempt = attempt;
      store.write(
          [&](Context& c, int) {
            return storage::jobs::cancel(c.transaction(), c.tenant(), job.kind, job.key), 0;
          },
          0);
      for (const JobHandler& handler : job_handlers()) {
        if (handler.kind != job.kind) continue;
        if (handler.rule != nullptr) {
          store.write([&](Context& c, int) { return handler.rule(c, job), 0; }, 0);
        } else {
          Ports ports{*static_cast<telephony::Telephony*>(nullptr), &peer};
          handler.effect(ports, job, [this](const Answer& answer) {
            store.write([&](Context& c, int) { return answer(c), 0; }, 0);
          });
        }
      }
    }
  }

  // What waits stands in the table too: a message that leaves the queue looks there for the one behind it.
  Message send(OutgoingMessage outgoing = {.to = kMaria, .content = contents::text(), .reference = "r1"}) {
    const Message made = store.write(messenger::enqueue_message, outgoing);
    const Job& job = store.jobs.back();
    store.write([&](Context& c, int) { return storage::jobs::put(c.transaction(), job, store.now); }, 0);
    return made;
  }
  Message get(const MessageId& id) { return store.read(messages::get, GetMessage{id}); }
  bool receive(const Inbound& inbound) {
    return store.write([&](Context& c, const Inbound& i) { return messages::receive(c, channel, i); },
                       inbound);
  }
  StatusApplied apply(const StatusChange& change) {
    return store.write([&](Context& c, const StatusChange& s) { return messages::apply(c, channel, s); },
                       change);
  }
  std::optional<Instant> last_inbound(const std::string& address = kMaria) {
    return store.read([](const Context& c, const std::string& a) { return messenger::last_inbound(c, a); },
                      address);
  }
  std::string topics() {
    const std::string all = store.topics();
    store.events.clear();
    return all;
  }

  Store store;
  ChannelId channel;
  Scripted peer;
};

Inbound text(const std::string& id, const std::string& from = "5518997751234") {
  return {.peer_id = id,
          .from = from,
          .profile_name = "Maria",
          .at = parse_rfc3339("2026-01-16T17:29:00Z"),
          .kind = InboundKind::text,
          .type = "text",
          .text = "sim",
          .raw = "{}"};
}

}  // namespace

TEST_CASE("a message is stored, sent after the commit with its id, and follows its statuses") {
  World world;
  world.topics();
  const Message made = world.send();
  CHECK(made.status == MessageStatus::queued);
  CHECK(made.kind == "text");
  CHECK(world.peer.sent.empty());
  world.run();
  REQUIRE(world.peer.sent.size() == 1);
  CHECK(world.peer.sent[0].message_id == made.id);
  CHECK(world.peer.sent[0].channel_id == world.channel);
  CHECK(world.peer.sent[0].to == "5518997751234");
  CHECK(world.peer.sent[0].content == contents::text());
  CHECK(world.get(made.id).status == MessageStatus::sent);
  CHECK(world.get(made.id).peer_id == "wamid.OUT1");
  CHECK(world.get(made.id).sent_at == world.store.now);

  const Instant read_at = world.store.now - Seconds(3);
  CHECK(world.apply({.peer_id = "wamid.OUT1", .status = PeerStatus::read, .at = read_at}) ==
        StatusApplied::changed);
  CHECK(world.apply({.peer_id = "wamid.OUT1", .status = PeerStatus::delivered}) == StatusApplied::ignored);
  CHECK(world.apply({.peer_id = "wamid.OUT1", .status = PeerStatus::read}) == StatusApplied::ignored);
  CHECK(world.apply({.peer_id = "wamid.NONE", .status = PeerStatus::read}) == StatusApplied::unknown);
  const Message end = world.get(made.id);
  CHECK(end.status == MessageStatus::read);
  CHECK(end.read_at == read_at);
  CHECK_FALSE(end.delivered_at);
  CHECK(world.topics() == "message.sent message.status ");
  for (const Job& job : world.store.jobs) CHECK(job.kind == kChangedJob);
}

TEST_CASE("a send whose answer is lost is never repeated, and its status settles it by our id") {
  World world;
  const Message made = world.send();
  world.topics();
  world.run(1);  // an earlier try was cut off
  CHECK(world.peer.sent.empty());
  CHECK(world.get(made.id).status == MessageStatus::in_doubt);
  CHECK(world.topics() == "message.status ");
  CHECK(world.apply({.peer_id = "wamid.X", .message_id = made.id, .status = PeerStatus::delivered}) ==
        StatusApplied::changed);
  CHECK(world.get(made.id).status == MessageStatus::delivered);
  CHECK(world.get(made.id).peer_id == "wamid.X");
  world.store.now += std::chrono::hours(1);
  world.topics();
  world.run();
  CHECK(world.peer.sent.empty());
  CHECK(world.topics() == "");  // no longer in doubt
}

TEST_CASE("a doubt that nothing settles becomes visible") {
  World world;
  world.peer.answer = {.outcome = SendOutcome::in_doubt, .failure = {.kind = FailureKind::temporary}};
  const Message made = world.send();
  world.run();
  world.topics();
  world.store.now += std::chrono::minutes(10);
  world.run();
  CHECK(world.topics() == "message.unresolved ");
  CHECK(world.get(made.id).status == MessageStatus::in_doubt);
  CHECK(world.peer.sent.size() == 1);
}

TEST_CASE("what was certainly not sent is sent again, until it is taken or not worth it") {
  World world;
  world.peer.answer = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::temporary, .code = 2}};
  const Message made = world.send();
  world.run();
  CHECK(world.get(made.id).status == MessageStatus::queued);
  CHECK(world.get(made.id).tries == 1);
  world.run();
  CHECK(world.peer.sent.size() == 1);  // not before its time
  world.store.now += Seconds(1);
  world.run();
  CHECK(world.peer.sent.size() == 2);
  CHECK(world.peer.sent[0].content == world.peer.sent[1].content);
  world.peer.answer = {.outcome = SendOutcome::accepted};
  world.store.now += Seconds(2);
  world.run();
  CHECK(world.get(made.id).status == MessageStatus::sent);
  CHECK(world.get(made.id).failure == messenger::Failure{});

  world.peer.answer = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::rate_limited}};
  const Message short_lived =
      world.send({.to = kMaria, .content = contents::text(), .valid_for = Seconds(60)});
  for (int i = 0; i < 100; ++i) {
    world.run();
    world.store.now += Seconds(1);
  }
  CHECK(world.get(short_lived.id).status == MessageStatus::failed);
  CHECK(world.get(short_lived.id).failure.kind == FailureKind::expired);
}

// "A" and then "B" to one person reached them as B, A, nearly every second time.
TEST_CASE("a message waits until the one before it, to the same person, is taken, and not for ever") {
  World world;
  const auto texts = [&] {
    std::string all;
    for (const auto& one : world.peer.sent) all += one.content.text;
    return all;
  };
  const auto says = [&](const std::string& words, const std::string& to = kMaria) {
    return world.send({.to = to, .content = {.kind = messenger::ContentKind::text, .text = words}});
  };
  const auto settle = [&] {
    for (int i = 0; i < 9; ++i) world.run();
  };
  for (const char* words : {"A", "B", "C"}) {
    says(words);
    world.store.now += Milliseconds(1);
  }
  says("x", "+5518997750000");
  world.run();
  CHECK(texts() == "Ax");
  settle();
  CHECK(texts() == "AxBC");
  for (int i = 0; i < 4; ++i) says("y");  // within one instant nobody can tell which was the first
  settle();
  CHECK(texts() == "AxBCyyyy");

  world.peer.sent.clear();
  world.peer.answer = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::temporary, .code = 2}};
  says("D");
  says("E");
  settle();
  CHECK(texts() == "D");
  for (int i = 0; i < 12; ++i) {
    world.store.now += Seconds(1);
    settle();
  }
  CHECK(texts().find('E') != std::string::npos);  // D may wait for an hour
}

// A person opted out while a notice waited to be tried again, and still got it. Found by the simulation.
TEST_CASE("what waits to be sent is withdrawn and never sent, whoever is sending it at the moment") {
  World world;
  const auto withdraw = [&] {
    const auto all = [](Context& c, const std::string& to) { return messenger::withdraw_all(c, to, "why"); };
    return world.store.write(all, std::string(kMaria));
  };
  world.peer.answer = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::temporary, .code = 2}};
  const auto waiting = world.send();
  world.run();
  REQUIRE(world.get(waiting.id).status == MessageStatus::queued);
  CHECK(withdraw() == 1);
  world.peer.answer = {.outcome = SendOutcome::refused,
                       .failure = {.kind = FailureKind::expired, .detail = "it was not sent in time"}};
  world.run();
  CHECK(world.peer.sent.back().expires_at < world.store.now);  // no messenger sends it
  CHECK(world.get(waiting.id).status == MessageStatus::failed);
  CHECK(world.get(waiting.id).failure == messenger::Failure{.kind = FailureKind::expired, .detail = "why"});

  const auto under_way = world.send();
  const auto jobs = std::exchange(world.store.jobs, {});
  CHECK(withdraw() == 1);
  world.store.jobs = jobs;  // it was being sent, with the order of before
  world.peer.answer = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::temporary, .code = 2}};
  world.run();
  CHECK(world.get(under_way.id).status == MessageStatus::failed);
  CHECK(world.get(under_way.id).failure.detail == "why");
  CHECK(withdraw() == 0);
}

TEST_CASE("a refused token puts the channel in error and keeps the message") {
  World world;
  world.peer.answer = {.outcome = SendOutcome::retry,
                       .failure = {.kind = FailureKind::unauthorized, .code = 190, .detail = "expired"}};
  const Message made = world.send();
  world.topics();
  world.run();
  CHECK(world.topics() == "channel.error ");
  CHECK(world.get(made.id).status == MessageStatus::queued);
  CHECK(error_of([&] { world.send(); }) == "failed_precondition channel_id");
  world.peer.answer = {.outcome = SendOutcome::accepted};
  world.store.now += Seconds(60);
  world.run();
  CHECK(world.get(made.id).status == MessageStatus::sent);
}

TEST_CASE("a received message is stored once, opens the window, and is handed on") {
  World world;
  world.topics();
  CHECK(world.receive(text("wamid.IN1")));
  CHECK_FALSE(world.receive(text("wamid.IN1")));
  CHECK(world.topics() == "message.received ");
  REQUIRE(world.store.jobs.size() == 1);
  CHECK(world.store.jobs[0].kind == kInboundJob);
  const Message message = world.get({world.store.jobs[0].key});
  CHECK(message.direction == Direction::inbound);
  CHECK(message.status == MessageStatus::received);
  CHECK(message.address == kMaria);
  CHECK(message.text == "sim");
  CHECK(world.last_inbound() == parse_rfc3339("2026-01-16T17:29:00Z"));
  CHECK_FALSE(world.last_inbound("+5511987654321"));
}

TEST_CASE("the window never goes back, and what is no word of the person does not open it") {
  World world;
  Inbound later = text("wamid.IN2");
  later.at = world.store.now - Seconds(5);
  world.receive(later);
  world.receive(text("wamid.IN1"));
  CHECK(world.last_inbound() == world.store.now - Seconds(5));
  Inbound future = text("wamid.IN3");
  future.at = world.store.now + std::chrono::hours(9);
  world.receive(future);
  CHECK(world.last_inbound() == world.store.now);
  Inbound system = text("wamid.IN4", "5511987654321");
  system.kind = InboundKind::system;
  world.receive(system);
  CHECK_FALSE(world.last_inbound("+5511987654321"));
}

TEST_CASE("a person is one however the peer spells the number, and is answered in that spelling") {
  struct Row {
    std::string from, user_id, address;
  };
  for (const Row& row : std::vector<Row>{{"5518997751234", "", "+5518997751234"},
                                         {"551897751234", "", "+5518997751234"},  // before the ninth digit
                                         {"551832221000", "", "+551832221000"},   // a landline never has it
                                         {"13053711234", "", "+13053711234"},
                                         {"999000111", "", "+999000111"},  // no number of any plan
                                         {"", "BR.77", "user:BR.77"}}) {
    CAPTURE(row.from);
    CHECK(messenger::address_of(row.from, row.user_id) == row.address);
  }
  World world;
  world.receive(text("wamid.IN1", "551897751234"));
  CHECK(world.last_inbound());
  world.send();
  world.run();
  CHECK(world.peer.sent.back().to == "551897751234");

  Inbound both = text("wamid.IN2", "5511987654321");
  both.from_user_id = "BR.77";
  world.receive(both);
  Inbound unnamed = text("wamid.IN3", "");
  unnamed.from_user_id = "BR.77";
  world.receive(unnamed);  // known by now
  CHECK(world.store.read(messages::list, ListMessages{.address = "11 98765-4321"}).messages.size() == 2);
  unnamed.peer_id = "wamid.IN4";
  unnamed.from_user_id = "BR.88";
  world.receive(unnamed);
  world.send({.to = "user:BR.88", .content = contents::text()});
  world.run();
  CHECK(world.peer.sent.back().to == "BR.88");
  CHECK(world.peer.sent.back().to_user_id);
}

TEST_CASE("an answer is found with the message it answers, and the last one we sent is known") {
  World world;
  const Message ours = world.send();
  world.run();
  Inbound answer = text("wamid.IN1");
  answer.answers = "wamid.OUT1";
  answer.choice_id = "callback_yes";
  world.receive(answer);
  const Message received = world.get({world.store.jobs.back().key});
  CHECK(received.answers_id == ours.id);
  CHECK(received.choice_id == "callback_yes");
  const auto last = [&] {
    return world.store.read(
        [&](const Context& c, int) { return messenger::last_outbound(c, kMaria, world.channel); }, 0);
  };
  REQUIRE(last());
  CHECK(last()->id == ours.id);
  const Message reply = world.send({.to = kMaria, .content = contents::text(), .answers = received.id});
  world.run();
  CHECK(world.peer.sent.back().answers == "wamid.IN1");
  CHECK(last()->id == reply.id);
}

TEST_CASE("a received message is marked as read, with a few tries") {
  World world;
  world.receive(text("wamid.IN1"));
  const MessageId id{world.store.jobs.back().key};
  world.store.write(messages::mark_read, MarkMessageRead{.message_id = id, .typing = true});
  world.peer.failure = {.kind = FailureKind::temporary};
  world.topics();
  for (int i = 0; i < 20; ++i) {
    world.run();
    world.store.now += Seconds(1);
  }
  REQUIRE(world.peer.read.size() == 3);
  CHECK(world.peer.read[0].peer_id == "wamid.IN1");
  CHECK(world.peer.read[2].typing);
  CHECK(world.topics() == "message.read_failed ");
  const Message ours = world.send();
  CHECK(error_of([&] { world.store.write(messages::mark_read, MarkMessageRead{.message_id = ours.id}); }) ==
        "failed_precondition");
}

TEST_CASE("what cannot be sent is refused by name and leaves nothing") {
  World world;
  struct Row {
    std::function<void(OutgoingMessage&)> spoil;
    std::string error;
  };
  world.store.jobs.clear();
  for (const Row& row : std::vector<Row>{
           {[](OutgoingMessage& m) { m.to = ""; }, "invalid_argument to"},
           {[](OutgoingMessage& m) { m.to = "18997751234"; }, "invalid_argument to"},
           {[](OutgoingMessage& m) { m.to = "+55"; }, "invalid_argument number"},
           {[](OutgoingMessage& m) { m.to = "user:"; }, "invalid_argument to"},
           {[](OutgoingMessage& m) { m.content.text = ""; }, "invalid_argument content.text"},
           {[](OutgoingMessage& m) { m.reference = std::string(201, 'x'); }, "invalid_argument reference"},
           {[](OutgoingMessage& m) { m.valid_for = Seconds(1); }, "invalid_argument valid_for"},
           {[](OutgoingMessage& m) { m.channel_id = {"none"}; }, "not_found"},
           {[](OutgoingMessage& m) { m.answers = {"none"}; }, "not_found"}}) {
    OutgoingMessage outgoing{.to = kMaria, .content = contents::text()};
    row.spoil(outgoing);
    CHECK(error_of([&] { world.send(outgoing); }) == row.error);
  }
  CHECK(world.store.jobs.empty());
  world.store.tenant = {"other"};
  CHECK(error_of([&] { world.send(); }) == "failed_precondition channel_id");
}

TEST_CASE("another tenant's messages do not exist, and a person's are erased together") {
  World world;
  const Message ours = world.send();
  world.receive(text("wamid.IN1"));
  world.receive(text("wamid.IN2", "5511987654321"));
  world.store.tenant = {"other"};
  CHECK(error_of([&] { world.get(ours.id); }) == "not_found");
  CHECK(world.store.read(messages::list, ListMessages{}).messages.empty());
  CHECK_FALSE(world.last_inbound());
  world.store.tenant = {"acme"};
  CHECK(world.store.read(messages::list, ListMessages{}).messages.size() == 3);
  CHECK(world.store.write(messages::erase, kMaria) == 2);
  CHECK(world.store.read(messages::list, ListMessages{}).messages.size() == 1);
  CHECK_FALSE(world.last_inbound());
  world.run();  // the send's answer finds nothing and leaves nothing
  CHECK(world.store.read(messages::list, ListMessages{}).messages.size() == 1);
}

TEST_CASE("messages are listed newest first and in pages") {
  World world;
  std::vector<MessageId> ids;
  for (int i = 0; i < 5; ++i) {
    world.store.now += Milliseconds(1);
    ids.push_back(world.send().id);
  }
  const auto page = world.store.read(messages::list, ListMessages{.limit = 2}).messages;
  REQUIRE(page.size() == 2);
  CHECK(page[0].id == ids[4]);
  const auto next = world.store.read(messages::list, ListMessages{.limit = 2, .before = page[1].id}).messages;
  CHECK(next[0].id == ids[2]);
}

TEST_CASE("templates are read from the peer, changed by its webhook, and found for callbacks") {
  World world;
  using messenger::TemplateStatus;
  const auto callback = [&] {
    const auto found =
        world.store.read([](const Context& c, int) { return messenger::callback_template(c); }, 0);
    return found ? found->name + " " + found->language + " " + wire_name(found->status) : std::string("none");
  };
  CHECK(callback() == "none");
  world.peer.templates.templates = {
      {.name = "callback_retorno_ligacao",
       .language = "en_US",
       .status = TemplateStatus::approved,
       .body = "",
       .reason = ""},
      {.name = "callback_retorno_ligacao",
       .language = "pt_BR",
       .status = TemplateStatus::approved,
       .body = "Olá",
       .reason = ""},
      {.name = "aviso", .language = "pt_BR", .status = TemplateStatus::pending, .body = "", .reason = ""}};
  world.store.write(templates::sync, templates::SyncTemplates{});
  world.topics();
  world.run();
  CHECK(world.topics() == "template.updated template.updated template.updated templates.synced ");
  CHECK(callback() == "callback_retorno_ligacao pt_BR approved");

  world.store.write(templates::set,
                    templates::SetTemplate{.name = "aviso", .language = "pt_BR", .is_callback = true});
  CHECK(callback() == "aviso pt_BR pending");
  const auto change = [&](TemplateStatus status) {
    world.store.write(
        [&](Context& c, int) {
          templates::changed(
              c, world.channel,
              {.name = "aviso", .language = "pt_BR", .status = status, .body = "", .reason = "x"});
          return 0;
        },
        0);
  };
  change(TemplateStatus::approved);
  CHECK(callback() == "aviso pt_BR approved");
  change(TemplateStatus::paused);
  CHECK(callback() == "aviso pt_BR paused");

  world.peer.templates.templates.pop_back();  // the peer does not have it any more
  world.store.write(templates::sync, templates::SyncTemplates{});
  world.run();
  CHECK(callback() == "aviso pt_BR disabled");
  world.peer.templates.failure = {.kind = FailureKind::temporary};
  world.store.write(templates::sync, templates::SyncTemplates{});
  world.topics();
  world.run();
  CHECK(world.topics() == "templates.sync_failed ");
  CHECK(world.store.read(templates::list, templates::ListStoredTemplates{}).templates.size() == 3);
  CHECK(error_of([&] {
          world.store.write(templates::set, templates::SetTemplate{.name = "Não", .language = "pt_BR"});
        }) == "invalid_argument name");
}

TEST_CASE("a message travels as JSON and comes back the same") {
  World world;
  for (const auto& [what, content] : contents::all()) {
    CAPTURE(what);
    const Message made = world.send({.to = kMaria, .content = content});
    CHECK(from_json<Message>(to_json(made)) == made);
    CHECK(world.get(made.id).content == content);
  }
}
