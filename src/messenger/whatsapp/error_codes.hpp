#pragma once

#include <cstdint>

#include <smarthandoff/messenger/types.hpp>

namespace smarthandoff::messenger::whatsapp {

// What an error code of the Cloud API means for us; `unknown` for one that is in no table. Codes decide, not
// HTTP statuses or titles: the same code is seen with 400 and with 429.
FailureKind kind_of(std::int64_t code);

}  // namespace smarthandoff::messenger::whatsapp
