#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "support/postgresql.hpp"

// A FusionPBX's database on the tests' server (tests/data/fusionpbx/schema.sql says what is in it), and a
// role that may read it and nothing else.
namespace test_fusionpbx {

class Database {
 public:
  Database() : reader_("reader_" + std::to_string(smarthandoff::random_seed())) {
    std::ifstream file(SMARTHANDOFF_TEST_DATA "/fusionpbx/schema.sql");
    sql({std::istreambuf_iterator<char>(file), {}});
    sql("CREATE ROLE " + reader_ + " LOGIN PASSWORD '" + reader_ + "'");
    sql("GRANT SELECT ON v_domains, v_extensions, v_voice_transfer_destinations TO " + reader_);
  }
  ~Database() {
    try {
      sql("DROP OWNED BY " + reader_);
      sql("DROP ROLE " + reader_);
    } catch (const std::exception&) {
      // The server goes with the test run.
    }
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // For the reader, whose password is its name.
  std::string url() const { return database_.url_for(reader_); }
  std::string owner_url() const { return database_.url(); }
  std::string reader() const { return reader_; }
  std::string sql(const std::string& text) const { return database_.sql(text); }

  void set_dnd(const std::string& extension, const std::string& value) const {
    sql("UPDATE v_extensions SET do_not_disturb = '" + value + "' WHERE extension = '" + extension +
        "' AND domain_uuid = '11111111-1111-4111-8111-111111111111'");
  }
  // Ends every session of the reader; the function answers when they are gone.
  void end_sessions() const {
    sql("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = '" + reader_ +
        "'");
  }

 private:
  test_postgresql::Database database_;
  std::string reader_;
};

}  // namespace test_fusionpbx
