#include <smarthandoff/messenger/channel.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::channels;
using domain_store::error_of;
using domain_store::Store;

namespace {

KeyRing ring(const std::vector<std::pair<std::string, char>>& keys) {
  std::vector<EncryptionKey> given;
  for (const auto& [id, digit] : keys) given.push_back({id, Secret(std::string(64, digit))});
  return KeyRing(given);
}

CreateChannel whatsapp() {
  return {.name = "WhatsApp da Acme",
          .number = "11 3000-1000",
          .phone_number_id = "109876543210987",
          .waba_id = "223344556677889",
          .access_token = Secret("EAAtoken"),
          .app_secret = Secret("0123456789abcdef"),
          .verify_token = Secret("meatyhamhock")};
}

// Everything that is stored of channels, as text.
std::string stored(Store& store) {
  std::string all;
  store.connection().begin();
  store.connection().query("SELECT name || credentials || key_id || verify_print FROM channels", {},
                           [&](const storage::Row& row) { all += row.string(0) + "\n"; });
  store.connection().rollback();
  return all;
}

}  // namespace

TEST_CASE("a channel's credentials are stored encrypted and never come out of an operation") {
  const KeyRing keys = ring({{"k1", '1'}});
  Store store;
  store.keys = &keys;
  const Channel made = store.write(channels::create, whatsapp());
  CHECK(made.status == ChannelStatus::active);
  CHECK(made.number == "+551130001000");
  CHECK(made.has_access_token);
  CHECK(made.has_app_secret);
  CHECK(made.has_verify_token);
  CHECK(made.key_id == "k1");
  CHECK(store.read(channels::get, GetChannel{made.id}) == made);
  CHECK(store.read(channels::list, ListChannels{}).channels == std::vector{made});
  CHECK(store.topics() == "channel.updated ");

  std::string outside = stored(store) + to_json(made) + to_json(whatsapp());
  for (const Event& event : store.events) outside += event.payload;
  for (const char* secret : {"EAAtoken", "0123456789abcdef", "meatyhamhock"})
    CHECK(outside.find(secret) == std::string::npos);

  const auto opened =
      store.read([](const Context& c, const ChannelId& id) { return channels::open(c, id); }, made.id);
  REQUIRE(opened);
  CHECK(opened->access_token.reveal() == "EAAtoken");
  CHECK(opened->app_secret.reveal() == "0123456789abcdef");
  CHECK(opened->verify_token.reveal() == "meatyhamhock");
}

TEST_CASE("without keys nothing secret is stored, and with the wrong key the key is named") {
  const KeyRing right = ring({{"k1", '1'}}), wrong = ring({{"k1", '2'}}), other = ring({{"k2", '1'}});
  Store store;
  CHECK(error_of([&] { store.write(channels::create, whatsapp()); }) == "failed_precondition");
  CHECK(store.read(channels::list, ListChannels{}).channels.empty());
  store.keys = &right;
  const Channel made = store.write(channels::create, whatsapp());
  const auto open = [&] {
    store.read([](const Context& c, const ChannelId& id) { return channels::open(c, id); }, made.id);
  };
  const KeyRing none;
  for (const KeyRing* keys : {&wrong, &other, &none}) {
    store.keys = keys;
    try {
      open();
      FAIL("opened");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::failed_precondition);
      CHECK(error.details().at("key_id") == "k1");
      CHECK(std::string(error.what()).find("\"k1\"") != std::string::npos);
    }
    CHECK(store.read(channels::get, GetChannel{made.id}) == made);  // what is no secret can still be seen
    const UpdateChannel rename{.channel_id = made.id, .name = made.name};
    CHECK_NOTHROW(store.write(channels::update, rename));
    const UpdateChannel token{.channel_id = made.id, .access_token = Secret("new")};
    CHECK(error_of([&] { store.write(channels::update, token); }) == "failed_precondition");
  }
  store.keys = &right;
  CHECK_NOTHROW(open());
}

