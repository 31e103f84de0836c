#pragma once

#include <napi.h>

namespace smarthandoff::node {

// Adds what lib/esl.js is made of: the class Decoder, whose feed(bytes) answers a list of the completed
// frames' content types and, behind them, the batch that holds the frames; and the functions that take a
// batch and an index in it.
void add_decoder(Napi::Env env, Napi::Object exports);

}  // namespace smarthandoff::node
