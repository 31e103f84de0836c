#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/phone_number.hpp>

namespace smarthandoff {

// One area code (a Brazilian DDD or a North American NPA) with what follows from it.
struct AreaCode {
  std::string code;                // "18", "305"
  std::string state;               // "SP", "FL"
  std::vector<std::string> zones;  // every IANA zone its numbers may be in, the most likely first
  std::string in_service;          // "2025-01-23", or empty if not recorded

  bool operator==(const AreaCode&) const = default;
};

// The area codes as data, because they change more often than the program: libphonenumber's tables lag by
// months (621) and its zones are wrong for several codes. Immutable, so safe to share between threads.
class AreaCodes {
 public:
  // The table that was released with this library.
  static const AreaCodes& builtin();

  // Reads a table in the form of src/base/data/area_codes.json. Throws invalid_argument if it is not one.
  static AreaCodes from_json(std::string_view json);

  // The DDD, or null if it is not assigned. The list of Brazil is complete.
  const AreaCode* brazil(std::string_view ddd) const;

  // The NPA, or null if the table does not know it. The list of North America is not complete.
  const AreaCode* north_america(std::string_view npa) const;

  // Every state that an area code tells, of both tables.
  std::set<std::string, std::less<>> states() const;

  // True if the NPA is a toll-free one.
  bool is_toll_free(std::string_view npa) const;

  // Every zone the holder of the number may be in; empty if the table cannot tell.
  std::vector<std::string> zones_of(const PhoneNumber& number) const;

  // The day from which the data holds ("2026-11-20"), and where it was read.
  const std::string& valid_from() const { return valid_from_; }
  const std::string& source() const { return source_; }

 private:
  using Table = std::map<std::string, AreaCode, std::less<>>;

  Table brazil_;
  Table north_america_;
  std::set<std::string, std::less<>> toll_free_;
  std::string valid_from_;
  std::string source_;
};

}  // namespace smarthandoff
