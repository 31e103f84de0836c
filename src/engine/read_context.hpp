#pragma once

#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::engine {

// A context for reading: only ever handed out const, so that the transaction behind it is not written to.
class ReadContext {
 public:
  ReadContext(const storage::Transaction& transaction, const Call& call)
      : context_(const_cast<storage::Transaction&>(transaction), call) {}

  const Context& operator*() const { return context_; }

 private:
  Context context_;
};

}  // namespace smarthandoff::engine
