#include "calls/recording_steps.hpp"

#include <algorithm>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/callback/ticket.hpp>

#include "base/field_check.hpp"
#include "calls/call_rows.hpp"
#include "calls/notices.hpp"
#include "calls/order_failures.hpp"
#include "calls/recording_jobs.hpp"
#include "calls/recording_rows.hpp"

namespace smarthandoff::calls::recordings {
namespace {

constexpr std::int64_t kPage = 500;
constexpr auto kRetainEvery = std::chrono::hours(6);
constexpr auto kOnceMore = std::chrono::hours(1);

void save(Context& context, StoredRecording& recording) {
  recording.updated_at = context.now();
  rows::save_recording(context, recording);
}

void tell(Context& context, const char* topic, const StoredRecording& recording) {
  context.emit(
      topic, recording.id.value,
      RecordingEvent{.recording_id = recording.id, .call_id = recording.call_id, .state = recording.state});
}

void lock(Context& context, const RecordingId& id) {
  context.transaction().lock("recordings", id.value);
}

// The day it was told of, the call and Twilio's id: the same place however often it is stored.
ObjectPlace place_of(const StoredRecording& recording, const RecordingSettings& settings) {
  std::string day = to_rfc3339(recording.created_at).substr(0, 10);
  day[4] = day[7] = '/';
  const std::string prefix = settings.prefix.empty() ? "" : settings.prefix + "/";
  return {.endpoint = settings.endpoint,
          .region = settings.region,
          .bucket = settings.bucket,
          .path_style = settings.path_style,
          .key = prefix + day + "/" + recording.call_id.value + "/" + recording.sid + "." +
                 wire_name(recording.format)};
}

void release(Context& context, const StoredRecording& recording) {
  if (recording.at_twilio) context.enqueue(kind::kRelease, recording.id.value, order_of(recording));
}

void remove(Context& context, const StoredRecording& recording, bool once_more) {
  RecordingOrder order = order_of(recording);
  order.once_more = once_more;
  if (!order.place.key.empty()) context.enqueue(kind::kRemove, recording.id.value, order);
}

// By Twilio's id, which is part of Twilio's address as of the object's key.
bool is_of(const tickets::Ticket& ticket, const std::string& sid) {
  return ticket.recording && ticket.recording->path.find(sid) != std::string::npos;
}

// A ticket of the call names where the recording can be found from now on.
void show_in_tickets(Context& context, const StoredRecording& recording, const Call& call) {
  if (call.sid.empty()) return;
  for (const auto& ticket : tickets::list(context, {.call_id = call.sid}).tickets) {
    if (!is_of(ticket, recording.sid)) continue;
    tickets::TicketChange change;
    change.recording = ticket.recording;
    change.recording->path = "s3://" + recording.place.bucket + "/" + recording.place.key;
    tickets::change(context, ticket.id, change);
  }
}

void stored(Context& context, StoredRecording recording, const Moved& result) {
  recording.state = RecordingState::stored;
  recording.failure.clear();
  recording.bytes = result.bytes;
  recording.sha256 = result.sha256;
  recording.stored_at = context.now();
  save(context, recording);
  tell(context, "recording.stored", recording);
  if (const auto call = rows::find_call(context, recording.call_id))
    show_in_tickets(context, recording, call->call);
  if (recording_settings(context, {}).delete_at_twilio) release(context, recording);
}

// What another try seldom mends: Twilio's 404, bytes that arrive broken.
bool is_hopeless(const Error& failure) {
  return failure.code() == ErrorCode::not_found || failure.code() == ErrorCode::corrupt;
}

// A removal of what lies where the row does not say it lies is a job of its own.
std::string removal_key(const RecordingOrder& order, const std::optional<StoredRecording>& recording) {
  const bool is_its_place = recording && recording->place == order.place;
  return order.recording_id.value + (is_its_place ? "" : " elsewhere");
}

// Moved for nothing.
void discard(Context& context, const RecordingOrder& order, const std::optional<StoredRecording>& recording) {
  if (recording && recording->state == RecordingState::stored && recording->place == order.place) return;
  RecordingOrder removal = order;
  removal.tries = removal.looks = 0;
  removal.once_more = true;
  context.enqueue(kind::kRemove, removal_key(order, recording), removal);
}

// Storing was switched off: what waits stays at Twilio. Its place is kept, so that who is erased also goes
// from where an upload may just have ended.
void leave(Context& context, const RecordingId& id) {
  lock(context, id);
  auto recording = rows::find_recording(context, id);
  if (!recording || recording->state != RecordingState::waiting) return;
  context.cancel_job(kind::kMove, id.value);
  recording->state = RecordingState::at_twilio;
  recording->failure.clear();
  save(context, *recording);
}

void failed(Context& context, StoredRecording recording, const Error& why) {
  recording.state = RecordingState::failed;
  save(context, recording);
  tell(context, "recording.failed", recording);
  const auto call = rows::find_call(context, recording.call_id);
  if (!call) return;
  if (why.code() == ErrorCode::not_found)
    notices::no_recording(context, call->call);  // Twilio has none
  else
    notices::not_stored(context, call->call);
}

void gone(Context& context, StoredRecording recording) {
  if (recording.removed_at) return;
  recording.failure.clear();
  if (recording.state == RecordingState::stored) recording.state = RecordingState::expired;
  recording.removed_at = context.now();
  save(context, recording);
  tell(context, "recording.removed", recording);
  release(context, recording);
}

}  // namespace

void begin(Context& context, StoredRecording& recording, const RecordingSettings& settings) {
  recording.state = RecordingState::waiting;
  recording.failure.clear();
  recording.format = settings.format;
  recording.place = place_of(recording, settings);
  save(context, recording);
  context.enqueue(kind::kMove, recording.id.value, order_of(recording));
}

void told(Context& context, const Call& call, const Told& known) {
  if (known.sid.empty() || field::fitted(known.sid, 64) != known.sid) return;
  context.transaction().lock("recordings", known.sid);
  if (rows::find_recording_of(context, known.sid)) return;
  StoredRecording recording{.id = {context.new_id()},
                            .call_id = call.id,
                            .account_id = call.account_id,
                            .sid = known.sid,
                            .place = {},
                            .seconds = known.seconds,
                            .channels = known.channels == 2 ? 2 : 1,
                            .created_at = context.now()};
  const RecordingSettings settings = recording_settings(context, {});
  if (settings.store) return begin(context, recording, settings);
  recording.format = settings.format;
  save(context, recording);
}

bool has_ticket(const Context& context, const Call& call, const std::string& sid) {
  const auto known = rows::find_recording_of(context, sid);
  if (known && (known->state == RecordingState::expired || known->state == RecordingState::erased))
    return true;
  const auto all = tickets::list(context, {.call_id = call.sid}).tickets;
  return std::ranges::any_of(all, [&](const auto& ticket) { return is_of(ticket, sid); });
}

void moved(Context& context, const RecordingOrder& order, const Moved& result) {
  lock(context, order.recording_id);
  auto recording = rows::find_recording(context, order.recording_id);
  // Erased, or to be stored elsewhere, while it was under way: what lies there is of no use. What arrived
  // when storing had just been switched off is stored.
  const bool is_open = recording && (recording->state == RecordingState::waiting ||
                                     recording->state == RecordingState::at_twilio);
  if (!is_open || recording->place != order.place) return discard(context, order, recording);
  if (!result.failure) return stored(context, *recording, result);
  if (!recording_settings(context, {}).store) return leave(context, recording->id);
  if (recording->state == RecordingState::at_twilio) return;
  const Error& failure = *result.failure;
  recording->failure = field::fitted(failure.what(), 300);
  RecordingOrder again = order;
  again.tries += 1;
  again.looks = 0;
  const auto wait = may_pass(failure) || is_hopeless(failure) ? wait_before(again.tries, is_hopeless(failure))
                                                              : std::nullopt;
  if (!wait) return failed(context, *recording, failure);
  save(context, *recording);
  context.enqueue(kind::kMove, recording->id.value, again, context.now() + *wait);
}

void removed(Context& context, const RecordingOrder& order, const Failure& failure) {
  lock(context, order.recording_id);
  auto recording = rows::find_recording(context, order.recording_id);
  const std::string key = removal_key(order, recording);
  if (recording && recording->place != order.place) recording.reset();
  RecordingOrder again = order;
  if (failure) {
    // Also where somebody has to mend something: what was promised to go goes in the end.
    again.tries += 1;
    const auto wait = wait_before(again.tries, false);
    if (wait) context.enqueue(kind::kRemove, key, again, context.now() + *wait);
    if (!recording && !wait) throw *failure;  // no row says so: the job dies, and that is told
    if (!recording) return;
    recording->failure = field::fitted(failure->what(), 300);
    save(context, *recording);
    if (!wait) tell(context, "recording.failed", *recording);
    return;
  }
  if (order.once_more) {
    again.once_more = false;
    again.tries = 0;
    context.enqueue(kind::kRemove, key, again, context.now() + kOnceMore);
  }
  if (recording) gone(context, *recording);
}

void released(Context& context, const RecordingOrder& order, const Failure& failure) {
  auto recording = rows::find_recording(context, order.recording_id);
  if (!recording) return;
  if (failure) {
    RecordingOrder again = order;
    again.tries += 1;
    const auto wait = wait_before(again.tries, false);
    if (wait) return context.enqueue(kind::kRelease, recording->id.value, again, context.now() + *wait);
    recording->failure = field::fitted(failure->what(), 300);
    save(context, *recording);
    return tell(context, "recording.failed", *recording);
  }
  recording->at_twilio = false;
  save(context, *recording);
  auto call = rows::find_call(context, recording->call_id);
  if (!call || !call->call.recording || call->call.recording->sid != recording->sid) return;
  call->call.recording->url.clear();
  rows::save_call(context, *call);
}

bool erase(Context& context, const CallId& call) {
  const auto all = rows::list_recordings(context, {.call_id = call, .limit = field::kMaxPage, .after = {}});
  for (StoredRecording recording : all) {
    if (recording.state == RecordingState::erased) continue;
    context.cancel_job(kind::kMove, recording.id.value);
    recording.state = RecordingState::erased;
    save(context, recording);
    remove(context, recording, true);
    release(context, recording);
  }
  return !all.empty();
}

void settings_changed(Context& context, const RecordingSettings& settings) {
  context.enqueue(kind::kResume, context.tenant().value, RecordingOrder{});
  if (settings.retention_days > 0)
    context.enqueue(kind::kRetain, context.tenant().value, GetRecordingSettings{});
}

void resume(Context& context, const RecordingOrder& from) {
  const RecordingSettings settings = recording_settings(context, {});
  const auto page = rows::open_recordings(context, from.recording_id, kPage);
  for (StoredRecording recording : page) {
    if (settings.store)
      begin(context, recording, settings);
    else
      leave(context, recording.id);
  }
  if (page.size() == static_cast<std::size_t>(kPage))
    context.enqueue(kind::kResume, context.tenant().value, order_of(page.back()));
}

void retain(Context& context) {
  const RecordingSettings settings = recording_settings(context, {});
  if (settings.retention_days == 0) return;
  const Instant before = context.now() - std::chrono::hours(24 * settings.retention_days);
  const auto old = rows::old_recordings(context, before, kPage);
  for (const StoredRecording& recording : old) remove(context, recording, false);
  context.enqueue(
      kind::kRetain, context.tenant().value, GetRecordingSettings{},
      context.now() + (old.size() == static_cast<std::size_t>(kPage) ? Milliseconds(std::chrono::minutes(10))
                                                                     : Milliseconds(kRetainEvery)));
}

}  // namespace smarthandoff::calls::recordings
