#include <smarthandoff/telephony/simulator.hpp>

#include <algorithm>

#include "telephony/simulator/host.hpp"
#include "telephony/simulator/server.hpp"
#include "telephony/simulator/sim_port.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

void check_number(std::string_view field, const std::string& number) {
  const auto allowed = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           c == '-' || c == '_' || c == '.';
  };
  if (number.empty() || number.size() > 64 || !std::all_of(number.begin(), number.end(), allowed)) {
    throw invalid_field(field, "must be 1 to 64 letters, digits, '+', '-', '_' or '.'");
  }
}

void check_time(std::string_view field, const std::optional<Milliseconds>& time) {
  if (time && *time < Milliseconds(0)) throw invalid_field(field, "must not be negative");
}

void check_reaction(const Phone& phone) {
  check_time("after", phone.after);
  check_time("drops_after", phone.drops_after);
  check_time("presses_after", phone.presses_after);
}

PhoneRecord& phone_of(Model& model, const std::string& extension) {
  PhoneRecord* record = model.phone(extension);
  if (record == nullptr)
    throw Error(ErrorCode::not_found, "no phone \"" + extension + "\" on the simulated PBX");
  return *record;
}

// A channel that is alive, or null for one that has ended; throws for an id that was never a call's.
Channel* call_of(Model& model, const std::string& id) {
  if (Channel* channel = model.find(id)) return channel->alive() ? channel : nullptr;
  if (model.knows_call(id)) return nullptr;
  throw Error(ErrorCode::not_found, "no call \"" + id + "\" on the simulated PBX");
}

}  // namespace

class SimulatedPbx::Impl {
 public:
  explicit Impl(const PbxOptions& options)
      : host(std::make_shared<Host>(options)), port(std::make_shared<SimPort>(host)), server(*host) {
    host->model().watchers.push_back([this](const Emission& emission) {
      port->watch(host->model(), emission);
      server.watch(emission);
    });
  }

  ~Impl() {
    host->with_model([this](Model& model) { port->lose(model, "the PBX is gone"); });
    server.close();
    host->finish();
    host->with_model([](Model& model) { model.watchers.clear(); });
  }

  std::shared_ptr<Host> host;
  std::shared_ptr<SimPort> port;
  Server server;
};

SimulatedPbx::SimulatedPbx(PbxOptions options) : impl_(std::make_shared<Impl>(options)) {
  if (options.heartbeat < Milliseconds(1))
    throw invalid_field("heartbeat", "must be at least one millisecond");
}

SimulatedPbx::~SimulatedPbx() = default;

void SimulatedPbx::add_phone(Phone phone) {
  check_number("extension", phone.extension);
  if (!phone.gateway.empty()) check_number("gateway", phone.gateway);
  check_reaction(phone);
  impl_->host->with_model([&](Model& model) { model.add_phone(std::move(phone)); });
}

void SimulatedPbx::add_standard_phones() {
  add_phone({.extension = "1001", .behaviour = Behaviour::answers});
  add_phone({.extension = "1002", .behaviour = Behaviour::busy});
  add_phone({.extension = "1003", .behaviour = Behaviour::no_answer});
  add_phone({.extension = "1004", .behaviour = Behaviour::declines});
  add_phone({.extension = "1005", .behaviour = Behaviour::dnd_480});
  add_phone({.extension = "1006", .behaviour = Behaviour::offline});
  add_phone({.extension = "1007", .behaviour = Behaviour::stale});
  add_phone({.extension = "1008", .behaviour = Behaviour::answers, .drops_after = Seconds(3)});
  add_phone({.extension = "1009", .behaviour = Behaviour::not_found});
  add_phone({.extension = "1010", .behaviour = Behaviour::unavailable});
}

void SimulatedPbx::add_gateway(const std::string& name) {
  check_number("name", name);
  impl_->host->with_model([&](Model& model) { model.add_gateway(name); });
}

void SimulatedPbx::add_extension(Extension extension) {
  check_number("number", extension.number);
  impl_->host->with_model([&](Model& model) { model.add_extension(std::move(extension)); });
}

