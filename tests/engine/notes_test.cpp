// The operations that the engine's tests run, and the table that names them.
#include "engine/notes.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/tenants.hpp>

using namespace smarthandoff;

namespace notes {

namespace {

void ensure_table(Context& context) {
  context.transaction().execute(
      "CREATE TABLE IF NOT EXISTS notes (tenant TEXT, id TEXT, text TEXT, done BOOLEAN, PRIMARY KEY (tenant, "
      "id))",
      {});
}

}  // namespace

Note write(Context& context, const WriteNote& request) {
  if (request.text.empty()) throw invalid_field("text", "must not be empty");
  ensure_table(context);
  context.transaction().execute("INSERT INTO notes VALUES (?1, ?2, ?3, FALSE)",
                                {context.tenant(), request.id, request.text});
  Note note{request.id, request.text};
  context.emit("note.written", request.id, note);
  return note;
}

Note finish(Context& context, const ReadNote& request) {
  context.transaction().execute("UPDATE notes SET done = TRUE WHERE tenant = ?1 AND id = ?2",
                                {context.tenant(), request.id});
  Note note = read(context, request);
  context.emit("note.finished", request.id, note);
  return note;
}

Note finish_later(Context& context, const WriteNote& request) {
  const Milliseconds delay(std::stoll(request.text));
  context.enqueue("handoff.timer", request.id, request, context.now() + delay);
  return {request.id, request.text};
}

Note fail(Context& context, const WriteNote& request) {
  write(context, request);
  throw Error(ErrorCode::failed_precondition, "this operation always fails after it wrote");
}

Note add_one(Context& context, const ReadNote& request) {
  context.transaction().lock("notes", context.tenant().value + "/" + request.id);
  const std::string sum = std::to_string(std::stoll(read(context, request).text) + 1);
  context.transaction().execute("UPDATE notes SET text = ?3 WHERE tenant = ?1 AND id = ?2",
                                {context.tenant(), request.id, sum});
  return {request.id, sum};
}

Note speak(Context& context, const WriteNote& request) {
  tenants::update(context, {.language = request.id});
  return {request.id, request.text};
}

Note read(const Context& context, const ReadNote& request) {
  std::optional<Note> note;
  context.transaction().query("SELECT id, text, done FROM notes WHERE tenant = ?1 AND id = ?2",
                              {context.tenant(), request.id}, [&](const storage::Row& row) {
                                note = Note{row.string(0), row.string(1), row.boolean(2)};
                              });
  if (!note) throw no_such("note", request.id);
  return *note;
}

Echo echo(const Echo& request) {
  return request;
}

Pending start_waiting(Context& context, const ReadNote& request) {
  read(context, request);
  return {request.id, context.now() + Seconds(30)};
}

std::optional<Note> answer_waiting(const Context& context, const Pending& pending) {
  Note note = read(context, {pending.entity});
  if (!note.done && !pending.at_deadline) return std::nullopt;
  return note;
}

const Type& describe(const WriteNote*) {
  static const Type type = Description<WriteNote>("WriteNote", "A new note.")
                               .required("id", &WriteNote::id, "its id")
                               .required("text", &WriteNote::text, "its words")
                               .build();
  return type;
}
const Type& describe(const ReadNote*) {
  static const Type type =
      Description<ReadNote>("ReadNote", "Which note.").required("id", &ReadNote::id, "its id").build();
  return type;
}
const Type& describe(const Note*) {
  static const Type type = Description<Note>("Note", "A note.")
                               .field("id", &Note::id, "its id")
                               .field("text", &Note::text, "its words")
                               .field("done", &Note::done, "whether it was finished")
                               .build();
  return type;
}
const Type& describe(const Echo*) {
  static const Type type = Description<Echo>("Echo", "Words.")
                               .field("text", &Echo::text, "the words")
                               .field("language", &Echo::language, "of the words")
                               .build();
  return type;
}

}  // namespace notes

namespace smarthandoff {

const std::vector<Operation>& operations() {
  static const std::vector<Operation> table = {
      operation("notes.write", notes::write, Role::agent, "Writes."),
      operation("notes.finish", notes::finish, Role::supervisor, "Finishes."),
      operation("notes.finish_later", notes::finish_later, Role::agent, "Finishes later."),
      operation("notes.add_one", notes::add_one, Role::agent, "Counts."),
      operation("notes.speak", notes::speak, Role::agent, "Changes the language."),
      operation("notes.fail", notes::fail, Role::agent, "Fails."),
      operation("notes.read", notes::read, Role::agent, "Reads."),
      operation("notes.wait", notes::wait, Role::agent, "Waits until the note is finished."),
      operation(
          "notes.echo", notes::echo,
          +[](notes::Echo& request, const TenantProfile& profile) {
            if (request.language.empty()) request.language = profile.language;
          },
          "Says the same."),
  };
  return table;
}

}  // namespace smarthandoff
