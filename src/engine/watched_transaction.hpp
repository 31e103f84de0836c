#pragma once

#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::engine {

// A transaction that knows whether anything was asked of it but to read: an operation that fails before has
// nothing to be taken back. It borrows the real one.
class WatchedTransaction final : public storage::Transaction {
 public:
  explicit WatchedTransaction(storage::Transaction& real) : real_(real) {}

  bool wrote() const { return wrote_; }

  void query(std::string_view sql, storage::Values values, const storage::EachRow& each) const override {
    real_.query(sql, values, each);
  }
  std::int64_t execute(std::string_view sql, storage::Values values) override {
    wrote_ = true;
    return real_.execute(sql, values);
  }
  void execute(std::string_view sql, storage::Values values, const storage::EachRow& each) override {
    wrote_ = true;
    real_.execute(sql, values, each);
  }
  void lock(std::string_view scope, std::string_view key) override { real_.lock(scope, key); }
  void act_for(std::string_view tenant) override { real_.act_for(tenant); }

 private:
  storage::Transaction& real_;
  bool wrote_ = false;
};

}  // namespace smarthandoff::engine
