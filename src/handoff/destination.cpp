#include <smarthandoff/handoff/destination.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "handoff/destination_check.hpp"
#include "handoff/destination_rows.hpp"

namespace smarthandoff::destinations {
namespace {

Destination found(const Context& context, const DestinationId& id) {
  auto destination = find(context, id);
  if (!destination) throw no_such("destination", id.value);
  return std::move(*destination);
}

// Two of one name and number could not be told apart by who hears them.
void check_unique(Context& context, const Destination& destination) {
  context.transaction().lock("destination_name", context.tenant().value + "/" + destination.number);
  for (const Destination& other :
       rows::of_number(context.transaction(), context.tenant(), destination.number)) {
    const bool apart = !other.secretary_id.empty() && !destination.secretary_id.empty() &&
                       other.secretary_id != destination.secretary_id;
    if (other.id == destination.id || apart) continue;
    if (fold(other.name) != fold(destination.name)) continue;
    throw Error(ErrorCode::already_exists,
                "destination \"" + other.id.value + "\" has this name and number already; change that one",
                {{"field", "name"}, {"destination_id", other.id.value}});
  }
}

void tell(Context& context, const char* topic, const DestinationId& id) {
  context.emit(topic, id.value, GetDestination{.destination_id = id});
}

Destination checked_and_saved(Context& context, Destination destination, const char* topic) {
  check(context, destination);
  check_unique(context, destination);
  destination.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), destination);
  tell(context, topic, destination.id);
  return destination;
}

// What a source decides is changed there.
void check_owner(const Destination& before, const Destination& after) {
  if (before.source == DestinationSource::own) return;
  Destination allowed = before;
  allowed.secretary_id = after.secretary_id;
  allowed.whisper = after.whisper;
  allowed.accept_gate = after.accept_gate;
  allowed.hunt = after.hunt;
  if (allowed == after) return;
  throw Error(ErrorCode::failed_precondition,
              "destination " + before.id.value + " is kept in step with " + wire_name(before.source) +
                  ": only secretary_id, whisper, accept_gate and hunt are changed here",
              {{"destination_id", before.id.value}, {"source", wire_name(before.source)}});
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

}  // namespace

Destination create(Context& context, const CreateDestination& request) {
  smarthandoff::tenants::ensure(context);
  return checked_and_saved(context,
                           {.id = {context.new_id()},
                            .name = request.name,
                            .aliases = request.aliases,
                            .type = request.type,
                            .number = request.number,
                            .context = request.context,
                            .department = request.department,
                            .description = request.description,
                            .ring_timeout_seconds = request.ring_timeout_seconds,
                            .fallback_action = request.fallback_action,
                            .enabled = request.enabled,
                            .secretary_id = request.secretary_id,
                            .whisper = request.whisper,
                            .accept_gate = request.accept_gate,
                            .hunt = request.hunt,
                            .created_at = context.now()},
                           "destination.created");
}

Destination update(Context& context, const UpdateDestination& request) {
  context.transaction().lock("destination", context.tenant().value + "/" + request.destination_id.value);
  const Destination before = found(context, request.destination_id);
  Destination destination = before;
  replace(destination.name, request.name);
  replace(destination.aliases, request.aliases);
  replace(destination.type, request.type);
  replace(destination.number, request.number);
  replace(destination.context, request.context);
  replace(destination.department, request.department);
  replace(destination.description, request.description);
  replace(destination.ring_timeout_seconds, request.ring_timeout_seconds);
  replace(destination.fallback_action, request.fallback_action);
  replace(destination.enabled, request.enabled);
  replace(destination.secretary_id, request.secretary_id);
  replace(destination.whisper, request.whisper);
  replace(destination.accept_gate, request.accept_gate);
  if (request.hunt)
    destination.hunt = *request.hunt;
  else
    forget_deleted(context, destination);
  check_owner(before, destination);
  return checked_and_saved(context, std::move(destination), "destination.updated");
}

DeletedDestination delete_(Context& context, const DeleteDestination& request) {
  const auto destination = find(context, request.destination_id);
  if (destination && destination->source != DestinationSource::own && destination->enabled) {
    throw Error(ErrorCode::failed_precondition,
                "destination " + destination->id.value + " is kept in step with " +
                    wire_name(destination->source) + ": delete or disable it there first",
                {{"destination_id", destination->id.value}, {"source", wire_name(destination->source)}});
  }
  if (!rows::remove(context.transaction(), context.tenant(), request.destination_id))
    throw no_such("destination", request.destination_id.value);
  tell(context, "destination.deleted", request.destination_id);
  return {.destination_id = request.destination_id};
}

Destination get(const Context& context, const GetDestination& request) {
  return found(context, request.destination_id);
}

DestinationList list(const Context& context, const ListDestinations& request) {
  field::check_page(request.limit);
  return {.destinations = rows::list(context.transaction(), context.tenant(), request)};
}

std::optional<Destination> find(const Context& context, const DestinationId& id) {
  return rows::find(context.transaction(), context.tenant(), id);
}

}  // namespace smarthandoff::destinations
