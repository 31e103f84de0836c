#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/actor.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/awaited.hpp>
#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/fetched.hpp>

namespace smarthandoff {

// pure: no store; read: a snapshot; write: one transaction; awaited: an answer to wait for, after a write, or
// of a port.
enum class OperationKind { pure, read, write, awaited };

// One line of the table that names every operation: all that an engine or a binding needs to run it.
struct Operation {
  std::string name;  // "destinations.create"
  OperationKind kind = OperationKind::read;
  Role least_role = Role::service;
  std::string doc;
  const Type* request = nullptr;
  const Type* response = nullptr;
  const void* identity = nullptr;  // address of the function, for calls from C++

  // The one of its kind is set; requests and responses are the described structs.
  std::function<std::shared_ptr<void>(const void* request, const TenantProfile*)> pure;
  std::function<std::shared_ptr<void>(const Context&, const void* request)> read;
  std::function<std::shared_ptr<void>(Context&, const void* request)> write;
  std::function<Pending(Context&, const void* request)> start;
  std::function<std::shared_ptr<void>(const Context&, const Pending&)> answer;  // null: not yet
  // An awaited operation without start and answer: what the port is asked by a snapshot, and how it is asked.
  using Fetched = std::function<void(std::optional<Error>, std::shared_ptr<void>)>;
  std::function<std::function<void(Ports&, Fetched)>(const Context&, const void* request)> plan;

  // Of what comes from outside and belongs to whom it names (a webhook): the tenants that a request is about,
  // in each of which it runs; none: the one it was called in. `merge` adds another tenant's response to the
  // first one's. Both null for every other operation, which runs in the tenant it was called in.
  std::function<std::vector<TenantId>(const Context&, const void* request)> route;
  std::function<void(void* into, const void* more)> merge;
};

// Makes the table's lines; the kind follows from the function's signature.
template <class Request, class Response>
Operation operation(std::string name, Response (*function)(const Context&, const Request&), Role role,
                    std::string doc) {
  return {.name = std::move(name),
          .kind = OperationKind::read,
          .least_role = role,
          .doc = std::move(doc),
          .request = &type_of<Request>(),
          .response = &type_of<Response>(),
          .identity = reinterpret_cast<const void*>(function),
          .read = [function](const Context& context, const void* request) -> std::shared_ptr<void> {
            return std::make_shared<Response>(function(context, *static_cast<const Request*>(request)));
          }};
}
template <class Request, class Response>
Operation operation(std::string name, Response (*function)(Context&, const Request&), Role role,
                    std::string doc) {
  return {.name = std::move(name),
          .kind = OperationKind::write,
          .least_role = role,
          .doc = std::move(doc),
          .request = &type_of<Request>(),
          .response = &type_of<Response>(),
          .identity = reinterpret_cast<const void*>(function),
          .write = [function](Context& context, const void* request) -> std::shared_ptr<void> {
            return std::make_shared<Response>(function(context, *static_cast<const Request*>(request)));
          }};
}
template <class Request, class Response>
Operation operation(std::string name, const Awaited<Request, Response>& awaited, Role role, std::string doc) {
  return {.name = std::move(name),
          .kind = OperationKind::awaited,
          .least_role = role,
          .doc = std::move(doc),
          .request = &type_of<Request>(),
          .response = &type_of<Response>(),
          .identity = reinterpret_cast<const void*>(awaited.start),
          .start = [start = awaited.start](
                       Context& context,
                       const void* request) { return start(context, *static_cast<const Request*>(request)); },
          .answer = [answer = awaited.answer](const Context& context,
                                              const Pending& pending) -> std::shared_ptr<void> {
            auto response = answer(context, pending);
            return response ? std::make_shared<Response>(std::move(*response)) : nullptr;
          }};
}
template <class Request, class Plan, class Response>
Operation operation(std::string name, const Fetched<Request, Plan, Response>& fetched, Role role,
                    std::string doc) {
  return {.name = std::move(name),
          .kind = OperationKind::awaited,
          .least_role = role,
          .doc = std::move(doc),
          .request = &type_of<Request>(),
          .response = &type_of<Response>(),
          .identity = reinterpret_cast<const void*>(fetched.plan),
          .plan = [plan = fetched.plan, fetch = fetched.fetch](const Context& context, const void* request)
              -> std::function<void(Ports&, Operation::Fetched)> {
            return [fetch, planned = plan(context, *static_cast<const Request*>(request))](
                       Ports& ports, const Operation::Fetched& done) {
              fetch(ports, planned, [done](const std::optional<Error>& failure, Response response) {
                done(failure, failure ? nullptr : std::make_shared<Response>(std::move(response)));
              });
            };
          }};
}
// A pure function; `defaults` fills what the caller left out from a tenant's profile.
template <class Request, class Response>
Operation operation(std::string name, Response (*function)(const Request&),
                    void (*defaults)(Request&, const TenantProfile&), std::string doc) {
  return {
      .name = std::move(name),
      .kind = OperationKind::pure,
      .least_role = Role::contact,
      .doc = std::move(doc),
      .request = &type_of<Request>(),
      .response = &type_of<Response>(),
      .identity = reinterpret_cast<const void*>(function),
      .pure = [function, defaults](const void* raw, const TenantProfile* profile) -> std::shared_ptr<void> {
        Request request = *static_cast<const Request*>(raw);
        if (profile != nullptr && defaults != nullptr) defaults(request, *profile);
        return std::make_shared<Response>(function(request));
      }};
}

// A pure function that takes nothing from a profile.
template <class Request, class Response>
Operation operation(std::string name, Response (*function)(const Request&), std::string doc) {
  void (*no_defaults)(Request&, const TenantProfile&) = nullptr;
  return operation(std::move(name), function, no_defaults, std::move(doc));
}

// The same line for a read or write that finds its tenants by its request.
template <class Request, class Response>
Operation routed(Operation line, std::vector<TenantId> (*route)(const Context&, const Request&),
                 void (*merge)(Response&, const Response&)) {
  line.route = [route](const Context& context, const void* request) {
    return route(context, *static_cast<const Request*>(request));
  };
  line.merge = [merge](void* into, const void* more) {
    merge(*static_cast<Response*>(into), *static_cast<const Response*>(more));
  };
  return line;
}

// The table of every operation, in the order of the documentation (src/api/operations.cpp).
const std::vector<Operation>& operations();

const Type& describe(const OperationKind*);

}  // namespace smarthandoff
