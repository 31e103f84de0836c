#pragma once

#include <string>

#include <smarthandoff/telephony/directory.hpp>

// Rows of a directory of destinations, as tests/data/fusionpbx/schema.sql has them.
namespace test_directory {

inline smarthandoff::telephony::DirectoryDestination jeni(const std::string& id) {
  return {.id = id,
          .name = "Jeni",
          .aliases = {"jeni", "financeiro"},
          .type = "extension",
          .number = "1004",
          .context = "default",
          .ring_timeout_seconds = 25,
          .fallback_action = "voicemail",
          .department = "Financeiro",
          .description = "Contas a pagar",
          .enabled = true};
}

inline smarthandoff::telephony::DirectoryDestination support_group(const std::string& id) {
  return {.id = id,
          .name = "Suporte",
          .aliases = {},
          .type = "ring_group",
          .number = "6000",
          .context = "",
          .ring_timeout_seconds = {},
          .fallback_action = "",
          .department = "",
          .description = "",
          .enabled = true};
}

}  // namespace test_directory
