#pragma once

#include <memory>
#include <string_view>

#include <smarthandoff/telephony/directory.hpp>
#include <smarthandoff/telephony/port.hpp>

namespace smarthandoff::telephony {

// The phone system, with Do Not Disturb also asked of its directory: an extension that the phone system holds
// to be available is `dnd` where the directory says so. What the directory cannot tell leaves the phone
// system's word as it is. Starts and stops both.
std::shared_ptr<Telephony> with_directory(std::shared_ptr<Telephony> phone_system,
                                          std::shared_ptr<Directory> directory);

// How often a directory's destinations may be read. Throws invalid_argument naming the field.
void check_directory_refresh(std::string_view field, Milliseconds refresh);

}  // namespace smarthandoff::telephony
