#pragma once

#include <smarthandoff/contact/registry.hpp>

// The table of docs/contact-gate.md: which rules bind for which purpose.
namespace smarthandoff::contact {

enum class Treatment {
  binds,
  ignored,             // told as waived
  unless_asked_again,  // waived where the person asked for this contact afterwards
  unless_time_named,   // waived where the person named the time
};

Treatment treatment_of(RuleRow row, Purpose purpose);

}  // namespace smarthandoff::contact
