#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/describe_understand.hpp>

namespace smarthandoff {

const Type& describe(const PhoneType*) {
  static const Immortal<Type> type =
      describe_enum<PhoneType>("PhoneType", "What kind of line a number reaches.",
                               {{PhoneType::mobile, "mobile"},
                                {PhoneType::landline, "landline"},
                                {PhoneType::fixed_or_mobile, "fixed_or_mobile"},
                                {PhoneType::toll_free, "toll_free"},
                                {PhoneType::premium, "premium"},
                                {PhoneType::national_rate, "national_rate"},
                                {PhoneType::shared_cost, "shared_cost"},
                                {PhoneType::voip, "voip"},
                                {PhoneType::personal, "personal"},
                                {PhoneType::other, "other"}});
  return type;
}

const Type& describe(const DocumentKind*) {
  static const Immortal<Type> type =
      describe_enum<DocumentKind>("DocumentKind", "A person's or a company's taxpayer number.",
                                  {{DocumentKind::cpf, "cpf"}, {DocumentKind::cnpj, "cnpj"}});
  return type;
}

}  // namespace smarthandoff

namespace smarthandoff::documents {

const Type& describe(const DocumentReason*) {
  static const Immortal<Type> type =
      describe_enum<DocumentReason>("DocumentReason", "Why a text is not a document.",
                                    {{DocumentReason::format, "format"},
                                     {DocumentReason::check_digits, "check_digits"},
                                     {DocumentReason::repeated, "repeated"}});
  return type;
}

const Type& describe(const ParseDocument*) {
  static const Immortal<Type> type =
      Description<ParseDocument>("ParseDocument", "A document as typed.")
          .required("text", &ParseDocument::text, "text")
          .field("type", &ParseDocument::type, "absent: either, told by its length")
          .build();
  return type;
}

const Type& describe(const DocumentParse*) {
  static const Immortal<Type> type =
      Description<DocumentParse>("DocumentParse", "What was understood of a document.")
          .field("valid", &DocumentParse::valid, "the check digits are right")
          .field("type", &DocumentParse::type, "which of the two it is")
          .field("reason", &DocumentParse::reason, "why it is not valid")
          .field("canonical", &DocumentParse::canonical, "the form to store; only when valid")
          .field("formatted", &DocumentParse::formatted, "with its punctuation; only when valid")
          .field("masked", &DocumentParse::masked, "for logs and screens; only when valid")
          .field("alphanumeric", &DocumentParse::alphanumeric, "of a valid CNPJ")
          .field("expected_dv", &DocumentParse::expected_dv, "the check digits that would be right")
          .field("test_value", &DocumentParse::test_value,
                 "123.456.789-09: valid, but what everybody types in tests")
          .build();
  return type;
}

}  // namespace smarthandoff::documents

