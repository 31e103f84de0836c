// The virtual secretary at work: callers ask for people, and are transferred, refused, brought back and taken
// care of. Without arguments against a simulated PBX over TCP; with --freeswitch against a real one.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "line.hpp"
#include "story.hpp"

namespace sh = smarthandoff;

namespace {

struct Pbx {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string password = "ClueCon";
  std::string domain = "pbx.local";
  bool simulated = true;
};

// "host:port:password:domain" of a real FreeSWITCH.
Pbx parse_pbx(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (parts.size() < 3) {
    const std::size_t colon = text.find(':', begin);
    if (colon == std::string::npos)
      throw std::invalid_argument("--freeswitch takes host:port:password:domain");
    parts.push_back(text.substr(begin, colon - begin));
    begin = colon + 1;
  }
  const int port = std::atoi(parts[1].c_str());
  if (port < 1 || port > 65535) throw std::invalid_argument("--freeswitch: the port must be 1 to 65535");
  return {parts[0], static_cast<std::uint16_t>(port), parts[2], text.substr(begin), false};
}

// A store in a folder of its own, which is gone when the demo ends.
struct Store {
  std::filesystem::path folder;
  Store() {
    std::string name = (std::filesystem::temp_directory_path() / "smarthandoff-demo-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~Store() { std::filesystem::remove_all(folder); }
  std::string url() const { return "sqlite:///" + (folder / "handoff.db").string(); }
};

int run(Pbx pbx) {
  sh::SimulatedPbx simulated({.domain = pbx.domain});
  if (pbx.simulated) {
    simulated.add_standard_phones();
    simulated.start();
    pbx.port = static_cast<std::uint16_t>(simulated.listen(0, pbx.password));
  }
  std::printf("PBX: %s at %s:%d\n", pbx.simulated ? "simulated" : "FreeSWITCH", pbx.host.c_str(), pbx.port);

  const Store store;
  sh::FreeSwitchOptions freeswitch;
  freeswitch.host = pbx.host;
  freeswitch.port = pbx.port;
  freeswitch.password = sh::Secret(pbx.password);
  freeswitch.domain = pbx.domain;
  freeswitch.assistant_extension = "9000";
  sh::Engine engine({.store = store.url(), .telephony = sh::telephony::make_freeswitch(freeswitch)});
  sh::Tenant tenant = engine.tenant("acme");
  demo::make_destinations(tenant);

  demo::Line line(pbx.host, pbx.port, pbx.password);
  line.open();
  const auto stories = demo::stories(pbx.simulated);
  std::vector<std::shared_ptr<demo::Timeline>> timelines;
  std::vector<std::thread> calls;
  for (const auto& story : stories) {
    if (pbx.simulated)
      simulated.place_call({.caller = "+5518997751234"});
    else
      std::printf("call 9000 now, for: %s\n", story.title.c_str());
    const auto caller = line.next_caller(std::chrono::seconds(pbx.simulated ? 10 : 120));
    if (!caller) throw std::runtime_error("no caller reached extension 9000");
    timelines.push_back(std::make_shared<demo::Timeline>());
    calls.emplace_back([&, caller = *caller, timeline = timelines.back()] {
      try {
        demo::play(story, tenant, line, caller, timeline);
      } catch (const std::exception& error) {
        timeline->add("error", error.what());
      }
    });
  }
  for (auto& call : calls) call.join();
  for (std::size_t i = 0; i < stories.size(); ++i) timelines[i]->print(stories[i].title);

  const auto tickets = tenant.call(sh::tickets::list, {});
  const auto callbacks = tenant.call(sh::callbacks::list, {});
  std::printf("\n%zu calls, %zu tickets, %zu callbacks stored\n", stories.size(), tickets.tickets.size(),
              callbacks.callbacks.size());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 1) return run({});
    if (argc == 3 && std::string(argv[1]) == "--freeswitch") return run(parse_pbx(argv[2]));
    std::fprintf(stderr, "usage: %s [--freeswitch host:port:password:domain]\n", argv[0]);
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
