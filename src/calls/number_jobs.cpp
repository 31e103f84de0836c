#include "calls/number_jobs.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/number_order.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "base/field_check.hpp"
#include "calls/account_rows.hpp"
#include "calls/field.hpp"
#include "calls/number_point.hpp"
#include "calls/number_release.hpp"
#include "calls/number_rows.hpp"
#include "calls/number_task.hpp"

namespace smarthandoff::calls {

// All that the effects need to know.
struct NumberJob {
  NumberId number_id;
  AccountId account_id;
  std::string number, label, voice_url, status_url;
  std::int64_t tries = 0;
};
struct SearchJob {
  std::string id;
  SearchNumbers search;
  std::int64_t tries = 0;
};

const Type& describe(const NumberJob*) {
  using N = NumberJob;
  static const Immortal<Type> type = Description<N>("NumberJob", "A number to be bought.")
                                         .field("number_id", &N::number_id, "ours")
                                         .field("account_id", &N::account_id, "over which account")
                                         .field("number", &N::number, "as E.164")
                                         .field("label", &N::label, "as people call it")
                                         .field("voice_url", &N::voice_url, "where its calls come in")
                                         .field("status_url", &N::status_url, "told of their status")
                                         .field("tries", &N::tries, "earlier ones")
                                         .build();
  return type;
}
const Type& describe(const SearchJob*) {
  static const Immortal<Type> type = Description<SearchJob>("SearchJob", "Numbers to be looked for.")
                                         .field("id", &SearchJob::id, "of the search")
                                         .field("search", &SearchJob::search, "what is asked")
                                         .field("tries", &SearchJob::tries, "earlier ones")
                                         .build();
  return type;
}

namespace {

constexpr const char* kBuy = "number.buy";
constexpr const char* kFind = "number.find";
constexpr const char* kSearch = "number.search";
constexpr std::int64_t kMaxTries = 12;
constexpr std::int64_t kMaxLooks = 3;
constexpr std::int64_t kMaxSearches = 3;
constexpr auto kSearchLimit = Seconds(30);

void later(Context& context, const char* kind, NumberJob order, Seconds delay) {
  order.tries += 1;
  context.enqueue(kind, order.number_id.value, order, context.now() + delay);
}

bool is_doubtful(const Failure& failure) {
  return failure->code() == ErrorCode::in_doubt;
}

// What became of it, unless that is known already.
void settle(Context& context, const NumberJob& order, NumberStatus status, const std::string& why,
            const std::string& peer_id = {}) {
  number::lock(context);
  auto number = rows::find_number(context, order.number_id);
  const bool open =
      number && (number->status == NumberStatus::ordered || number->status == NumberStatus::in_doubt);
  if (!open) return;
  number->status = status;
  number->failure = field::fitted(why, 300);
  if (!peer_id.empty()) number->peer_id = peer_id;
  const OwnNumber settled = number::saved(context, std::move(*number));
  if (status == NumberStatus::owned) number::point_if_moved(context, settled);
}

void doubtful(Context& context, NumberJob order) {
  settle(context, order, NumberStatus::in_doubt, "");
  order.tries = 0;
  later(context, kFind, order, Seconds(2));
}

void after_buying(Context& context, const NumberJob& order, const Failure& failure,
                  const CarrierNumber& bought) {
  if (!failure) return settle(context, order, NumberStatus::owned, "", bought.peer_id);
  if (is_doubtful(failure)) return doubtful(context, order);
  if (failure->retryable() && order.tries < kMaxTries)
    return later(context, kBuy, order, Seconds(1LL << std::min<std::int64_t>(order.tries, 6)));
  settle(context, order, NumberStatus::failed, failure->what());
}

void buy_effect(Ports& ports, const Job& job, Completion done) {
  const NumberJob order = from_json<NumberJob>(job.payload);
  if (ports.voice == nullptr)
    return done(
        [order](Context& context) { settle(context, order, NumberStatus::failed, "no phone service"); });
  if (job.attempt > 0) return done([order](Context& context) { doubtful(context, order); });
  const NumberOrder wanted{.over = {job.tenant, order.account_id},
                           .number_id = order.number_id,
                           .number = order.number,
                           .label = order.label,
                           .voice_url = order.voice_url,
                           .status_url = order.status_url};
  ports.voice->buy_number(wanted, [order, done](const Failure& failure, const CarrierNumber& bought) {
    done([order, failure, bought](Context& context) { after_buying(context, order, failure, bought); });
  });
}

void after_looking(Context& context, const NumberJob& order, const std::optional<CarrierNumber>& found) {
  if (found) return settle(context, order, NumberStatus::owned, "", found->peer_id);
  if (order.tries >= kMaxLooks) return settle(context, order, NumberStatus::failed, "the order got lost");
  later(context, kFind, order, order.tries == 1 ? Seconds(10) : Seconds(60));
}

void find_effect(Ports& ports, const Job& job, Completion done) {
  const NumberJob order = from_json<NumberJob>(job.payload);
  if (ports.voice == nullptr) return done([](Context&) {});
  ports.voice->find_number({job.tenant, order.account_id}, order.number,
                           [order, done](const Failure& failure, const std::optional<CarrierNumber>& found) {
                             const bool asked = !failure;
                             done([order, asked, found](Context& context) {
                               if (asked) return after_looking(context, order, found);
                               NumberJob same = order;
                               same.tries -= 1;  // nothing was learnt
                               later(context, kFind, same, Seconds(60));
                             });
                           });
}

void told(Context& context, const SearchJob& search, const OfferedNumbers& offered) {
  rows::tell_search(context, search.id, to_json(offered));
  context.emit("numbers.searched", search.id, GetCallSettings{});
}

void search_effect(Ports& ports, const Job& job, Completion done) {
  const SearchJob search = from_json<SearchJob>(job.payload);
  const auto answer = [search, done](const OfferedNumbers& offered) {
    done([search, offered](Context& context) { told(context, search, offered); });
  };
  if (ports.voice == nullptr) return answer({.settled = true, .failure = "no phone service", .numbers = {}});
  const SearchOrder order{.over = {job.tenant, search.search.account_id},
                          .country = search.search.country,
                          .area_code = search.search.area_code,
                          .toll_free = search.search.toll_free,
                          .limit = search.search.limit};
  ports.voice->search_numbers(
      order, [answer, search, done](const Failure& failure, const std::vector<AvailableNumber>& found) {
        if (failure && failure->retryable() && search.tries < kMaxSearches) {
          return done([search](Context& context) {
            SearchJob same = search;
            same.tries += 1;
            context.enqueue(kSearch, same.id, same, context.now() + Seconds(1));
          });
        }
        OfferedNumbers offered{.settled = true, .failure = failure ? failure->what() : "", .numbers = {}};
        for (const AvailableNumber& one : found)
          offered.numbers.push_back({one.number, one.region, one.locality});
        answer(offered);
      });
}

Pending start_search(Context& context, const SearchNumbers& request) {
  SearchJob search{.id = context.new_id(), .search = request};
  if (search.search.country.empty()) search.search.country = context.profile().default_region;
  field::check_word("country", search.search.country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2);
  if (search.search.country.size() != 2) throw invalid_field("country", "must be two capital letters");
  field::check_word("area_code", request.area_code, "0123456789", 5);
  field::check_between("limit", request.limit, 1, 100);
  rows::begin_search(context, search.id);
  context.enqueue(kSearch, search.id, search);
  return {.entity = search.id, .deadline = context.now() + kSearchLimit};
}

std::optional<OfferedNumbers> answer_search(const Context& context, const Pending& pending) {
  const auto report = rows::search_report(context, pending.entity);
  if (report) return from_json<OfferedNumbers>(*report);
  return pending.at_deadline ? std::optional(OfferedNumbers{}) : std::nullopt;
}

// By its name, so that the number is found and given back there when another is the default one.
AccountId buyer(const Context& context, const BuyNumber& request) {
  if (!request.account_id.empty()) return request.account_id;
  const auto account = rows::default_account(context);
  return account ? account->account.id : AccountId{};
}

}  // namespace

const Awaited<SearchNumbers, OfferedNumbers> search_numbers{start_search, answer_search};

OwnNumber buy_number(Context& context, const BuyNumber& request) {
  const std::string base = ready_settings(context).base_url;  // its calls would lead nowhere, for ever
  OwnNumber number = create_number(context, {.number = request.number,
                                             .label = request.label,
                                             .agent_id = request.agent_id,
                                             .account_id = buyer(context, request),
                                             .purpose = request.purpose,
                                             .daily_cap = request.daily_cap});
  number.status = NumberStatus::ordered;
  number.base_url = base;
  rows::save_number(context, number);
  context.enqueue(kBuy, number.id.value,
                  NumberJob{.number_id = number.id,
                            .account_id = number.account_id,
                            .number = number.number,
                            .label = number.label,
                            .voice_url = base + std::string(number::kVoiceRoute),
                            .status_url = base + std::string(number::kStatusRoute)});
  return number;
}

namespace number {

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = [] {
    std::vector<JobHandler> all = {{.kind = kBuy, .effect = buy_effect, .deadline = Seconds(20)},
                                   {.kind = kFind, .effect = find_effect, .deadline = Seconds(20)},
                                   {.kind = kSearch, .effect = search_effect, .deadline = Seconds(20)}};
    for (const auto* more : {&release_handlers(), &point_handlers()})
      all.insert(all.end(), more->begin(), more->end());
    return all;
  }();
  return handlers;
}

}  // namespace number

}  // namespace smarthandoff::calls
