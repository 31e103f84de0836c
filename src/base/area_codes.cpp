#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/immortal.hpp>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff {

namespace embedded {
extern const std::string_view area_codes_json;
}

namespace {

AreaCode read_row(const nlohmann::json& row) {
  return {.code = row.at("code").get<std::string>(),
          .state = row.at("state").get<std::string>(),
          .zones = row.at("zones").get<std::vector<std::string>>(),
          .in_service = row.value("in_service", "")};
}

}  // namespace

const AreaCodes& AreaCodes::builtin() {
  static const Immortal<AreaCodes> table = from_json(embedded::area_codes_json);
  return table;
}

AreaCodes AreaCodes::from_json(std::string_view json) {
  try {
    const auto document = nlohmann::json::parse(json);
    AreaCodes table;
    for (const auto& row : document.at("brazil")) table.brazil_.emplace(row.at("code"), read_row(row));
    for (const auto& row : document.at("north_america"))
      table.north_america_.emplace(row.at("code"), read_row(row));
    table.toll_free_ = document.at("north_america_toll_free").get<decltype(table.toll_free_)>();
    table.valid_from_ = document.at("valid_from").get<std::string>();
    table.source_ = document.at("source").get<std::string>();
    return table;
  } catch (const nlohmann::json::exception& broken) {
    throw invalid_field("area_codes", broken.what());
  }
}

const AreaCode* AreaCodes::brazil(std::string_view ddd) const {
  const auto found = brazil_.find(ddd);
  return found == brazil_.end() ? nullptr : &found->second;
}

const AreaCode* AreaCodes::north_america(std::string_view npa) const {
  const auto found = north_america_.find(npa);
  return found == north_america_.end() ? nullptr : &found->second;
}

std::set<std::string, std::less<>> AreaCodes::states() const {
  std::set<std::string, std::less<>> all;
  for (const Table* table : {&brazil_, &north_america_})
    for (const auto& [code, area] : *table)
      if (!area.state.empty()) all.insert(area.state);
  return all;
}

bool AreaCodes::is_toll_free(std::string_view npa) const {
  return toll_free_.contains(npa);
}

std::vector<std::string> AreaCodes::zones_of(const PhoneNumber& number) const {
  const AreaCode* area = nullptr;
  if (number.country_code() == "55") area = brazil(number.national().substr(0, 2));
  if (number.country_code() == "1") area = north_america(number.national().substr(0, 3));
  const bool anywhere = number.type() == PhoneType::toll_free || number.type() == PhoneType::national_rate ||
                        number.type() == PhoneType::shared_cost || number.type() == PhoneType::premium;
  return area == nullptr || anywhere ? std::vector<std::string>() : area->zones;
}

}  // namespace smarthandoff
