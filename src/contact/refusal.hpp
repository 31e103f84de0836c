#pragma once

#include <optional>
#include <string>

#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/storage/context.hpp>

// The two things with legal weight that a person may write to us at any time: that they want no more contact,
// and that they are not whom we look for.
namespace smarthandoff::contact {

// Which of both is written, `opt_out` or `wrong_person`; nothing for every other text. A single "SAIR" is
// one.
std::optional<suppressions::SuppressionKind> refusal_in(const Context& context, const std::string& text);

// Stores it for all channels of the tenant. Answers what the person is to be told: nothing, if it was known.
std::string refuse(Context& context, const std::string& address, suppressions::SuppressionKind kind,
                   const std::string& reason);

}  // namespace smarthandoff::contact
