#pragma once

#include <cstdint>
#include <string>

#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::messages {

// The payload of a send's job, and of the one before it that asks whether it may still go out.
struct SendOrder {
  messenger::SendRequest request;
  std::string question;  // asked again before each try (messenger/planned.hpp); empty: nothing is
};

// What a message that may go out begins with.
const char* first_job(const SendOrder& order);

// The payload of a receipt's job.
struct ReadOrder {
  messenger::MarkRead request;
  std::int64_t tries = 0;
};

const Type& describe(const SendOrder*);
const Type& describe(const ReadOrder*);

}  // namespace smarthandoff::messages
