// What TaskRouter tells and asks.
#include <map>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/task_event.hpp>
#include <smarthandoff/calls/voice.hpp>

#include "base/field_check.hpp"
#include "base/peer_json.hpp"
#include "calls/call_rows.hpp"
#include "calls/line_rows.hpp"
#include "calls/number_rows.hpp"
#include "calls/presence_jobs.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxText = 512;

using Texts = std::map<std::string, std::string>;

VoiceAnswer on_event(Context& context, const Received& received) {
  const auto* told = std::get_if<twilio::TaskEvent>(&received.hook.event);
  if (told == nullptr) return nothing(AnswerKind::empty);
  if (told->type == "worker.activity.update")
    presence::told_by_taskrouter(context, told->worker_sid,
                                 {.activity = field::fitted(told->worker_activity_sid, 64),
                                  .id = field::fitted(told->sid, 64),
                                  .at = told->at.value_or(context.now()),
                                  .whole_second = told->whole_second});
  TaskRouterEvent event{.type = field::fitted(told->type, 64),
                        .task_sid = field::fitted(told->task_sid, 64),
                        .reservation_sid = field::fitted(told->reservation_sid, 64)};
  if (const auto line = rows::find_line_of_worker(context, told->worker_sid)) event.agent_id = line->agent_id;
  context.emit("taskrouter.event", event.task_sid, event);
  return nothing(AnswerKind::empty);
}

// The text members of a JSON object. Hosts and workflows put lists, numbers and objects of their own beside
// ours; what is no object has none.
Texts members(const std::string& text) {
  const auto json = peer::parse_json(text);
  Texts found;
  if (!json || !json->is_object()) return found;
  for (const auto& [name, value] : json->items())
    if (value.is_string()) found.emplace(name, field::fitted(value.get_ref<const std::string&>(), kMaxText));
  return found;
}

std::string contact_of(const std::optional<AgentLine>& line, const Texts& worker) {
  if (line && !line->phone.empty()) return line->phone;
  if (line) return "client:" + line->identity;
  const auto uri = worker.find("contact_uri");
  return uri == worker.end() ? "" : uri->second;
}

// Twilio rings the agent by this number only if it is ours, whoever called whom.
std::string own_number(const std::optional<CallRecord>& waiting) {
  if (!waiting) return {};
  const Call& call = waiting->call;
  const std::string& ours = call.direction == CallDirection::outbound ? call.from_number : call.to_number;
  return ours.starts_with('+') ? ours : std::string();
}

// Accepted where there is a call to be taken out of the queue; an agent who is not available is passed over.
VoiceAnswer on_assignment(Context& context, const Received& received) {
  const auto* offer = std::get_if<twilio::TaskAssignment>(&received.hook.event);
  if (offer == nullptr) return nothing(AnswerKind::empty);
  const auto line = rows::find_line_of_worker(context, offer->worker_sid);
  Texts instruction;
  if (line && line->presence != Presence::available) {
    instruction["instruction"] = "reject";
    const std::string& activity = line->presence == Presence::busy ? received.settings.busy_activity
                                                                   : received.settings.offline_activity;
    if (!activity.empty()) instruction["activity_sid"] = activity;
    return json(to_json(instruction));
  }
  const Texts task = members(offer->task_attributes);
  const std::string to = contact_of(line, members(offer->worker_attributes));
  const auto waiting = task.find("call_sid");
  if (waiting == task.end() || waiting->second.empty() || to.empty())
    return json(R"({"instruction":"accept"})");
  instruction = {{"instruction", "dequeue"}, {"to", to}};
  const std::string from = own_number(rows::find_call_of(context, waiting->second));
  if (!from.empty()) instruction["from"] = from;
  if (received.settings.recorded != Recorded::off) instruction["record"] = "record-from-answer";
  if (!received.settings.available_activity.empty())
    instruction["post_work_activity_sid"] = received.settings.available_activity;
  std::string text = to_json(instruction);
  text.insert(text.size() - 1, R"(,"timeout":)" + std::to_string(received.settings.ring_seconds));
  return json(std::move(text));
}

}  // namespace

VoiceAnswer task_event(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"taskrouter.event", AnswerKind::empty, on_event});
}
VoiceAnswer task_assignment(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"taskrouter.assignment", AnswerKind::empty, on_assignment});
}

const Type& describe(const TaskRouterEvent*) {
  using E = TaskRouterEvent;
  static const Immortal<Type> type =
      Description<E>("TaskRouterEvent", "Payload of taskrouter.event.")
          .field("type", &E::type, "in TaskRouter's words, e.g. reservation.timeout")
          .field("agent_id", &E::agent_id, "whose worker it is about; may be empty")
          .field("task_sid", &E::task_sid, "the task; may be empty")
          .field("reservation_sid", &E::reservation_sid, "the offer; may be empty")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
