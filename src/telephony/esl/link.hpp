#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <asio/ip/tcp.hpp>

#include <smarthandoff/telephony/esl/decoder.hpp>

namespace smarthandoff::esl {

using SteadyTime = std::chrono::steady_clock::time_point;

// Who gets what a Link reads. It may close the link in either call.
class LinkOwner {
 public:
  virtual ~LinkOwner() = default;
  virtual void on_frame(Frame&& frame) = 0;
  virtual void on_link_lost(const Error& reason) = 0;
};

// Moves bytes between a connected socket and a decoder. On the thread of its executor only.
class Link : public std::enable_shared_from_this<Link> {
 public:
  // `owner` must live until close().
  Link(asio::ip::tcp::socket socket, const DecoderOptions& options, LinkOwner& owner);

  // Begins to read.
  void start();

  // Queues `bytes` to be written in one piece and returns their number, counted from 1.
  std::uint64_t send(std::string bytes);

  // The number of the last bytes given to the operating system, or to it in part: what was sent for all we
  // know.
  std::uint64_t handed_over() const { return handed_over_; }

  // Bytes given to send() that wait for the ones before them.
  std::size_t waiting_bytes() const { return waiting_bytes_; }

  // When bytes came last; at first, when the link was made.
  SteadyTime last_received() const { return last_received_; }

  // Closes the socket; the owner hears nothing more.
  void close();

 private:
  void read();
  void on_read(std::size_t size);
  void write();
  void lose(const Error& reason);

  asio::ip::tcp::socket socket_;
  Decoder decoder_;
  Decoder::Sink sink_;
  LinkOwner* owner_;
  std::vector<char> input_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::string writing_;
  std::uint64_t accepted_ = 0;
  std::uint64_t handed_over_ = 0;
  SteadyTime last_received_;
};

}  // namespace smarthandoff::esl