namespace smarthandoff::understand {

const Type& describe(const PhoneStatus*) {
  static const Immortal<Type> type =
      describe_enum<PhoneStatus>("PhoneStatus", "Whether a number can be used.",
                                 {{PhoneStatus::valid, "valid"},
                                  {PhoneStatus::needs_confirmation, "needs_confirmation"},
                                  {PhoneStatus::invalid, "invalid"}});
  return type;
}

const Type& describe(const PhoneReason*) {
  static const Immortal<Type> type =
      describe_enum<PhoneReason>("PhoneReason", "Why a number is not simply valid.",
                                 {{PhoneReason::format, "format"},
                                  {PhoneReason::missing_ddd, "missing_ddd"},
                                  {PhoneReason::missing_area_code, "missing_area_code"},
                                  {PhoneReason::unknown_ddd, "unknown_ddd"},
                                  {PhoneReason::unknown_area_code, "unknown_area_code"},
                                  {PhoneReason::unknown_country, "unknown_country"},
                                  {PhoneReason::missing_ninth_digit, "missing_ninth_digit"},
                                  {PhoneReason::exchange_code, "exchange_code"},
                                  {PhoneReason::short_code, "short_code"},
                                  {PhoneReason::too_short, "too_short"},
                                  {PhoneReason::too_long, "too_long"},
                                  {PhoneReason::split_teen, "split_teen"},
                                  {PhoneReason::self_correction, "self_correction"}});
  return type;
}

const Type& describe(const TimeKind*) {
  static const Immortal<Type> type = describe_enum<TimeKind>("TimeKind", "What kind of time was said.",
                                                             {{TimeKind::asap, "asap"},
                                                              {TimeKind::instant, "instant"},
                                                              {TimeKind::window, "window"},
                                                              {TimeKind::ambiguous, "ambiguous"},
                                                              {TimeKind::unspecified, "unspecified"},
                                                              {TimeKind::invalid, "invalid"}});
  return type;
}

const Type& describe(const TimeTreatment*) {
  static const Immortal<Type> type =
      describe_enum<TimeTreatment>("TimeTreatment", "What to do with a time that was said.",
                                   {{TimeTreatment::schedule, "schedule"},
                                    {TimeTreatment::confirm, "confirm"},
                                    {TimeTreatment::ask, "ask"}});
  return type;
}

const Type& describe(const TimeInference*) {
  static const Immortal<Type> type =
      describe_enum<TimeInference>("TimeInference", "What was added to the words to reach the time.",
                                   {{TimeInference::pm, "pm"},
                                    {TimeInference::next_day, "next_day"},
                                    {TimeInference::next_week, "next_week"},
                                    {TimeInference::next_month, "next_month"},
                                    {TimeInference::next_year, "next_year"}});
  return type;
}

const Type& describe(const TimeReason*) {
  static const Immortal<Type> type =
      describe_enum<TimeReason>("TimeReason", "Why a time is invalid.",
                                {{TimeReason::no_such_date, "no_such_date"},
                                 {TimeReason::no_such_time, "no_such_time"},
                                 {TimeReason::ambiguous_time, "ambiguous_time"},
                                 {TimeReason::hour_out_of_range, "hour_out_of_range"},
                                 {TimeReason::minute_out_of_range, "minute_out_of_range"},
                                 {TimeReason::past_time, "past_time"}});
  return type;
}

const Type& describe(const Intent*) {
  static const Immortal<Type> type = describe_enum<Intent>("Intent", "What the speaker wants.",
                                                           {{Intent::use_caller_id, "use_caller_id"},
                                                            {Intent::other_number, "other_number"},
                                                            {Intent::yes, "yes"},
                                                            {Intent::no, "no"},
                                                            {Intent::later, "later"},
                                                            {Intent::cancel, "cancel"},
                                                            {Intent::wants_human, "wants_human"},
                                                            {Intent::opt_out, "opt_out"},
                                                            {Intent::wrong_person, "wrong_person"}});
  return type;
}

const Type& describe(const IntentContext*) {
  static const Immortal<Type> type =
      describe_enum<IntentContext>("IntentContext", "The question that an utterance answers.",
                                   {{IntentContext::general, "general"},
                                    {IntentContext::confirm_number, "confirm_number"},
                                    {IntentContext::offer_callback, "offer_callback"},
                                    {IntentContext::confirm_time, "confirm_time"},
                                    {IntentContext::outbound_pitch, "outbound_pitch"}});
  return type;
}

const Type& describe(const PhoneUnderstanding*) {
  static const Immortal<Type> type =
      Description<PhoneUnderstanding>("PhoneUnderstanding", "What was understood of a number.")
          .field("status", &PhoneUnderstanding::status, "whether it can be used")
          .field("reason", &PhoneUnderstanding::reason, "absent when valid")
          .field("e164", &PhoneUnderstanding::e164, "canonical, for PhoneNumber::from_e164; only when valid")
          .field("suggestion", &PhoneUnderstanding::suggestion, "canonical; only when confirmation is needed")
          .field("type", &PhoneUnderstanding::type, "of `e164` or `suggestion`")
          .field("callback_allowed", &PhoneUnderstanding::callback_allowed,
                 "false: may be stored or shown, never dialled as a callback")
          .field("ddd_assumed", &PhoneUnderstanding::ddd_assumed,
                 "the default area code was added: say the number back")
          .field("legacy", &PhoneUnderstanding::legacy, "trunked radio of Brazil, 8 digits for ever")
          .field("national_only", &PhoneUnderstanding::national_only, "cannot be called from abroad")
          .field("unknown_npa", &PhoneUnderstanding::unknown_npa,
                 "well formed, but the area code is in no table")
          .field("state", &PhoneUnderstanding::state, "of the area code, e.g. 'FL', 'SP'")
          .field("wa_id", &PhoneUnderstanding::wa_id, "the digits exactly as WhatsApp sent them")
          .field("extension", &PhoneUnderstanding::extension, "the digits after 'ramal' or 'ext.'")
          .field("digits", &PhoneUnderstanding::digits, "all digits heard, in order")
          .build();
  return type;
}

const Type& describe(const TimeUnderstanding*) {
  static const Immortal<Type> type =
      Description<TimeUnderstanding>(
          "TimeUnderstanding", "What was understood of a time; local times are in the zone of the request.")
          .field("kind", &TimeUnderstanding::kind, "what kind of time was said")
          .field("treatment", &TimeUnderstanding::treatment, "book it, read it back, or ask")
          .field("reason", &TimeUnderstanding::reason, "why it is invalid")
          .field("inferred", &TimeUnderstanding::inferred, "what was added to the words")
          .field("intent", &TimeUnderstanding::intent, "`later` when a later, unnamed time was wanted")
          .field("outside_hours", &TimeUnderstanding::outside_hours, "no default calling window is open then")
          .field("local", &TimeUnderstanding::local, "kind instant: local time, e.g. 2026-01-16T14:30")
          .field("utc", &TimeUnderstanding::utc, "kind instant: the instant")
          .field("local_candidates", &TimeUnderstanding::local_candidates,
                 "kind ambiguous: the readings, local")
          .field("utc_candidates", &TimeUnderstanding::utc_candidates, "kind ambiguous: the readings")
          .field("local_from", &TimeUnderstanding::local_from, "kind window: its begin, local")
          .field("local_to", &TimeUnderstanding::local_to, "kind window: its end, local")
          .field("utc_from", &TimeUnderstanding::utc_from, "kind window: its begin")
          .field("utc_to", &TimeUnderstanding::utc_to, "kind window: its end")
          .build();
  return type;
}

const Type& describe(const IntentEntities*) {
  static const Immortal<Type> type =
      Description<IntentEntities>("IntentEntities", "What else was in the utterance.")
          .field("e164", &IntentEntities::e164, "a valid number that was named")
          .build();
  return type;
}

const Type& describe(const IntentUnderstanding*) {
  static const Immortal<Type> type =
      Description<IntentUnderstanding>("IntentUnderstanding", "What the speaker wants.")
          .field("intent", &IntentUnderstanding::intent, "absent: not understood, ask again")
          .field("clarify", &IntentUnderstanding::clarify,
                 "'quero cancelar': ask what (the callback or the contract)")
          .field("entities", &IntentUnderstanding::entities, "what else was in the utterance")
          .build();
  return type;
}

}  // namespace smarthandoff::understand
