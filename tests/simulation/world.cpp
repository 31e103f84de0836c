#include "simulation/world.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "support/postgresql.hpp"

namespace simulation {

using sh::Milliseconds;
using sh::Seconds;
namespace pbx_model = sh::telephony::simulator;

namespace {

const std::string kAppSecret = "0123456789abcdef";
constexpr int kMostRounds = 1000;  // of answers to answers at one instant
constexpr Milliseconds kShortestLook(500);

// A Friday, 11:07 in São Paulo.
sh::Instant first_instant() {
  return sh::parse_rfc3339("2026-01-16T14:07:00Z");
}

std::vector<Company> all_companies() {
  const auto customers = [](const std::string& area) {
    std::vector<std::string> numbers;
    for (int i = 0; i < 6; ++i) numbers.push_back(area + "99775100" + std::to_string(i));
    return numbers;
  };
  return {{.id = "acme",
           .department = "Vendas",
           .extensions = {"1001", "1002"},
           .customers = customers("18"),
           .phone_number_id = "500000000000001"},
          {.id = "zeta",
           .department = "Suporte",
           .extensions = {"1003", "1004"},
           .customers = customers("11"),
           .phone_number_id = "500000000000002"}};
}

}  // namespace

World::World(std::uint64_t seed, const std::string& postgresql, std::size_t engines, Way way)
    : random(seed),
      clock(first_instant()),
      companies(all_companies()),
      pbx({.seed = static_cast<std::int64_t>(seed & 0x7fffffff), .now = first_instant()}),
      chats(random, clock),
      pbx_phones_(pbx),
      port_(pbx.telephony()),
      seed_(seed),
      postgresql_(postgresql),
      disk_(random),
      lives_(engines) {
  story.hide(disk_.folder() + "/");
  chats.webhook = [this](const std::string& body) { return take_webhook(body); };
  disk_.before_write = [this] { count_write(); };
  pbx.add_gateway("trunk");
  for (const Company& company : companies) {
    chats.add_business(company.id, company.phone_number_id);
    for (const auto& extension : company.extensions) pbx.add_phone({.extension = extension});
    for (const auto& number : company.customers) pbx.add_phone({.extension = number, .gateway = "trunk"});
  }
  if (way == Way::twilio)
    open_cloud();
  else if (way == Way::wire)
    switch_.emplace(pbx);
  else
    port_->start(
        [this](const tp::Event& event) {
          for (Life& life : lives_) life.line->hear(event);
        },
        Milliseconds(0));
  for (Life& life : lives_) open(life);
  make_companies();
}

// The same people, but reached by Twilio.
void World::open_cloud() {
  cloud.emplace(static_cast<std::int64_t>(seed_ & 0x7fffffff), random, now());
  cloud->host = [this](const sh::http::Request& request) { return answer_twilio(request); };
  for (const Company& company : companies) {
    for (const auto& extension : company.extensions) cloud->add_extension(extension);
    for (const auto& number : company.customers)
      cloud->change_customer(number, pbx_model::Behaviour::answers, {});
  }
}

World::~World() {
  port_->stop();
  for (Life& life : lives_) life.engine.reset();
}

void World::make_companies() {
  for (const Company& company : companies) make_company(company);
  settle();
}

void World::make_company(const Company& company) {
  auto host = lives_.front().engine->tenant(company.id);
  sh::tenants::UpdateTenant profile;
  profile.trunk = sh::Trunk{.gateway = "trunk",
                            .number_format = cloud ? sh::NumberFormat::e164 : sh::NumberFormat::national};
  profile.default_area_code = company.customers.front().substr(0, 2);
  if (company.id == "acme") profile.identities = std::vector<sh::TenantIdentity>{{"pbx_domain", "pbx.local"}};
  host.call(sh::tenants::update, profile);
  host.call(sh::channels::create, {.name = "WhatsApp",
                                   .is_default = true,
                                   .phone_number_id = company.phone_number_id,
                                   .app_secret = sh::Secret(kAppSecret)});
  host.call(sh::templates::set, {.name = "callback_retorno_ligacao",
                                 .language = "pt_BR",
                                 .status = sh::messenger::TemplateStatus::approved,
                                 .is_callback = true});
  for (const auto& extension : company.extensions) {
    host.call(sh::agents::create, {.user_id = "user-" + extension,
                                   .name = "Agent " + extension,
                                   .extension = extension,
                                   .department = company.department});
    host.call(sh::destinations::create,
              {.name = "Agent " + extension, .number = extension, .department = company.department});
  }
}

void World::open(Life& life) {
  life = {};
  open_line(life);
  life.messenger = std::make_shared<FaultyMessenger>(chats, random, clock);
  life.messenger->behave(trouble_.chat);
  life.line->before_command = life.messenger->before_command = [this, &life] { count_command(life); };
  try {
    open_engine(life);
  } catch (const sh::Error& error) {
    if (!error.retryable() && error.code() != sh::ErrorCode::in_doubt) throw;
    tell(std::string("the engine cannot be opened, and is again: ") + error.what());
    disk_.behave({});
    open(life);
  }
}

void World::open_line(Life& life) {
  if (cloud) return open_twilio_line(life);
  if (!switch_) {
    life.line = std::make_shared<FaultyTelephony>(port_, random, clock);
    return life.line->behave(trouble_.line);
  }
  life.wire = std::make_shared<EslLine>(*switch_, random, clock);
  life.wire->behave(trouble_.wire);
  life.wire->on_end = [this](const std::string& reason) {
    tell("an Event Socket connection ends: " + reason);
  };
  life.line = std::make_shared<FaultyTelephony>(life.wire, random, clock);
  life.line->on_start = [line = life.line.get(), wire = life.wire.get()] {
    wire->start([line](const tp::Event& event) { line->hear(event); }, Milliseconds(0));
  };
}

void World::open_twilio_line(Life& life) {
  life.twilio =
      std::make_shared<TwilioLine>(*cloud, random, std::shared_ptr<const sh::Clock>(&clock, [](auto*) {}));
  life.line = std::make_shared<FaultyTelephony>(life.twilio->port(), random, clock);
  life.line->on_start = [line = life.line.get(), twilio = life.twilio.get()] {
    twilio->port()->start([line](const tp::Event& event) { line->hear(event); }, Milliseconds(0));
  };
}

// Nobody answers while the engine is dead.
sh::http::Response World::answer_twilio(const sh::http::Request& request) {
  const Life& life = lives_.front();
  if (life.crashed || !life.twilio) throw sh::Error(sh::ErrorCode::unavailable, "nobody is there");
  return life.twilio->port()->webhook(request);
}

void World::open_engine(Life& life) {
  life.engine = std::make_unique<sh::Engine>(
      sh::EngineOptions{.store = on_sqlite() ? disk_.url() : postgresql_,
                        .telephony = life.line,
                        .messenger = life.messenger,
                        .encryption_keys = {{"k1", sh::Secret(std::string(64, '1'))}},
                        .clock = std::shared_ptr<sh::ManualClock>(&clock, [](auto*) {}),
                        .manual = true,
                        .seed = seed_ * 1000 + ++opened_,
                        .log = [this](const sh::LogEntry& entry) {
                          if (entry.level < sh::LogEntry::Level::warning) return;
                          tell("  (log) " + entry.what + " " + entry.id + " " + entry.detail);
                        }});
}

// Nothing that it does from now on is seen by anybody.
void World::die(Life& life, bool power_cut) {
  life.crashed = true;
  if (on_sqlite()) disk_.crash(power_cut);
  life.line->end();
  if (life.wire) life.wire->stop();
  if (life.twilio) life.twilio->stop();
  life.messenger->end();
}

void World::count_command(Life& life) {
  if (!life.dies_in || (*life.dies_in)-- > 0) return;
  life.dies_in.reset();
  die(life, false);
}

// A host that answers the service 200 once the library has it.
bool World::take_webhook(const std::string& body) {
  Life& life = any_life();
  const std::string signature = "sha256=" + sh::digest::to_hex(sh::digest::hmac_sha256(kAppSecret, body));
  try {
    life.engine->tenant("host").call(sh::messaging::receive, {.body = body, .signature = signature});
    return !life.crashed;
  } catch (const sh::Error& error) {
    if (!error.retryable() && error.code() != sh::ErrorCode::in_doubt && !life.crashed)
      throw Broken(std::string("a webhook: ") + error.what());
    return false;
  }
}

void World::kill_at_write(std::size_t writes, bool power_cut) {
  dies_in_writes_ = writes;
  power_cut_ = power_cut;
  if (power_cut) disk_.expect_power_cut();
}

void World::cut_lines() {
  if (cloud) return cloud->refuse_connections(true);
  if (!switch_) return pbx.drop_connections();
  switch_->refuse_connections(true);
  for (Life& life : lives_) life.wire->break_connection();
}

void World::restore_lines() {
  if (cloud) return cloud->refuse_connections(false);
  if (!switch_) return pbx.restore_connections();
  switch_->refuse_connections(false);
}

void World::cut_store_connection() {
  tell("a connection to the store is cut");
  const std::string others =
      " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
      "AND backend_type = 'client backend'";
  const auto count = std::stoul(test_postgresql::run(postgresql_, "SELECT count(*)" + others));
  if (count == 0) return;
  test_postgresql::run(postgresql_, "SELECT pg_terminate_backend(pid)" + others +
                                        " ORDER BY pid LIMIT 1 OFFSET " +
                                        std::to_string(random.below(count)));
}

void World::spare_everybody() {
  dies_in_writes_.reset();
  for (Life& life : lives_) life.dies_in.reset();
}

void World::count_write() {
  if (!dies_in_writes_ || (*dies_in_writes_)-- > 0) return;
  dies_in_writes_.reset();
  if (!lives_.front().crashed) die(lives_.front(), power_cut_);
}

void World::bury(Life& life) {
  if (!life.crashed) return;
  tell("the engine was killed, and is opened again");
  life.engine.reset();
  open(life);
}

void World::restart_orderly(Life& life) {
  tell("the engine is closed and opened again");
  life.engine->close();
  life.engine.reset();
  open(life);
}

void World::leave_one_engine() {
  for (; lives_.size() > 1; lives_.pop_back()) {
    bury(lives_.back());
    lives_.back().engine->close();
    lives_.back().engine.reset();
  }
}

Life& World::any_life() {
  Life& life = lives_[random.below(lives_.size())];
  bury(life);
  return life;
}

void World::misbehave(const Trouble& trouble) {
  trouble_ = trouble;
  disk_.behave(trouble.disk);
  chats.behave(trouble.chat);
  if (cloud) cloud->behave(trouble.twilio);
  for (Life& life : lives_) {
    if (life.wire)
      life.wire->behave(trouble.wire);
    else if (!life.twilio)
      life.line->behave(trouble.line);
    life.messenger->behave(trouble.chat);
  }
}

void World::settle() {
  bool moved = true;
  for (int round = 0; moved; ++round) {
    if (round == kMostRounds) throw Broken("it does not come to rest");
    cloud ? cloud->step(now()) : pbx.step(now());
    moved = chats.step();
    for (Life& life : lives_) {
      if (life.wire) moved = life.wire->step() || moved;
      if (life.twilio) moved = life.twilio->step() || moved;
      moved = life.line->step() || moved;
      moved = life.messenger->step() || moved;
      if (!life.crashed) moved = life.engine->step(now()) > 0 || moved;
      bury(life);
    }
  }
}

std::optional<sh::Instant> World::next_due() {
  auto next = cloud ? cloud->next_due() : pbx.next_due();
  const auto consider = [&next](const std::optional<sh::Instant>& due) {
    if (due && (!next || *due < *next)) next = due;
  };
  consider(chats.next_due());
  for (Life& life : lives_) {
    if (life.wire) consider(life.wire->next_due());
    if (life.twilio) consider(life.twilio->next_due());
    consider(life.line->next_due());
    consider(life.messenger->next_due());
    if (!life.crashed) consider(life.engine->next_due());
  }
  return next;
}

void World::leap(Milliseconds by) {
  clock.set(now() + by);
  settle();
}

Milliseconds World::longest_look(Milliseconds by) const {
  return lives_.size() > 1 ? std::max<Milliseconds>(kShortestLook, by / 12) : by;
}

void World::pass(sh::Instant end, Milliseconds longest) {
  // Nobody is punctual to the millisecond.
  const Milliseconds late = random.between(Milliseconds(1), Milliseconds(50));
  sh::Instant next = std::min(end, now() + longest);
  if (const auto due = next_due()) next = std::min(next, std::max(*due, now()) + late);
  clock.set(next);
  settle();
}

void World::advance(Milliseconds by) {
  const sh::Instant end = now() + by;
  settle();
  while (now() < end) pass(end, longest_look(by));
}

}  // namespace simulation
