#pragma once

#include <span>

#include <smarthandoff/base/text.hpp>

// The sentences by subject; text.cpp joins them.
namespace smarthandoff::text {

std::span<const Entry> handoff_texts();
std::span<const Entry> dialogue_texts();
std::span<const Entry> callback_texts();
std::span<const Entry> campaign_texts();
std::span<const Entry> channel_texts();

}  // namespace smarthandoff::text
