// The virtual secretary at work: callers ask for people, and are transferred, refused, brought back and taken
// care of. Without arguments against a simulated PBX over TCP; with --freeswitch against a real one; with
// --twilio against a double of Twilio.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "freeswitch_line.hpp"
#include "story.hpp"
#include "twilio_line.hpp"

namespace sh = smarthandoff;

namespace {

// "host:port:password:domain" of a real FreeSWITCH.
demo::FreeSwitchLine::Address parse_address(const std::string& text) {
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
  return {parts[0], static_cast<std::uint16_t>(port), parts[2], text.substr(begin)};
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

void run(demo::Line& line) {
  std::printf("%s\n", line.name().c_str());
  const Store store;
  sh::Engine engine({.store = store.url(), .telephony = line.telephony()});
  sh::Tenant tenant = engine.tenant("acme");
  demo::make_destinations(tenant);
  line.open();
  const auto stories = demo::stories(line);
  std::vector<std::shared_ptr<demo::Timeline>> timelines;
  std::vector<std::thread> calls;
  for (const auto& story : stories) {
    const auto caller = line.next_caller(story.title);
    timelines.push_back(std::make_shared<demo::Timeline>());
    calls.emplace_back([&, caller, timeline = timelines.back()] {
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
}

std::unique_ptr<demo::Line> line_of(int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (argc == 1) return std::make_unique<demo::FreeSwitchLine>();
  if (argc == 2 && word == "--twilio") return std::make_unique<demo::TwilioLine>();
  if (argc == 3 && word == "--freeswitch")
    return std::make_unique<demo::FreeSwitchLine>(parse_address(argv[2]));
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto line = line_of(argc, argv);
    if (line) {
      run(*line);
      return 0;
    }
    std::fprintf(stderr, "usage: %s [--twilio | --freeswitch host:port:password:domain]\n", argv[0]);
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
