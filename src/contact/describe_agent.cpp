#include <smarthandoff/contact/agent.hpp>

namespace smarthandoff::agents {

const Type& describe(const Agent*) {
  static const Immortal<Type> type =
      Description<Agent>("Agent", "A person of the company who talks to customers.")
          .field("id", &Agent::id, "its id")
          .field("user_id", &Agent::user_id, "the host's id of the user; unique in the tenant")
          .field("name", &Agent::name, "as customers are told")
          .field("email", &Agent::email, "unique in the tenant, case aside; may be empty")
          .field("extension", &Agent::extension, "on the PBX; unique in the tenant; may be empty")
          .field("department", &Agent::department, "whose callbacks fall to them once released")
          .field("role", &Agent::role, "agent, supervisor or admin")
          .field("active", &Agent::active, "false: alerted of nothing")
          .field("created_at", &Agent::created_at, "when it was made")
          .field("updated_at", &Agent::updated_at, "when it was changed last")
          .build();
  return type;
}

const Type& describe(const CreateAgent*) {
  using Request = CreateAgent;
  static const Immortal<Type> type =
      Description<Request>("CreateAgent", "A new agent.")
          .required("user_id", &Request::user_id, "the host's; 1-64 printable characters without blanks")
          .required("name", &Request::name, "as customers are told; at most 100 characters")
          .field("email", &Request::email, "at most 254 characters; empty: none")
          .field("extension", &Request::extension, "at most 10 of 0-9, *, #; empty: none")
          .field("department", &Request::department, "at most 100 characters")
          .field("role", &Request::role, "agent, supervisor or admin")
          .field("active", &Request::active, "false: alerted of nothing")
          .build();
  return type;
}

const Type& describe(const UpdateAgent*) {
  using Request = UpdateAgent;
  static const Immortal<Type> type =
      Description<Request>("UpdateAgent", "Replaces the given members; the others stay.")
          .required("agent_id", &Request::agent_id, "whose")
          .field("name", &Request::name, "as customers are told; at most 100 characters")
          .field("email", &Request::email, "at most 254 characters; empty: none")
          .field("extension", &Request::extension, "at most 10 of 0-9, *, #; empty: none")
          .field("department", &Request::department, "at most 100 characters")
          .field("role", &Request::role, "agent, supervisor or admin")
          .field("active", &Request::active, "false: alerted of nothing")
          .build();
  return type;
}

const Type& describe(const GetAgent*) {
  static const Immortal<Type> type = Description<GetAgent>("GetAgent", "Which agent: exactly one key.")
                                         .field("agent_id", &GetAgent::agent_id, "the agent's id")
                                         .field("user_id", &GetAgent::user_id, "or the host's id of the user")
                                         .field("extension", &GetAgent::extension, "or the extension")
                                         .build();
  return type;
}

const Type& describe(const ListAgents*) {
  using Request = ListAgents;
  static const Immortal<Type> type =
      Description<Request>("ListAgents", "Which agents; an absent filter lets everything pass.")
          .field("department", &Request::department, "only of it; case and accents do not matter")
          .field("active", &Request::active, "only active ones, or only the others")
          .field("role", &Request::role, "only of this role")
          .field("limit", &Request::limit, "at most so many, 1-1000")
          .field("after", &Request::after, "the last id of the page before; empty: from the start")
          .build();
  return type;
}

const Type& describe(const AgentList*) {
  static const Immortal<Type> type = Description<AgentList>("AgentList", "A page of agents.")
                                         .field("agents", &AgentList::agents, "in the order of creation")
                                         .build();
  return type;
}

const Type& describe(const AgentEvent*) {
  static const Immortal<Type> type =
      Description<AgentEvent>("AgentEvent", "Payload of agent.created and agent.updated.")
          .field("agent_id", &AgentEvent::agent_id, "the agent")
          .field("user_id", &AgentEvent::user_id, "the host's id of the user")
          .field("active", &AgentEvent::active, "false: alerted of nothing any more")
          .build();
  return type;
}

}  // namespace smarthandoff::agents
