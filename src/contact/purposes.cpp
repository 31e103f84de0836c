#include "contact/purposes.hpp"

#include <array>

namespace smarthandoff::contact {
namespace {

using enum Treatment;

struct Line {
  RuleRow row;
  Treatment requested, service, collections, marketing;
};

constexpr std::array<Line, 8> kTable{{
    {RuleRow::final_, binds, binds, binds, binds},
    {RuleRow::opt_out, unless_asked_again, binds, binds, binds},
    {RuleRow::promotions, ignored, ignored, ignored, binds},
    {RuleRow::settled, ignored, ignored, binds, ignored},
    {RuleRow::window, unless_time_named, binds, binds, binds},
    {RuleRow::cap, ignored, binds, binds, binds},
    {RuleRow::gap, binds, binds, binds, binds},
    {RuleRow::channel, binds, binds, binds, binds},
}};

Treatment of(const Line& line, Purpose purpose) {
  switch (purpose) {
    case Purpose::requested:
      return line.requested;
    case Purpose::service:
      return line.service;
    case Purpose::collections:
      return line.collections;
    case Purpose::marketing:
      return line.marketing;
  }
  return binds;
}

}  // namespace

Treatment treatment_of(RuleRow row, Purpose purpose) {
  for (const Line& line : kTable)
    if (line.row == row) return of(line, purpose);
  return binds;
}

}  // namespace smarthandoff::contact
