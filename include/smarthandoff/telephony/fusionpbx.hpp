#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/directory.hpp>

namespace smarthandoff::telephony {

// How a FusionPBX's database is reached; docs/fusionpbx.md has the tables and the rights it needs.
struct FusionPbxOptions {
  Secret url;          // "postgresql://user:password@host:port/fusionpbx"
  std::string domain;  // of extensions for which none is given; empty: the only one there is, if there is one

  Milliseconds connect_timeout{3000};  // 100 ms to 60 s
  // Of one question, kept by the server; half a second later the server counts as gone. 50 ms to 60 s.
  Milliseconds query_timeout{1500};
  Milliseconds reconnect_min{250};  // first and last delay between tries to connect
  Milliseconds reconnect_max{10000};
  std::int64_t max_waiting = 10000;  // extensions asked about and not answered; more cannot be told
};

// A FusionPBX's database as the PBX's directory: one read-only session on a thread of its own. Questions that
// come while one is under way are asked together. Nothing is contacted before start(). Throws
// invalid_argument naming the member; no message holds the password.
std::shared_ptr<Directory> make_fusionpbx(FusionPbxOptions options);

// For hosts that offer `query_timeout` and the engine's `directory_refresh` as "fusionpbx_timeout" and
// "fusionpbx_refresh", as the bindings do: throws invalid_argument naming them so.
void check_fusionpbx_times(Milliseconds timeout, Milliseconds refresh);

}  // namespace smarthandoff::telephony

namespace smarthandoff {
using telephony::FusionPbxOptions;
}  // namespace smarthandoff
