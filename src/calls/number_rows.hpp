#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/calls/number.hpp>

#include "calls/caller_id_decide.hpp"

// The SQL of own numbers and of who was called by which, and nothing else.
namespace smarthandoff::calls::rows {

std::optional<OwnNumber> find_number(const Context& context, const NumberId& id);

// The one that stands for the number now: ordered, in doubt, owned or being given back.
std::optional<OwnNumber> find_number(const Context& context, const std::string& e164);

std::vector<OwnNumber> list_numbers(const Context& context, const ListNumbers& filter);

// Owned ones whose calls we have had brought elsewhere.
std::vector<OwnNumber> numbers_elsewhere(const Context& context, const std::string& base_url,
                                         const NumberId& after, std::int64_t limit);

// Throws already_exists (field "number") if it is somebody's already.
void save_number(Context& context, const OwnNumber& number);

// What calls may be made by, in the order of creation, with the uses of the local day.
std::vector<Candidate> candidates(const Context& context, const std::string& day, std::int64_t default_cap);
void count_use(Context& context, const NumberId& id, const std::string& day, Instant at);

// By which number the person (a digest) was called, if after `since`.
std::optional<NumberId> sticky(const Context& context, const std::string& contact, Instant since);
void save_sticky(Context& context, const std::string& contact, const NumberId& id);
std::int64_t remove_sticky(Context& context, const std::string& contact);

// Numbers that can be bought: asked for, told (JSON), read. Searches of yesterday are forgotten.
void begin_search(Context& context, const std::string& id);
void tell_search(Context& context, const std::string& id, const std::string& report);
std::optional<std::string> search_report(const Context& context, const std::string& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> number_statements();

}  // namespace smarthandoff::calls::rows
