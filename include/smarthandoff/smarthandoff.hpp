#pragma once

// Everything a host needs: open an Engine, take a Tenant, call operations.
#include <smarthandoff/base/document.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/handoff/handoff.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>
#include <smarthandoff/messenger/whatsapp_webhook.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>
