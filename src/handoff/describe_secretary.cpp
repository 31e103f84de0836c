#include <smarthandoff/handoff/secretary.hpp>

namespace smarthandoff::secretaries {

const Type& describe(const Secretary*) {
  static const Immortal<Type> type =
      Description<Secretary>("Secretary", "An assistant's profile.")
          .field("id", &Secretary::id, "its id")
          .field("name", &Secretary::name, "what it calls itself")
          .field("pbx_domain", &Secretary::pbx_domain, "whose extensions are rung; empty: the PBX's own")
          .field("language", &Secretary::language, "pt-BR or en-US; empty: the tenant's")
          .field("voice", &Secretary::voice, "the speech engine's name of it")
          .field("greeting", &Secretary::greeting, "its first words")
          .field("default_destination_id", &Secretary::default_destination_id,
                 "for \"anyone\"; empty: the tenant's")
          .field("opening_hours", &Secretary::opening_hours, "empty: the tenant's")
          .field("blind_transfer", &Secretary::blind_transfer, "absent: as the tenant has it")
          .field("assistant_extension", &Secretary::assistant_extension, "where a caller goes back to")
          .field("assistant_context", &Secretary::assistant_context, "of the PBX's dialplan")
          .field("dialogue_enabled", &Secretary::dialogue_enabled, "false: straight to the fallback action")
          .field("enabled", &Secretary::enabled, "false: it takes no calls")
          .field("created_at", &Secretary::created_at, "when it was made")
          .field("updated_at", &Secretary::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateSecretary*) {
  using Request = CreateSecretary;
  static const Immortal<Type> type =
      Description<Request>("CreateSecretary", "A new assistant's profile.")
          .required("name", &Request::name, "what it calls itself; at most 100 characters")
          .field("pbx_domain", &Request::pbx_domain, "whose extensions are rung; empty: the PBX's own")
          .field("language", &Request::language, "pt-BR or en-US; empty: the tenant's")
          .field("voice", &Request::voice, "the speech engine's name of it; at most 100 characters")
          .field("greeting", &Request::greeting, "its first words; at most 1000 characters")
          .field("default_destination_id", &Request::default_destination_id,
                 "for \"anyone\"; empty: the tenant's")
          .field("opening_hours", &Request::opening_hours,
                 "e.g. \"mon-fri 08:00-18:00\"; empty: the tenant's")
          .field("blind_transfer", &Request::blind_transfer, "absent: as the tenant has it")
          .field("assistant_extension", &Request::assistant_extension, "where a caller goes back to")
          .field("assistant_context", &Request::assistant_context, "of the PBX's dialplan")
          .field("dialogue_enabled", &Request::dialogue_enabled, "false: straight to the fallback action")
          .field("enabled", &Request::enabled, "false: it takes no calls")
          .build();
  return type;
}

const Type& describe(const UpdateSecretary*) {
  using Request = UpdateSecretary;
  static const Immortal<Type> type =
      Description<Request>("UpdateSecretary", "Replaces the given members; the others stay.")
          .required("secretary_id", &Request::secretary_id, "which one")
          .field("name", &Request::name, "what it calls itself; at most 100 characters")
          .field("pbx_domain", &Request::pbx_domain, "whose extensions are rung; empty: the PBX's own")
          .field("language", &Request::language, "pt-BR or en-US; empty: the tenant's")
          .field("voice", &Request::voice, "the speech engine's name of it; at most 100 characters")
          .field("greeting", &Request::greeting, "its first words; at most 1000 characters")
          .field("default_destination_id", &Request::default_destination_id,
                 "for \"anyone\"; empty: the tenant's")
          .field("opening_hours", &Request::opening_hours,
                 "e.g. \"mon-fri 08:00-18:00\"; empty: the tenant's")
          .field("blind_transfer", &Request::blind_transfer, "whether callers are transferred blindly")
          .field("assistant_extension", &Request::assistant_extension, "where a caller goes back to")
          .field("assistant_context", &Request::assistant_context, "of the PBX's dialplan")
          .field("dialogue_enabled", &Request::dialogue_enabled, "false: straight to the fallback action")
          .field("enabled", &Request::enabled, "false: it takes no calls")
          .build();
  return type;
}

const Type& describe(const DeleteSecretary*) {
  static const Immortal<Type> type =
      Description<DeleteSecretary>("DeleteSecretary", "Which secretary.")
          .required("secretary_id", &DeleteSecretary::secretary_id, "which one")
          .build();
  return type;
}

const Type& describe(const DeletedSecretary*) {
  static const Immortal<Type> type = Description<DeletedSecretary>("DeletedSecretary", "It is gone.")
                                         .field("secretary_id", &DeletedSecretary::secretary_id, "which one")
                                         .build();
  return type;
}

const Type& describe(const GetSecretary*) {
  static const Immortal<Type> type = Description<GetSecretary>("GetSecretary", "Which secretary.")
                                         .required("secretary_id", &GetSecretary::secretary_id, "which one")
                                         .build();
  return type;
}

const Type& describe(const ListSecretaries*) {
  static const Immortal<Type> type =
      Description<ListSecretaries>("ListSecretaries", "Which secretaries.")
          .field("enabled", &ListSecretaries::enabled, "only those switched on, or off")
          .field("limit", &ListSecretaries::limit, "at most so many, 1-1000")
          .field("after", &ListSecretaries::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const SecretaryList*) {
  static const Immortal<Type> type =
      Description<SecretaryList>("SecretaryList", "A page of secretaries.")
          .field("secretaries", &SecretaryList::secretaries, "in the order they were created")
          .build();
  return type;
}

}  // namespace smarthandoff::secretaries
