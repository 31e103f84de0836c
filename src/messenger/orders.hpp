#pragma once

#include <cstdint>

#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::messages {

// The payload of a receipt's job.
struct ReadOrder {
  messenger::MarkRead request;
  std::int64_t tries = 0;
};

const Type& describe(const ReadOrder*);

}  // namespace smarthandoff::messages
