#pragma once

#include <string>

#include <smarthandoff/s3/client.hpp>

// What a service's refusals mean: pure.
namespace smarthandoff::s3 {

// Nothing for a request that succeeded (2xx, and 416, which is an answer).
Failure failure_of(const http::Outcome& outcome, const Bucket& bucket);

// The text between <name> and </name> of a body like S3's errors; empty without. Of letters, digits and
// "-_." only, at most 100: for nothing else is it used.
std::string element(std::string_view xml, std::string_view name);

}  // namespace smarthandoff::s3
