#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>

#ifdef __SANITIZE_THREAD__
// The standard library's own count of an exception's owners is not instrumented: freeing it looks like a race
// with whoever read the exception before.
extern "C" const char* __tsan_default_suppressions() {
  return "race:std::__exception_ptr::exception_ptr::_M_release\n";
}
#endif

// Tests that need a server: of the suite "postgresql", or instances of a template for stores::Postgresql.
int main(int argc, char** argv) {
  doctest::Context context(argc, argv);
  if (std::getenv("SMARTHANDOFF_TEST_POSTGRESQL") == nullptr) {
    std::cerr << "SKIPPED, since SMARTHANDOFF_TEST_POSTGRESQL is not set (bash tests/support/postgres.sh run "
                 "<command>):\n";
    for (const char* pattern : {"--test-case=*stores::Postgresql>*", "--test-suite=postgresql"}) {
      const char* arguments[] = {argv[0], "--list-test-cases", "--no-intro", "--no-version", pattern};
      doctest::Context skipped(5, arguments);
      skipped.setCout(&std::cerr);
      skipped.run();
    }
    context.addFilter("test-case-exclude", "*stores::Postgresql>*");
    context.addFilter("test-suite-exclude", "postgresql");
  }
  return context.run();
}