TEST_CASE("rotation encrypts all with the newest key, so that the older one can go") {
  const KeyRing old = ring({{"k1", '1'}}), both = ring({{"k1", '1'}, {"k2", '2'}}),
                fresh = ring({{"k2", '2'}});
  Store store;
  store.keys = &old;
  CreateChannel second = whatsapp();
  second.phone_number_id = "2";
  const Channel one = store.write(channels::create, whatsapp());
  store.write(channels::create, second);
  store.write(channels::create, CreateChannel{.name = "sem credenciais"});

  store.keys = &fresh;
  CHECK(error_of([&] { store.write(channels::rotate, RotateChannels{}); }) == "failed_precondition");
  store.keys = &both;
  const RotatedChannels rotated = store.write(channels::rotate, RotateChannels{});
  CHECK(rotated.rotated == 2);
  CHECK(rotated.key_id == "k2");
  CHECK(store.write(channels::rotate, RotateChannels{}).rotated == 0);
  // Another key under the same id would have answered that there is nothing to do.
  const KeyRing wrong = ring({{"k2", '3'}});
  store.keys = &wrong;
  CHECK(error_of([&] { store.write(channels::rotate, RotateChannels{}); }) == "failed_precondition");

  store.keys = &fresh;
  const auto opened =
      store.read([](const Context& c, const ChannelId& id) { return channels::open(c, id); }, one.id);
  CHECK(opened->access_token.reveal() == "EAAtoken");
  const auto by_token = [&] {
    return store.read(
        [](const Context& c, const std::string& t) { return channels::tenants_of_verify_token(c, t); },
        std::string("meatyhamhock"));
  };
  CHECK(by_token() == std::vector<TenantId>{{"acme"}});
}

TEST_CASE("members are replaced one by one, secrets too") {
  const KeyRing keys = ring({{"k1", '1'}});
  Store store;
  store.keys = &keys;
  const Channel made = store.write(channels::create, whatsapp());
  store.now += Seconds(1);
  const Channel changed = store.write(
      channels::update,
      UpdateChannel{
          .channel_id = made.id, .name = " Vendas ", .access_token = Secret("b"), .app_secret = Secret()});
  CHECK(changed.name == "Vendas");
  CHECK_FALSE(changed.has_app_secret);
  CHECK(changed.updated_at == store.now);
  const auto opened =
      store.read([](const Context& c, const ChannelId& id) { return channels::open(c, id); }, made.id);
  CHECK(opened->access_token.reveal() == "b");
  CHECK(opened->verify_token.reveal() == "meatyhamhock");
}

TEST_CASE("a refused token puts the channel in error until there is a new one") {
  const KeyRing keys = ring({{"k1", '1'}});
  Store store;
  store.keys = &keys;
  const Channel made = store.write(channels::create, whatsapp());
  const auto refuse = [](Context& c, const ChannelId& id) {
    channels::refuse(c, id, "Session has expired");
    return 0;
  };
  store.events.clear();
  store.write(refuse, made.id);
  store.write(refuse, made.id);
  CHECK(store.topics() == "channel.error ");
  const Channel error = store.read(channels::get, GetChannel{made.id});
  CHECK(error.status == ChannelStatus::error);
  CHECK(error.status_reason == "Session has expired");
  CHECK(store.write(channels::update, UpdateChannel{.channel_id = made.id, .name = "x"}).status ==
        ChannelStatus::error);
  const Channel renewed =
      store.write(channels::update, UpdateChannel{.channel_id = made.id, .access_token = Secret("new")});
  CHECK(renewed.status == ChannelStatus::active);
  CHECK(renewed.status_reason.empty());
}

TEST_CASE("a number belongs to one channel of the whole store") {
  const KeyRing keys = ring({{"k1", '1'}});
  Store store;
  store.keys = &keys;
  store.write(channels::create, whatsapp());
  CHECK(error_of([&] { store.write(channels::create, whatsapp()); }) == "already_exists phone_number_id");
  store.tenant = {"other"};
  CHECK(error_of([&] { store.write(channels::create, whatsapp()); }) == "already_exists phone_number_id");
  store.write(tenants::update, tenants::UpdateTenant{.identities = {{{"phone_number_id", "77"}}}});
  store.tenant = {"acme"};
  CreateChannel claimed = whatsapp();
  claimed.phone_number_id = "77";
  CHECK(error_of([&] { store.write(channels::create, claimed); }) == "already_exists phone_number_id");
  CreateChannel without{.name = "a"};
  store.write(channels::create, without);
  store.write(channels::create, without);  // none is no number
}

