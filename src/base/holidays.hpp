#pragma once

#include <chrono>

namespace smarthandoff {

// Easter Sunday of the Gregorian calendar, by the Meeus/Jones/Butcher algorithm.
std::chrono::local_days easter_sunday(int year);

// True for the ten national holidays of Brazil (Lei 662/1949 and its successors; 20 November since Lei
// 14.759/2023; Good Friday by the Meeus/Jones/Butcher algorithm). Carnival and Corpus Christi are none.
bool is_brazilian_holiday(std::chrono::year_month_day date);

}  // namespace smarthandoff
