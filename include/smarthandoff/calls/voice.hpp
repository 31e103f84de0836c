#pragma once

#include <smarthandoff/calls/voice_webhook.hpp>

// What calls hear and where they go: the webhooks that answer a document, as operations. Each takes a request
// as voice_webhook.hpp says. docs/twilio-tasks.md has routes and texts.
namespace smarthandoff::calls {

// A call comes in: the disclaimer, then the number's agent, else the queue. (/voice)
VoiceAnswer incoming(Context& context, const VoiceWebhook& request);
// The disclaimer, then the call's agent or the queue. (/voice/disclaimer)
VoiceAnswer disclaimer(Context& context, const VoiceWebhook& request);
// A call that we placed was answered: by a machine, or a person. (/voice/twiml)
VoiceAnswer script(Context& context, const VoiceWebhook& request);
// The message for a machine. (/voice/machine)
VoiceAnswer machine(Context& context, const VoiceWebhook& request);
// Rings the call's agent, who hears first who calls. (/voice/dial-with-whisper)
VoiceAnswer dial_with_whisper(Context& context, const VoiceWebhook& request);
// What the agent hears. (/voice/whisper)
VoiceAnswer whisper(Context& context, const VoiceWebhook& request);

// Into the queue. (/voice/incoming)
VoiceAnswer overflow(Context& context, const VoiceWebhook& request);
// What a waiting caller hears: the position, and music. (/voice/wait-music)
VoiceAnswer wait_music(Context& context, const VoiceWebhook& request);
// An agent takes the next. (/voice/connect-queue)
VoiceAnswer connect_queue(Context& context, const VoiceWebhook& request);
// The caller who was taken, just before they talk. (/voice/connected)
VoiceAnswer connected(Context& context, const VoiceWebhook& request);
// Waiting is over: what was full or broken ends in voicemail. (/voice/queue-result)
VoiceAnswer queue_result(Context& context, const VoiceWebhook& request);

// Rings the call's agent, and goes on if they do not answer. (/voice/dial-with-failover)
VoiceAnswer follow_me(Context& context, const VoiceWebhook& request);
// How that ended: the agent's mobile, if need be. (/voice/failover-check)
VoiceAnswer failover(Context& context, const VoiceWebhook& request);
// How that ended: a message, if need be. (/voice/voicemail)
VoiceAnswer voicemail(Context& context, const VoiceWebhook& request);
// The message is recorded: a ticket. -> {"status":"received"} (/webhooks/voicemail)
VoiceAnswer voicemail_recorded(Context& context, const VoiceWebhook& request);

// TaskRouter tells of workers and tasks. -> {} (/taskrouter_event)
VoiceAnswer task_event(Context& context, const VoiceWebhook& request);
// TaskRouter offers a task to a worker. -> a JSON instruction (/assignment)
VoiceAnswer task_assignment(Context& context, const VoiceWebhook& request);

}  // namespace smarthandoff::calls
