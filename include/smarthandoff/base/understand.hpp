#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/base/time.hpp>

// What callers and hosts say or type, understood: pure functions over text in pt-BR and en-US. What cannot
// be understood is an answer with its reason, never an exception; only malformed arguments throw
// invalid_argument: a text of more than 4096 bytes, an unknown language, zone or region. Invalid UTF-8 is
// read as gaps. All run in time linear in the text. Sources of the rules: docs, "understanding".
namespace smarthandoff::understand {

// --- Phone numbers ---

// A number as typed or said, with words ("dezoito nove nove…", "meia", "double five") or digits.
struct UnderstandPhone {
  std::string text;
  std::string default_region = "BR";  // ISO 3166-1 alpha-2 of numbers without a country code
  std::string default_area_code;      // for numbers without one, e.g. "18"; empty: they are refused
};

enum class PhoneStatus {
  valid,               // accept; `e164` is canonical
  needs_confirmation,  // do not dial before the person confirms `suggestion`
  invalid,             // ask again
};

// Why a number is not simply valid.
enum class PhoneReason {
  format,               // not the shape of any number
  missing_ddd,          // a Brazilian number without area code, and no default
  missing_area_code,    // the same elsewhere
  unknown_ddd,          // the area code is not assigned in Brazil
  unknown_area_code,    // no area code of North America has this form
  unknown_country,      // no country has this calling code
  missing_ninth_digit,  // a Brazilian mobile in its form of before 2016
  exchange_code,        // a North American exchange cannot begin with 0 or 1
  short_code,           // emergency and service codes
  too_short,
  too_long,
  split_teen,       // the speech engine split "dezoito" into "dez oito"
  self_correction,  // the speaker corrected themself
};

// What was understood of a number.
struct PhoneUnderstanding {
  PhoneStatus status = PhoneStatus::invalid;
  std::optional<PhoneReason> reason;      // absent when valid
  std::optional<std::string> e164;        // canonical, for PhoneNumber::from_e164; only when valid
  std::optional<std::string> suggestion;  // canonical; only when confirmation is needed
  std::optional<PhoneType> type;          // of `e164` or `suggestion`
  bool callback_allowed = false;          // false: may be stored or shown, never dialled as a callback
  bool ddd_assumed = false;               // the default area code was added: say the number back
  bool legacy = false;                    // trunked radio of Brazil, 8 digits for ever
  bool national_only = false;             // cannot be called from abroad
  bool unknown_npa = false;               // well formed, but the area code is in no table
  std::optional<std::string> state;       // of the area code, e.g. "FL", "SP"
  std::optional<std::string> wa_id;       // the digits exactly as WhatsApp sent them
  std::optional<std::string> extension;   // the digits after "ramal" or "ext."
  std::string digits;                     // all digits heard, in order
};

PhoneUnderstanding phone(const UnderstandPhone& request);

// The number after one group of it was corrected when it was read back: `previous` "+5518997751234" and text
// "não, é doze trinta e cinco no final" give "+5518997751235". A whole number in the text replaces it.
// Nothing when it is not clear which digits are meant, or when the result is no valid number: ask.
std::optional<PhoneNumber> corrected(const PhoneNumber& previous, std::string_view text);

// The number as it is read back to the caller, digit by digit, grouped, area code first, in words:
// "um oito, nove nove sete sete cinco, um dois três quatro". Throws invalid_argument for another language.
std::string read_back(const PhoneNumber& number, std::string_view language);

// --- Times ---

// When to call, as said or typed.
struct UnderstandTime {
  std::string text;
  Instant now;
  std::string zone = "America/Sao_Paulo";  // IANA; all words are local to it
  std::string language = "pt-BR";
};

enum class TimeKind {
  asap,         // as soon as the calling window allows
  instant,      // `utc`
  window,       // from `utc_from` to `utc_to`, either may be open
  ambiguous,    // `utc_candidates`: offer them
  unspecified,  // no time in it, or none precise enough; a vague period may be given as from and to
  invalid,      // see `reason`
};

enum class TimeTreatment {
  schedule,  // book it
  confirm,   // read it back before booking
  ask,       // ask for a time
};

// What was added to the words to reach the answer.
enum class TimeInference { pm, next_day, next_week, next_month, next_year };

// Why a time is invalid.
enum class TimeReason {
  no_such_date,
  no_such_time,    // skipped when clocks went forward
  ambiguous_time,  // happens twice when clocks go back
  hour_out_of_range,
  minute_out_of_range,
  past_time,
};

enum class Intent {
  use_caller_id,
  other_number,
  yes,
  no,
  later,
  cancel,
  wants_human,
  opt_out,       // a legal duty: stop calling
  wrong_person,  // a legal duty: never disclose the matter
};

// What was understood of a time. Local times are "2026-01-16T14:30" in the request's zone.
struct TimeUnderstanding {
  TimeKind kind = TimeKind::unspecified;
  TimeTreatment treatment = TimeTreatment::ask;
  std::optional<TimeReason> reason;
  std::optional<TimeInference> inferred;
  std::optional<Intent> intent;  // `later` when a later, unnamed time was wanted
  bool outside_hours = false;    // no default calling window is open then
  std::optional<std::string> local;
  std::optional<Instant> utc;
  std::vector<std::string> local_candidates;
  std::vector<Instant> utc_candidates;
  std::optional<std::string> local_from;
  std::optional<std::string> local_to;
  std::optional<Instant> utc_from;
  std::optional<Instant> utc_to;
};

TimeUnderstanding time(const UnderstandTime& request);

// --- Intents ---

// The question an utterance answers; without it "sim" and "este" mean nothing.
enum class IntentContext {
  general,
  confirm_number,  // "Posso ligar neste número que termina em 1234?"
  offer_callback,  // "Quer que a gente ligue para você?"
  confirm_time,    // "Posso ligar hoje às 14h30?"
  outbound_pitch,  // "Posso falar sobre a sua fatura?"
};

// An answer as said or typed.
struct UnderstandIntent {
  std::string text;
  IntentContext context = IntentContext::general;
  std::string language = "pt-BR";
};

// What else was in the utterance.
struct IntentEntities {
  std::optional<std::string> e164;  // a valid number that was named
};

// What the speaker wants; the label of the highest rank wins (rules.md 3.2).
struct IntentUnderstanding {
  std::optional<Intent> intent;  // absent: not understood, ask again
  bool clarify = false;          // "quero cancelar": ask what (the callback or the contract)
  IntentEntities entities;
};

IntentUnderstanding intent(const UnderstandIntent& request);

}  // namespace smarthandoff::understand