void SimulatedPbx::script_calls(const std::string& extension, std::vector<Phone> calls) {
  for (const Phone& call : calls) check_reaction(call);
  impl_->host->with_model(
      [&](Model& model) { phone_of(model, extension).script.assign(calls.begin(), calls.end()); });
}

void SimulatedPbx::set_registered(const std::string& extension, bool registered) {
  impl_->host->with_model(
      [&](Model& model) { model.set_registered(phone_of(model, extension), registered); });
}

void SimulatedPbx::set_variable(const std::string& extension, const std::string& name,
                                const std::string& value) {
  impl_->host->with_model([&](Model& model) {
    auto& variables = phone_of(model, extension).phone.variables;
    if (value.empty())
      variables.erase(name);
    else
      variables.insert_or_assign(name, value);
  });
}

std::string SimulatedPbx::place_call(PlaceCall call) {
  check_number("to", call.to);
  if (!call.caller.empty()) check_number("caller", call.caller);
  return impl_->host->with_model([&](Model& model) { return model.place_call(call); });
}

void SimulatedPbx::hang_up_call(const std::string& call) {
  impl_->host->with_model([&](Model& model) {
    if (Channel* caller = call_of(model, call)) model.hang_up(*caller, "NORMAL_CLEARING", true);
  });
}

void SimulatedPbx::hang_up_phone(const std::string& extension) {
  impl_->host->with_model([&](Model& model) {
    for (Channel* leg : model.channels()) {
      if (leg->inbound || leg->party != extension || !leg->alive()) continue;
      if (leg->was_answered())
        model.hang_up(*leg, "NORMAL_CLEARING", true);
      else
        model.refuse(*leg, 603);
    }
  });
}

void SimulatedPbx::press_keys(const std::string& id, const std::string& keys) {
  impl_->host->with_model([&](Model& model) {
    if (Channel* channel = call_of(model, id)) model.press_keys(*channel, keys);
  });
}

std::vector<CallState> SimulatedPbx::calls() const {
  return impl_->host->with_model([](Model& model) { return model.calls(); });
}

std::vector<LogEntry> SimulatedPbx::log() const {
  return impl_->host->with_model(
      [](Model& model) { return std::vector<LogEntry>(model.log().begin(), model.log().end()); });
}

std::vector<LogEntry> SimulatedPbx::log_after(std::size_t seen) const {
  return impl_->host->with_model([seen](Model& model) {
    const auto& all = model.log();
    const auto first = static_cast<std::ptrdiff_t>(std::min(seen, all.size()));
    return std::vector<LogEntry>(all.begin() + first, all.end());
  });
}

Instant SimulatedPbx::now() const {
  return impl_->host->with_model([](Model& model) { return model.scheduler.now(); });
}

void SimulatedPbx::start() {
  impl_->host->start();
}

void SimulatedPbx::step(Instant now) {
  impl_->host->step(now);
}

std::optional<Instant> SimulatedPbx::next_due() const {
  return impl_->host->with_model([](Model& model) { return model.scheduler.next_due(); });
}

void SimulatedPbx::stop() {
  impl_->server.close();
  impl_->host->stop();
}

std::shared_ptr<Telephony> SimulatedPbx::telephony() {
  return impl_->port;
}

std::int64_t SimulatedPbx::listen(std::int64_t port, const std::string& password) {
  return impl_->server.listen(port, password);
}

std::int64_t SimulatedPbx::port() const {
  return impl_->server.port();
}

void SimulatedPbx::set_faults(Faults faults) {
  impl_->host->with_model([&](Model& model) { model.faults = std::move(faults); });
}

void SimulatedPbx::drop_connections(bool mid_frame) {
  impl_->host->with_model([&](Model& model) {
    impl_->port->lose(model, "connection reset");
    impl_->server.drop(mid_frame);
  });
}

void SimulatedPbx::restore_connections() {
  impl_->host->with_model([&](Model&) { impl_->port->restore(); });
}

}  // namespace smarthandoff::telephony::simulator
