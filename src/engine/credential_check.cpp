#include "engine/credential_check.hpp"

#include <smarthandoff/base/error.hpp>

#include "engine/credential_rows.hpp"

namespace smarthandoff::engine {
namespace {

constexpr Milliseconds kKept{30'000};

// What keeps the text from being read; none: nothing.
std::optional<KeyProblem> problem_of(const KeyRing& keys, const rows::SealedSample& sample) {
  try {
    static_cast<void>(keys.open(sample.sealed, sample.bound_to));
    return std::nullopt;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::corrupt) return KeyProblem::corrupt;
    if (error.code() != ErrorCode::failed_precondition) throw;
    const auto problem = error.details().find("problem");
    return problem != error.details().end() && problem->second == "missing" ? KeyProblem::missing
                                                                            : KeyProblem::wrong;
  }
}

}  // namespace

std::vector<UnreadableCredentials> CredentialCheck::unreadable(const storage::Transaction& transaction,
                                                               Instant now) {
  const std::lock_guard lock(mutex_);
  if (!looked_at_ || now < *looked_at_ || now - *looked_at_ >= kKept) {
    found_ = look(transaction);
    looked_at_ = now;
  }
  return found_;
}

std::vector<UnreadableCredentials> CredentialCheck::look(const storage::Transaction& transaction) const {
  std::vector<UnreadableCredentials> all;
  for (const rows::SealedSample& sample : rows::sealed_samples(transaction)) {
    const auto problem = problem_of(keys_, sample);
    const bool told =
        !all.empty() && all.back().kind == sample.kind && all.back().key_id == sample.sealed.key_id;
    if (problem && !told)
      all.push_back(
          {.kind = sample.kind, .key_id = sample.sealed.key_id, .problem = *problem, .count = sample.of_key});
  }
  return all;
}

}  // namespace smarthandoff::engine
