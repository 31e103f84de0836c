#pragma once

#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/messenger/types.hpp>

// One content of every kind, as a channel takes it.
namespace contents {

using namespace smarthandoff::messenger;

inline Content text() {
  return {.kind = ContentKind::text, .text = "Olá! 😀\n\"aspas\" \\ e https://x.y", .preview_links = true};
}
inline Content buttons() {
  return {.kind = ContentKind::buttons,
          .text = "Podemos ligar agora?",
          .header = "Acme",
          .footer = "Responda quando puder",
          .buttons = {{"callback_yes", "✅ Sim"}, {"callback_later", "⏰ Depois"}}};
}
inline Content list() {
  return {.kind = ContentKind::list,
          .text = "Escolha",
          .list_button = "Ver opções",
          .sections = {{"À vista", {{"p1", "1x R$ 179,80", "hoje"}}},
                       {"Parcelado", {{"p2", "2x R$ 89,90", ""}}}}};
}
inline Content image() {
  return {.kind = ContentKind::image, .text = "a foto", .media = {.link = "https://x.y/a.jpg"}};
}
inline Content document() {
  return {.kind = ContentKind::document,
          .media = {.kind = MediaKind::document, .id = "12345", .filename = "boleto.pdf"}};
}
inline Content template_() {
  return {.kind = ContentKind::template_,
          .template_message = {.name = "callback_retorno_ligacao",
                               .language = "pt_BR",
                               .body = {"Acme", "Jeni", "boleto vencido"},
                               .header = {"Retorno"},
                               .buttons = {{0, false, "callback_yes"}, {1, true, "abc"}}}};
}
inline Content template_with_file() {
  return {.kind = ContentKind::template_,
          .template_message = {
              .name = "boleto",
              .language = "pt_BR",
              .header_media =
                  Media{.kind = MediaKind::document, .link = "https://x.y/b.pdf", .filename = "b.pdf"}}};
}
inline Content plain_template() {
  return {.kind = ContentKind::template_, .template_message = {.name = "aviso", .language = "en"}};
}

inline std::vector<std::pair<std::string, Content>> all() {
  return {{"text", text()},
          {"buttons", buttons()},
          {"list", list()},
          {"image", image()},
          {"document", document()},
          {"template", template_()},
          {"template with a file", template_with_file()},
          {"template without places", plain_template()}};
}

}  // namespace contents