TEST_CASE("the channel to send with is the profile's, the default one, or the only one, while it is active") {
  Store store;
  const auto chosen = [&] {
    const auto channel = store.read([](const Context& c, int) { return channels::to_send_with(c); }, 0);
    return channel ? channel->name : std::string("none");
  };
  CHECK(chosen() == "none");
  const Channel a = store.write(channels::create, CreateChannel{.name = "a"});
  CHECK(chosen() == "a");
  const Channel b = store.write(channels::create, CreateChannel{.name = "b"});
  CHECK(chosen() == "none");
  store.write(channels::update, UpdateChannel{.channel_id = a.id, .status = ChannelStatus::inactive});
  CHECK(chosen() == "b");  // the only active one
  store.write(channels::update, UpdateChannel{.channel_id = a.id, .status = ChannelStatus::active});
  CHECK(chosen() == "none");
  store.write(channels::update, UpdateChannel{.channel_id = a.id, .is_default = true});
  CHECK(chosen() == "a");
  store.write(channels::update, UpdateChannel{.channel_id = b.id, .is_default = true});
  CHECK(chosen() == "b");
  CHECK_FALSE(store.read(channels::get, GetChannel{a.id}).is_default);
  store.write(tenants::update, tenants::UpdateTenant{.default_channel_id = a.id.value});
  CHECK(chosen() == "a");
  store.write(channels::update, UpdateChannel{.channel_id = a.id, .status = ChannelStatus::inactive});
  CHECK(chosen() == "none");
}

TEST_CASE("a channel that cannot be is refused by name, and another tenant's does not exist") {
  const KeyRing keys = ring({{"k1", '1'}});
  Store store;
  store.keys = &keys;
  struct Row {
    std::function<void(CreateChannel&)> spoil;
    std::string error;
  };
  for (const Row& row : std::vector<Row>{
           {[](CreateChannel& c) { c.name = " "; }, "invalid_argument name"},
           {[](CreateChannel& c) { c.status = ChannelStatus::error; }, "invalid_argument status"},
           {[](CreateChannel& c) { c.number = "abacaxi"; }, "invalid_argument number"},
           {[](CreateChannel& c) { c.phone_number_id = "12x"; }, "invalid_argument phone_number_id"},
           {[](CreateChannel& c) { c.waba_id = "../1"; }, "invalid_argument waba_id"},
           {[](CreateChannel& c) { c.api_version = "23"; }, "invalid_argument api_version"},
           {[](CreateChannel& c) { c.base_url = "http://evil.example"; }, "invalid_argument base_url"},
           {[](CreateChannel& c) { c.base_url = "http://localhost.evil.example"; },
            "invalid_argument base_url"},
           {[](CreateChannel& c) { c.rate_per_second = 1001; }, "invalid_argument rate_per_second"},
           {[](CreateChannel& c) { c.access_token = Secret("two words"); }, "invalid_argument access_token"},
           {[](CreateChannel& c) { c.app_secret = Secret(std::string(4097, 'x')); },
            "invalid_argument app_secret"}}) {
    CreateChannel request = whatsapp();
    row.spoil(request);
    CHECK(error_of([&] { store.write(channels::create, request); }) == row.error);
  }
  const Channel made = store.write(channels::create, whatsapp());
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(channels::get, GetChannel{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.write(channels::update, UpdateChannel{.channel_id = made.id}); }) ==
        "not_found");
  CHECK(store.read(channels::list, ListChannels{}).channels.empty());
}

TEST_CASE("a channel is deleted with its credentials, but not while messages of it are unsettled") {
  Store store;
  const auto channel =
      store.write(channels::create, channels::CreateChannel{.name = "A", .phone_number_id = "1"});
  const auto other = store.write(channels::create, channels::CreateChannel{.name = "B"});
  const auto remove = [&](const ChannelId& id) {
    return error_of([&] { store.write(channels::delete_, channels::DeleteChannel{id}); });
  };
  store.write(
      [](Context& context, const messenger::OutgoingMessage& message) {
        return messenger::enqueue_message(context, message);
      },
      messenger::OutgoingMessage{.channel_id = channel.id, .to = "+5518997751234", .content = {.text = "x"}});
  CHECK(remove(channel.id) == "failed_precondition");
  smarthandoff::tenants::UpdateTenant profile;
  profile.default_channel_id = other.id.value;
  store.write(smarthandoff::tenants::update, profile);
  CHECK(remove(other.id) == "failed_precondition");
  profile.default_channel_id = "";
  store.write(smarthandoff::tenants::update, profile);
  CHECK(remove(other.id) == "none");
  CHECK(remove(other.id) == "not_found");
  CHECK(error_of([&] { store.read(channels::get, channels::GetChannel{other.id}); }) == "not_found");
  CHECK(store.read(channels::list, channels::ListChannels{}).channels.size() == 1);
}
