#include "datetime.hpp"

#include <datetime.h>

#include <chrono>

#include "gil.hpp"

#pragma GCC diagnostic ignored "-Wold-style-cast"  // the macros of datetime.h

namespace smarthandoff::python {

namespace {

using std::chrono::days;
using std::chrono::floor;

// What utcoffset() says; nothing for None.
std::optional<Milliseconds> offset_of(PyObject* datetime) {
  PyObject* offset = PyObject_CallMethod(datetime, "utcoffset", nullptr);
  if (offset == nullptr) throw PythonError();
  std::optional<Milliseconds> result;
  if (PyDelta_Check(offset)) {
    result = days(PyDateTime_DELTA_GET_DAYS(offset)) + Seconds(PyDateTime_DELTA_GET_SECONDS(offset));
  }
  Py_DECREF(offset);
  return result;
}

}  // namespace

void load_datetime() {
  PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw PythonError();
}

PyObject* make_datetime(Instant instant) {
  const auto day = floor<days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  return PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()) * 1000, PyDateTime_TimeZone_UTC,
      PyDateTimeAPI->DateTimeType);
}

bool is_datetime(PyObject* object) {
  return PyDateTime_Check(object);
}

std::optional<Instant> read_datetime(PyObject* datetime) {
  PyObject* zone = PyDateTime_DATE_GET_TZINFO(datetime);
  if (zone == Py_None) return std::nullopt;
  const auto offset = zone == PyDateTime_TimeZone_UTC ? Milliseconds(0) : offset_of(datetime);
  if (!offset) return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(PyDateTime_GET_YEAR(datetime)),
      std::chrono::month(static_cast<unsigned>(PyDateTime_GET_MONTH(datetime))),
      std::chrono::day(static_cast<unsigned>(PyDateTime_GET_DAY(datetime))));
  return std::chrono::sys_days(date) + std::chrono::hours(PyDateTime_DATE_GET_HOUR(datetime)) +
         std::chrono::minutes(PyDateTime_DATE_GET_MINUTE(datetime)) +
         Seconds(PyDateTime_DATE_GET_SECOND(datetime)) +
         Milliseconds(PyDateTime_DATE_GET_MICROSECOND(datetime) / 1000) - *offset;
}

}  // namespace smarthandoff::python
