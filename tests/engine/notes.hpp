#pragma once

#include <optional>
#include <string>

#include <smarthandoff/engine/operation.hpp>

// A table of operations small enough to see through: notes that are written, read, finished and awaited.
namespace notes {

struct WriteNote {
  std::string id, text;
};
struct ReadNote {
  std::string id;
};
struct Note {
  std::string id, text;
  bool done = false;
};
struct Echo {
  std::string text, language;
};

Note write(smarthandoff::Context& context, const WriteNote& request);
Note finish(smarthandoff::Context& context, const ReadNote& request);
// Leaves a job of kind "test.finish" due after `text` milliseconds.
Note finish_later(smarthandoff::Context& context, const WriteNote& request);
// Writes and then fails: nothing may be left of it.
Note fail(smarthandoff::Context& context, const WriteNote& request);
// Counts in the note's words: reads, then decides, under a lock.
Note add_one(smarthandoff::Context& context, const ReadNote& request);
// Changes the tenant's language to the note's id.
Note speak(smarthandoff::Context& context, const WriteNote& request);
Note read(const smarthandoff::Context& context, const ReadNote& request);
Echo echo(const Echo& request);

smarthandoff::Pending start_waiting(smarthandoff::Context& context, const ReadNote& request);
std::optional<Note> answer_waiting(const smarthandoff::Context& context,
                                   const smarthandoff::Pending& pending);
inline constexpr smarthandoff::Awaited<ReadNote, Note> wait{start_waiting, answer_waiting};

const smarthandoff::Type& describe(const WriteNote*);
const smarthandoff::Type& describe(const ReadNote*);
const smarthandoff::Type& describe(const Note*);
const smarthandoff::Type& describe(const Echo*);

}  // namespace notes
