#pragma once

#include <string>
#include <string_view>

namespace smarthandoff {

// Free text with every valid CPF and CNPJ in it masked, however it is punctuated: for events and logs.
std::string mask_documents(std::string_view text);

}  // namespace smarthandoff
