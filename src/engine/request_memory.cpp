#include "engine/request_memory.hpp"

#include <utility>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/digest.hpp"
#include "storage/request_rows.hpp"

namespace smarthandoff::engine {

namespace {

// What identifies a request: the operation and every field. Stored as a hash, so that no personal data stays.
std::string fingerprint(const Operation& operation, const void* request) {
  return digest::to_hex(digest::sha256(operation.name + "\n" + to_json(*operation.request, request)));
}

std::string pending_to_json(const Pending& pending) {
  return to_json(std::map<std::string, std::string>{{"entity", pending.entity},
                                                    {"deadline", to_rfc3339(pending.deadline)}});
}

Pending pending_from_json(const std::string& json) {
  const auto fields = from_json<std::map<std::string, std::string>>(json);
  return {fields.at("entity"), parse_rfc3339(fields.at("deadline"))};
}

// Runs `fresh` unless the id is known; `fresh` answers the JSON to remember.
template <class Fresh, class Known>
void remember(Context& context, const Operation& operation, const void* request, const std::string& id,
              Fresh fresh, Known known) {
  const std::string print = fingerprint(operation, request);
  context.transaction().lock("request", context.tenant().value + "/" + id);
  const auto earlier = storage::requests::find(context.transaction(), context.tenant(), id, context.now());
  if (!earlier) {
    const std::string answer = fresh();
    return storage::requests::save(context.transaction(), context.tenant(), id, {print, answer},
                                   context.now());
  }
  if (earlier->response.empty()) {
    throw Error(ErrorCode::failed_precondition,
                "request_id \"" + id + "\": its answer was erased with the person it told of",
                {{"field", "request_id"}});
  }
  if (earlier->fingerprint != print) {
    throw Error(ErrorCode::conflict, "request_id \"" + id + "\" was used for another request",
                {{"field", "request_id"}});
  }
  known(earlier->response);
}

class SizeSink final : public Sink {
 public:
  std::size_t size = 64;

  void null() override { size += 1; }
  void boolean(bool) override { size += 1; }
  void integer(std::int64_t) override { size += 8; }
  void number(double) override { size += 8; }
  void text(std::string_view value) override { size += 32 + value.size(); }
  void instant(Instant) override { size += 8; }
  void milliseconds(Milliseconds) override { size += 8; }
  void money(const Money&) override { size += 16; }
  void enumerator(const Type&, const Enumerator&) override { size += 4; }
  void begin_structure(const Type&) override {}
  void member(const Field&) override {}
  void end_structure(const Type&) override {}
  void begin_list(std::size_t) override {}
  void end_list() override {}
  void begin_map(std::size_t) override {}
  void key(std::string_view name) override { size += 32 + name.size(); }
  void end_map() override {}
};

}  // namespace

std::shared_ptr<void> remembered_write(Context& context, const Operation& operation, const void* request,
                                       const std::string& request_id) {
  if (request_id.empty()) return operation.write(context, request);
  std::shared_ptr<void> response;
  remember(
      context, operation, request, request_id,
      [&] {
        response = operation.write(context, request);
        return to_json(*operation.response, response.get());
      },
      [&](const std::string& json) {
        response = operation.response->create();
        from_json(*operation.response, response.get(), json);
      });
  return response;
}

Pending remembered_start(Context& context, const Operation& operation, const void* request,
                         const std::string& request_id) {
  if (request_id.empty()) return operation.start(context, request);
  Pending pending;
  remember(
      context, operation, request, request_id,
      [&] {
        pending = operation.start(context, request);
        return pending_to_json(pending);
      },
      [&](const std::string& json) { pending = pending_from_json(json); });
  return pending;
}

std::size_t approximate_size(const Operation& operation, const void* request) {
  SizeSink sink;
  operation.request->write(*operation.request, request, sink);
  return sink.size;
}

}  // namespace smarthandoff::engine
