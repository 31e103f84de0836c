#pragma once

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/calls/twilio_carrier.hpp>

#include "engine/loop.hpp"
#include "engine/readers.hpp"

namespace smarthandoff::engine {

// Reads accounts of the phone service with their credentials, for the port that jobs see. The references must
// outlive what is returned.
calls::TwilioCarrier::Accounts carrier_accounts(Readers& readers, Loop& io, const KeyRing& keys,
                                                const Clock& clock);

// The same for the credentials of tenants' buckets.
calls::S3RecordingStore::Accesses bucket_accesses(Readers& readers, Loop& io, const KeyRing& keys,
                                                  const Clock& clock);

}  // namespace smarthandoff::engine
