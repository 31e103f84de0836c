#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace smarthandoff::engine {

// A queue with one lane per tenant, served in turn, so that a tenant's flood delays nobody else.
template <class Item>
class FairQueue {
 public:
  void push(const std::string& tenant, Item item) {
    auto& lane = lanes_[tenant];
    if (lane.empty()) turns_.push_back(tenant);
    lane.push_back(std::move(item));
    ++size_;
  }

  std::optional<Item> pop() {
    if (turns_.empty()) return std::nullopt;
    const std::string tenant = std::move(turns_.front());
    turns_.pop_front();
    const auto lane = lanes_.find(tenant);
    Item item = std::move(lane->second.front());
    lane->second.pop_front();
    --size_;
    if (lane->second.empty())
      lanes_.erase(lane);
    else
      turns_.push_back(tenant);
    return item;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::map<std::string, std::deque<Item>> lanes_;
  std::deque<std::string> turns_;  // tenants with something waiting, each once
  std::size_t size_ = 0;
};

}  // namespace smarthandoff::engine
