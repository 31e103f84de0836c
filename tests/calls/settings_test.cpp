#include <smarthandoff/calls/settings.hpp>

#include <doctest/doctest.h>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::calls;
using domain_store::error_of;
using domain_store::Store;

TEST_CASE("a tenant has the defaults until it replaces some") {
  Store store;
  CHECK(store.read(calls::settings, GetCallSettings{}) == CallSettings{});
  const auto changed = store.write(
      configure, ConfigureCalls{.rotation = Rotation::random,
                                .alerts = std::vector{AlertKind::voicemail, AlertKind::voicemail}});
  CHECK(changed.rotation == Rotation::random);
  CHECK(changed.alerts == std::vector{AlertKind::voicemail});
  CHECK(changed.ring_seconds == 15);
  CHECK(changed.follow_seconds == 20);
  CHECK(changed.voicemail_seconds == 120);
  CHECK(changed.queue == "suporte");
  CHECK(store.read(calls::settings, GetCallSettings{}) == changed);
  store.tenant = {"other"};
  CHECK(store.read(calls::settings, GetCallSettings{}) == CallSettings{});
}

TEST_CASE("settings that cannot work are refused by their field") {
  Store store;
  const std::vector<std::pair<ConfigureCalls, std::string>> rows{
      {{.daily_cap = -1}, "daily_cap"},
      {{.sticky_days = 366}, "sticky_days"},
      {{.queue_size = 5001}, "queue_size"},
      {{.ring_seconds = 4}, "ring_seconds"},
      {{.follow_seconds = 601}, "follow_seconds"},
      {{.voicemail_seconds = 0}, "voicemail_seconds"},
      {{.local_states = std::vector<std::string>{""}}, "local_states[0]"},
      {{.local_states = std::vector<std::string>{"TX", "FLORIDA"}}, "local_states[1]"},
      {{.local_states = std::vector<std::string>{"fl"}}, "local_states[0]"},
      {{.local_states = std::vector<std::string>{"SP", "FL", "XX"}}, "local_states[2]"},
      {{.local_states = std::vector<std::string>(101, "FL")}, "local_states"},
      {{.workflow_sid = "suporte"}, "workflow_sid"},
      {{.workflow_sid = "WS" + std::string(32, 'a')}, "workflow_sid"},
      {{.workspace_sid = "WS1"}, "workspace_sid"},
      {{.available_activity = "available"}, "available_activity"},
      {{.busy_activity = "WA" + std::string(32, 'x')}, "busy_activity"},
      {{.offline_activity = "WA" + std::string(31, '1')}, "offline_activity"},
      {{.disclaimer = Disclaimer::audio}, "disclaimer_audio"},
      {{.disclaimer_audio = "http://example.com/a.mp3"}, "disclaimer_audio"},
      {{.disclaimer_audio = "http://127.0.0.1.evil.example/a.mp3"}, "disclaimer_audio"},
      {{.language = "de-DE"}, "language"},
      {{.base_url = "https://user@example.com"}, "base_url"},
      {{.base_url = "https://example.com/"}, "base_url"},
      {{.queue = " "}, "queue"},
      {{.queue_music = "ftp://example.com"}, "queue_music"},
  };
  for (const auto& [request, field] : rows) {
    CAPTURE(field);
    CHECK(error_of([&, &request = request] { store.write(configure, request); }) ==
          "invalid_argument " + field);
  }
}
