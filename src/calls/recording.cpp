#include <smarthandoff/calls/recording.hpp>

#include <smarthandoff/calls/recording_store.hpp>

#include "base/field_check.hpp"
#include "calls/audio_range.hpp"
#include "calls/call_rows.hpp"
#include "calls/own_calls.hpp"
#include "calls/recording_rows.hpp"
#include "calls/recording_steps.hpp"

namespace smarthandoff::calls {
namespace {

bool is_removed(const StoredRecording& recording) {
  return recording.state == RecordingState::expired || recording.state == RecordingState::erased;
}

// A recording is heard by those who may see its call.
void check_may_hear(const Context& context, const CallId& id) {
  if (!sight_of(context)) return;
  const auto record = rows::find_call(context, id);
  check_may_see(context, record ? record->call : Call{.id = id});
}

// Of a call the newest one that can be heard, else the newest.
StoredRecording found(const Context& context, const PlayRecording& request) {
  if (request.call_id.empty() == request.recording_id.empty())
    throw invalid_field("call_id", "must be given, or else recording_id");
  if (request.call_id.empty()) return get_recording(context, {.recording_id = request.recording_id});
  const auto all = rows::list_recordings(
      context, {.call_id = request.call_id, .state = {}, .limit = field::kMaxPage, .after = {}});
  if (all.empty()) throw no_such("recording of call", request.call_id.value);
  check_may_hear(context, request.call_id);
  for (const StoredRecording& recording : all)
    if (!is_removed(recording)) return recording;
  return all.front();
}

AudioQuestion plan_audio(const Context& context, const PlayRecording& request) {
  const StoredRecording recording = found(context, request);
  if (is_removed(recording))
    throw Error(ErrorCode::failed_precondition, "the recording was removed",
                {{"state", wire_name(recording.state)}});
  AudioQuestion question{.over = {context.tenant(), recording.account_id},
                         .sid = recording.sid,
                         .format = recording.format,
                         .channels = recording.channels,
                         .place = {},
                         .range = parse_range(request.range)};
  if (recording.state == RecordingState::stored) question.place = recording.place;
  return question;
}

void fetch_audio(Ports& ports, const AudioQuestion& question,
                 std::function<void(std::optional<Error>, RecordingAudio)> done) {
  if (ports.recordings == nullptr)
    return done(Error(ErrorCode::failed_precondition, "there is no store of recordings"), {});
  ports.recordings->read(question, [asked = question.range.has_value(), done = std::move(done)](
                                       const Failure& failure, const AudioPart& part) {
    done(failure, failure ? RecordingAudio{} : answer_of(part, asked));
  });
}

}  // namespace

StoredRecording get_recording(const Context& context, const GetRecording& request) {
  auto recording = rows::find_recording(context, request.recording_id);
  if (!recording) throw no_such("recording", request.recording_id.value);
  check_may_hear(context, recording->call_id);
  return std::move(*recording);
}

RecordingList list_recordings(const Context& context, const ListRecordings& request) {
  field::check_page(request.limit);
  if (request.call_id.empty() && sight_of(context))
    throw Error(ErrorCode::unauthorized, "field \"call_id\": must be a call of the agent's own",
                {{"field", "call_id"}, {"reason", "must be a call of the agent's own"}});
  if (!request.call_id.empty()) check_may_hear(context, request.call_id);
  return {.recordings = rows::list_recordings(context, request)};
}

StoredRecording store_recording(Context& context, const StoreRecording& request) {
  context.transaction().lock("recordings", request.recording_id.value);
  StoredRecording recording = get_recording(context, {.recording_id = request.recording_id});
  const RecordingSettings settings = recording_settings(context, {});
  if (!settings.store)
    throw Error(ErrorCode::failed_precondition, "recordings are not to be stored: recordings.configure");
  if (recording.state == RecordingState::stored || is_removed(recording))
    throw Error(ErrorCode::failed_precondition, "the recording is " + wire_name(recording.state) + " already",
                {{"state", wire_name(recording.state)}});
  recordings::begin(context, recording, settings);
  return recording;
}

const Fetched<PlayRecording, AudioQuestion, RecordingAudio> recording_audio{plan_audio, fetch_audio};

}  // namespace smarthandoff::calls
