// Media streams, without the media: that they begin and end, and what the host is told.
#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {

void Model::run_stream(Call& call, const Element& verb) {
  for (const Element& child : verb.children) {
    if (child.name == "Recording") {
      record({.account = call.account,
              .call = call.sid,
              .conference = {},
              .source = "StartCallRecordingTwiML",
              .track = child.attribute("track", "both"),
              .channels = child.attribute("channels") == "dual" ? 2 : 1,
              .hook = hook_of(call, child, "recordingStatusCallback", "completed")});
      continue;
    }
    Stream& made = streams.emplace_back();
    made.sid = sids.sid("MZ");
    made.account = call.account;
    made.call = call.sid;
    made.name = child.attribute("name", made.sid);
    made.url = child.attribute("url");
    made.one_way = verb.name == "Start";
    made.updated = now();
    made.hook = hook_of(call, child, "statusCallback", "started stopped");
    stream_event(made, "started");
  }
  if (verb.name == "Start") return run(call);
  call.connected = verb;
  hear(call, verb.children.empty() ? "silence" : "stream " + verb.children.front().attribute("url"));
}

void Model::run_stop(Call& call, const Element& verb) {
  for (const Element& child : verb.children)
    if (Stream* found = stream(child.attribute("name"), call.sid)) stop_stream(*found);
  run(call);
}

// A call that was connected to it goes on.
void Model::stop_stream(Stream& ended) {
  if (ended.stopped) return;
  ended.stopped = true;
  ended.updated = now();
  stream_event(ended, "stopped");
  Call* call = live_call(ended.call);
  if (ended.one_way || call == nullptr || !call->connected) return;
  const Element verb = *call->connected;
  call->connected.reset();
  ++call->epoch;
  hear(*call, "silence");
  // Not in the middle of a turn, which stops the stream too.
  after(*call, Milliseconds(0), [this, verb](Call& found) { act(found, verb, {}, "connect action"); });
}

void Model::stream_event(const Stream& stream, const std::string& event) {
  note(LogKind::stream, call(stream.call), event + " " + stream.url);
  if (!stream.hook.wants(event)) return;
  callback({.account = stream.account,
            .call = stream.call,
            .what = "stream " + event,
            .url = stream.hook.url,
            .method = stream.hook.method,
            .params = {{"AccountSid", stream.account},
                       {"CallSid", stream.call},
                       {"StreamSid", stream.sid},
                       {"StreamName", stream.name},
                       {"StreamEvent", "stream-" + event},
                       {"Timestamp", rfc2822(now())}}});
}

}  // namespace smarthandoff::twilio_double
