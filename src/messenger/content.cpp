#include <set>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/messenger/types.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::messenger {
namespace {

// The limits of the strictest channel, WhatsApp.
constexpr std::size_t kMaxText = 4096, kMaxBody = 1024, kMaxCaption = 1024, kMaxLine = 60;
constexpr std::size_t kMaxButtons = 3, kMaxSections = 10, kMaxRows = 10, kMaxParameters = 50;
constexpr std::size_t kMaxUrl = 2000;
constexpr std::string_view kTemplateName = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kLanguage = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";

void check_text(std::string_view field, std::string_view text, std::size_t most) {
  if (field::trimmed(text).empty()) throw invalid_field(field, "must not be empty");
  field::check_paragraph(field, text, most);
}

void check_unique_id(std::string_view field, const std::string& id, std::size_t most,
                     std::set<std::string>& seen) {
  field::check_name(field, id, most);
  if (id.size() > most) throw invalid_field(field, "must have at most " + std::to_string(most) + " bytes");
  if (!seen.insert(id).second) throw invalid_field(field, "must not repeat one");
}

void check_buttons(const Content& content) {
  if (content.buttons.empty() || content.buttons.size() > kMaxButtons)
    throw invalid_field("content.buttons", "must be 1 to 3");
  std::set<std::string> ids, titles;
  for (std::size_t i = 0; i < content.buttons.size(); ++i) {
    const ReplyButton& button = content.buttons[i];
    const std::string field = "content.buttons[" + std::to_string(i) + "]";
    check_unique_id(field + ".id", button.id, 256, ids);
    field::check_name(field + ".title", button.title, 20);
    if (!titles.insert(button.title).second) throw invalid_field(field + ".title", "must not repeat one");
  }
}

void check_section(const std::string& field, const ListSection& section, std::set<std::string>& ids) {
  field::check_line(field + ".title", section.title, 24);
  if (section.rows.empty()) throw invalid_field(field + ".rows", "must not be empty");
  for (std::size_t i = 0; i < section.rows.size(); ++i) {
    const ListRow& row = section.rows[i];
    const std::string name = field + ".rows[" + std::to_string(i) + "]";
    check_unique_id(name + ".id", row.id, 200, ids);
    field::check_name(name + ".title", row.title, 24);
    field::check_line(name + ".description", row.description, 72);
  }
}

void check_list(const Content& content) {
  field::check_name("content.list_button", content.list_button, 20);
  if (content.sections.empty() || content.sections.size() > kMaxSections)
    throw invalid_field("content.sections", "must be 1 to 10");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < content.sections.size(); ++i) {
    const ListSection& section = content.sections[i];
    const std::string field = "content.sections[" + std::to_string(i) + "]";
    check_section(field, section, ids);
    if (content.sections.size() > 1 && field::trimmed(section.title).empty())
      throw invalid_field(field + ".title", "must not be empty where there are several sections");
  }
  if (ids.size() > kMaxRows) throw invalid_field("content.sections", "must have at most 10 rows in all");
}

void check_media(std::string_view field, const Media& media) {
  const std::string name(field);
  if (media.id.empty() == media.link.empty()) throw invalid_field(field, "must have either an id or a link");
  if (!media.id.empty()) field::check_word(name + ".id", media.id, field::kWord, 128);
  field::check_line(name + ".link", media.link, kMaxUrl);
  const bool web = media.link.starts_with("https://") && media.link.find(' ') == std::string::npos;
  if (!media.link.empty() && !web) throw invalid_field(name + ".link", "must be an https address");
  field::check_line(name + ".filename", media.filename, 240);
}

void check_parameters(const std::string& list, const std::vector<std::string>& values) {
  if (values.size() > kMaxParameters) throw invalid_field(list, "must be at most 50");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string& value = values[i];
    const std::string field = list + "[" + std::to_string(i) + "]";
    check_text(field, value, kMaxBody);
    // The peer refuses line breaks, tabs and runs of blanks in what fills a template.
    if (value.find_first_of("\n\r\t") != std::string::npos || value.find("     ") != std::string::npos)
      throw invalid_field(field, "must be one line without more than four blanks in a row");
  }
}

void check_template(const TemplateMessage& message) {
  const std::string field = "content.template_message";
  if (message.name.empty()) throw invalid_field(field + ".name", "must not be empty");
  field::check_word(field + ".name", message.name, kTemplateName, 512);
  if (message.language.empty()) throw invalid_field(field + ".language", "must not be empty");
  field::check_word(field + ".language", message.language, kLanguage, 15);
  check_parameters(field + ".body", message.body);
  check_parameters(field + ".header", message.header);
  if (message.header_media) {
    check_media(field + ".header_media", *message.header_media);
    if (!message.header.empty()) throw invalid_field(field + ".header", "must be texts or media, not both");
  }
  if (message.buttons.size() > 10) throw invalid_field(field + ".buttons", "must be at most 10");
  for (std::size_t i = 0; i < message.buttons.size(); ++i) {
    const std::string name = field + ".buttons[" + std::to_string(i) + "]";
    field::check_between(name + ".index", message.buttons[i].index, 0, 9);
    field::check_name(name + ".value", message.buttons[i].value, kMaxUrl);
  }
}

void check_interactive(const Content& content) {
  check_text("content.text", content.text, kMaxBody);
  field::check_line("content.header", content.header, kMaxLine);
  field::check_line("content.footer", content.footer, kMaxLine);
}

}  // namespace

void check(const Content& content) {
  switch (content.kind) {
    case ContentKind::text:
      return check_text("content.text", content.text, kMaxText);
    case ContentKind::template_:
      return check_template(content.template_message);
    case ContentKind::buttons:
      check_interactive(content);
      return check_buttons(content);
    case ContentKind::list:
      check_interactive(content);
      return check_list(content);
    case ContentKind::image:
    case ContentKind::document:
      field::check_paragraph("content.text", content.text, kMaxCaption);
      return check_media("content.media", content.media);
  }
}

bool is_passing(FailureKind kind) {
  return kind == FailureKind::temporary || kind == FailureKind::rate_limited ||
         kind == FailureKind::pair_limited;
}

}  // namespace smarthandoff::messenger
