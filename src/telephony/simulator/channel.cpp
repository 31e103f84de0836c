#include "telephony/simulator/channel.hpp"

#include <algorithm>

namespace smarthandoff::telephony::simulator {
namespace {

auto find(auto& items, std::string_view name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.first == name; });
}

}  // namespace

std::string joined(const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  std::string text = "ARRAY::";
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "|:") + values[i];
  return text;
}

std::string Variables::get(std::string_view name) const {
  const auto item = find(items_, name);
  return item == items_.end() ? std::string() : joined(item->second);
}

bool Variables::has(std::string_view name) const {
  return find(items_, name) != items_.end();
}

bool Variables::is_true(std::string_view name) const {
  const std::string value = get(name);
  return value == "true" || value == "yes" || value == "on" || value == "1";
}

void Variables::set(std::string_view name, std::string value) {
  const auto item = find(items_, name);
  if (item == items_.end()) {
    items_.emplace_back(std::string(name), std::vector<std::string>{std::move(value)});
  } else {
    item->second.assign(1, std::move(value));
  }
}

void Variables::add(std::string_view name, std::string value) {
  const auto item = find(items_, name);
  if (item == items_.end()) return set(name, std::move(value));
  item->second.push_back(std::move(value));
}

void Variables::unset(std::string_view name) {
  std::erase_if(items_, [&](const Item& item) { return item.first == name; });
}

}  // namespace smarthandoff::telephony::simulator
