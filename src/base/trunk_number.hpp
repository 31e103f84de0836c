#pragma once

#include <string>

#include <smarthandoff/base/tenant.hpp>

namespace smarthandoff {

// How a trunk wants a customer's number written; foreign numbers stay E.164.
std::string as_dialled(const std::string& e164, const Trunk& trunk);

}  // namespace smarthandoff
