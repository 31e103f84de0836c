#include "telephony/esl/link.hpp"

#include <asio/write.hpp>

namespace smarthandoff::esl {
namespace {

constexpr std::size_t kInputBytes = std::size_t{128} << 10;

Error lost_by(const asio::error_code& error) {
  if (error == asio::error::eof)
    return {ErrorCode::unavailable, "event socket: the switch closed the connection"};
  return {ErrorCode::unavailable, "event socket: the connection broke: " + error.message()};
}

}  // namespace

Link::Link(asio::ip::tcp::socket socket, const DecoderOptions& options, LinkOwner& owner)
    : socket_(std::move(socket)),
      decoder_(options),
      sink_([this](Frame&& frame) {
        if (owner_) owner_->on_frame(std::move(frame));
      }),
      owner_(&owner),
      input_(kInputBytes),
      last_received_(std::chrono::steady_clock::now()) {
  asio::error_code ignored;  // a socket that died already fails its first read
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

void Link::start() {
  read();
}

void Link::read() {
  socket_.async_read_some(asio::buffer(input_),
                          [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
                            if (!self->owner_) return;
                            if (error) return self->lose(lost_by(error));
                            self->on_read(size);
                          });
}

void Link::on_read(std::size_t size) {
  last_received_ = std::chrono::steady_clock::now();
  try {
    decoder_.feed({input_.data(), size}, sink_);
  } catch (const Error& damage) {
    return lose(damage);
  }
  if (owner_) read();
}

std::uint64_t Link::send(std::string bytes) {
  waiting_bytes_ += bytes.size();
  waiting_.push_back(std::move(bytes));
  ++accepted_;
  if (writing_.empty()) write();
  return accepted_;
}

void Link::write() {
  for (std::string& bytes : waiting_) writing_.append(bytes);
  waiting_.clear();
  waiting_bytes_ = 0;
  handed_over_ = accepted_;
  asio::async_write(socket_, asio::buffer(writing_),
                    [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                      self->writing_.clear();
                      if (!self->owner_) return;
                      if (error) return self->lose(lost_by(error));
                      if (!self->waiting_.empty()) self->write();
                    });
}

void Link::lose(const Error& reason) {
  LinkOwner* owner = owner_;
  close();
  if (owner) owner->on_link_lost(reason);
}

void Link::close() {
  owner_ = nullptr;
  asio::error_code ignored;  // closing what is closed already
  socket_.close(ignored);
}

}  // namespace smarthandoff::esl
