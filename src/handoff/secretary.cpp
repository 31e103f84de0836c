#include <smarthandoff/handoff/secretary.hpp>

#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "base/opening_hours.hpp"
#include "base/text_limit.hpp"
#include "handoff/secretary_rows.hpp"

namespace smarthandoff::secretaries {
namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::string_view kDomain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";
constexpr std::string_view kAssistant =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*#+";

Secretary found(const Context& context, const SecretaryId& id) {
  auto secretary = find(context, id);
  if (!secretary) throw no_such("secretary", id.value);
  return std::move(*secretary);
}

void check(const Secretary& secretary) {
  field::check_name("name", secretary.name, kMaxName);
  field::check_word("pbx_domain", secretary.pbx_domain, kDomain, kMaxName);
  if (!secretary.language.empty()) check_language(secretary.language);
  field::check_line("voice", secretary.voice, kMaxName);
  field::check_paragraph("greeting", secretary.greeting, 1000);
  field::check_line("opening_hours", secretary.opening_hours, 500);
  check_opening_hours("opening_hours", secretary.opening_hours);
  field::check_word("assistant_extension", secretary.assistant_extension, kAssistant, 50);
  field::check_word("assistant_context", secretary.assistant_context, field::kWord, 50);
  if (secretary.assistant_context.empty()) throw invalid_field("assistant_context", "must not be empty");
}

void check_default(const Context& context, const DestinationId& id) {
  if (!id.empty() && !destinations::find(context, id)) throw no_such("destination", id.value);
}

void tell(Context& context, const char* topic, const SecretaryId& id) {
  context.emit(topic, id.value, GetSecretary{.secretary_id = id});
}

Secretary checked_and_saved(Context& context, Secretary secretary, const char* topic) {
  secretary.name = field::trimmed(secretary.name);
  check(secretary);
  secretary.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), secretary);
  tell(context, topic, secretary.id);
  return secretary;
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

}  // namespace

Secretary create(Context& context, const CreateSecretary& request) {
  smarthandoff::tenants::ensure(context);
  check_default(context, request.default_destination_id);
  return checked_and_saved(context,
                           {.id = {context.new_id()},
                            .name = request.name,
                            .pbx_domain = request.pbx_domain,
                            .language = request.language,
                            .voice = request.voice,
                            .greeting = request.greeting,
                            .default_destination_id = request.default_destination_id,
                            .opening_hours = request.opening_hours,
                            .blind_transfer = request.blind_transfer,
                            .assistant_extension = request.assistant_extension,
                            .assistant_context = request.assistant_context,
                            .dialogue_enabled = request.dialogue_enabled,
                            .enabled = request.enabled,
                            .created_at = context.now()},
                           "secretary.created");
}

Secretary update(Context& context, const UpdateSecretary& request) {
  context.transaction().lock("secretary", context.tenant().value + "/" + request.secretary_id.value);
  Secretary secretary = found(context, request.secretary_id);
  if (request.default_destination_id) check_default(context, *request.default_destination_id);
  replace(secretary.name, request.name);
  replace(secretary.pbx_domain, request.pbx_domain);
  replace(secretary.language, request.language);
  replace(secretary.voice, request.voice);
  replace(secretary.greeting, request.greeting);
  replace(secretary.default_destination_id, request.default_destination_id);
  replace(secretary.opening_hours, request.opening_hours);
  if (request.blind_transfer) secretary.blind_transfer = request.blind_transfer;
  replace(secretary.assistant_extension, request.assistant_extension);
  replace(secretary.assistant_context, request.assistant_context);
  replace(secretary.dialogue_enabled, request.dialogue_enabled);
  replace(secretary.enabled, request.enabled);
  return checked_and_saved(context, std::move(secretary), "secretary.updated");
}

DeletedSecretary delete_(Context& context, const DeleteSecretary& request) {
  context.transaction().lock("secretary", context.tenant().value + "/" + request.secretary_id.value);
  found(context, request.secretary_id);
  if (rows::has_destinations(context.transaction(), context.tenant(), request.secretary_id))
    throw Error(ErrorCode::failed_precondition,
                "secretary \"" + request.secretary_id.value + "\" still has destinations of its own");
  rows::remove(context.transaction(), context.tenant(), request.secretary_id);
  tell(context, "secretary.deleted", request.secretary_id);
  return {.secretary_id = request.secretary_id};
}

Secretary get(const Context& context, const GetSecretary& request) {
  return found(context, request.secretary_id);
}

SecretaryList list(const Context& context, const ListSecretaries& request) {
  field::check_page(request.limit);
  return {.secretaries = rows::list(context.transaction(), context.tenant(), request)};
}

std::optional<Secretary> find(const Context& context, const SecretaryId& id) {
  return rows::find(context.transaction(), context.tenant(), id);
}

}  // namespace smarthandoff::secretaries
