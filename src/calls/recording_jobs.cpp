// What is done outside of transactions: one question or order each. Moving takes as long as it takes, longer
// than a job may be leased: it goes on in the port, which is asked until it has ended.
#include "calls/recording_jobs.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "calls/recording_steps.hpp"

namespace smarthandoff::calls::recordings {
namespace {

constexpr std::int64_t kMaxTries = 80, kMaxHopeless = 12;  // three days; two hours
constexpr Seconds kLongestWait{3600}, kFirstWait{5}, kLongestLook{5};

Error no_port(const char* what) {
  return {ErrorCode::failed_precondition, std::string("there is no ") + what};
}

Answer moving(const RecordingOrder& order) {
  return [order](Context& context) {
    RecordingOrder same = order;
    same.looks += 1;
    const Seconds wait =
        std::min<Seconds>(Seconds(1LL << std::min<std::int64_t>(order.looks, 3)), kLongestLook);
    context.enqueue(kind::kMove, order.recording_id.value, same, context.now() + wait);
  };
}

void move_effect(Ports& ports, const Job& job, Completion done) {
  const RecordingOrder order = from_json<RecordingOrder>(job.payload);
  if (ports.recordings == nullptr)
    return done([order](Context& context) {
      moved(context, order, {.failure = no_port("store of recordings"), .sha256 = {}});
    });
  const auto result = ports.recordings->move({.recording_id = order.recording_id,
                                              .over = {job.tenant, order.account_id},
                                              .sid = order.sid,
                                              .format = order.format,
                                              .channels = order.channels,
                                              .place = order.place});
  if (!result) return done(moving(order));
  done([order, ended = *result](Context& context) { moved(context, order, ended); });
}

void remove_effect(Ports& ports, const Job& job, Completion done) {
  const RecordingOrder order = from_json<RecordingOrder>(job.payload);
  if (ports.recordings == nullptr)
    return done([order](Context& context) { removed(context, order, no_port("store of recordings")); });
  ports.recordings->remove(job.tenant, order.place, [order, done](const Failure& failure) {
    done([order, failure](Context& context) { removed(context, order, failure); });
  });
}

void release_effect(Ports& ports, const Job& job, Completion done) {
  const RecordingOrder order = from_json<RecordingOrder>(job.payload);
  if (ports.voice == nullptr)
    return done([order](Context& context) { released(context, order, no_port("phone service")); });
  ports.voice->delete_recording(
      {job.tenant, order.account_id}, order.sid, [order, done](const Failure& failure) {
        done([order, failure](Context& context) { released(context, order, failure); });
      });
}

void resume_rule(Context& context, const Job& job) {
  resume(context, from_json<RecordingOrder>(job.payload));
}

void retain_rule(Context& context, const Job&) {
  retain(context);
}

}  // namespace

RecordingOrder order_of(const StoredRecording& recording) {
  return {.recording_id = recording.id,
          .account_id = recording.account_id,
          .sid = recording.sid,
          .format = recording.format,
          .channels = recording.channels,
          .place = recording.place};
}

std::optional<Milliseconds> wait_before(std::int64_t tries, bool hopeless) {
  if (tries > (hopeless ? kMaxHopeless : kMaxTries)) return std::nullopt;
  return std::min<Milliseconds>(kFirstWait * (1LL << std::clamp<std::int64_t>(tries - 1, 0, 20)),
                                kLongestWait);
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kind::kMove, .effect = move_effect, .deadline = Seconds(20)},
                              {.kind = kind::kRemove, .effect = remove_effect, .deadline = Seconds(40)},
                              {.kind = kind::kRelease, .effect = release_effect, .deadline = Seconds(20)},
                              {.kind = kind::kResume, .rule = resume_rule},
                              {.kind = kind::kRetain, .rule = retain_rule}};
  return handlers;
}

const Type& describe(const RecordingOrder*) {
  using O = RecordingOrder;
  static const Immortal<Type> type =
      Description<O>("RecordingOrder", "What is ordered for a recording.")
          .field("recording_id", &O::recording_id, "ours")
          .field("account_id", &O::account_id, "over which account")
          .field("sid", &O::sid, "Twilio's id of it")
          .field("format", &O::format, "of the audio")
          .field("channels", &O::channels, "1 or 2")
          .field("place", &O::place, "where it lies, or is to lie")
          .field("once_more", &O::once_more, "whether it is removed again later")
          .field("tries", &O::tries, "earlier ones that failed")
          .field("looks", &O::looks, "earlier ones at one under way")
          .build();
  return type;
}

}  // namespace smarthandoff::calls::recordings
