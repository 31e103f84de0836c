#pragma once

// FreeSWITCH's Event Socket: a codec without sockets (decoder, frame, event, command, api_line) and clients
// for both directions of connection (client, outbound).
#include <smarthandoff/telephony/esl/answer.hpp>
#include <smarthandoff/telephony/esl/api_line.hpp>
#include <smarthandoff/telephony/esl/client.hpp>
#include <smarthandoff/telephony/esl/command.hpp>
#include <smarthandoff/telephony/esl/decoder.hpp>
#include <smarthandoff/telephony/esl/event.hpp>
#include <smarthandoff/telephony/esl/frame.hpp>
#include <smarthandoff/telephony/esl/outbound.hpp>
#include <smarthandoff/telephony/esl/text.hpp>
