#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

// A small HTTP/1.1 server on a free port of 127.0.0.1, for tests: each connection has a thread.
namespace loopback {

struct Request {
  std::string method, path;                    // the path with its query
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  int connection = 0;  // which one it came on, from 1
};

struct Reply {
  int status = 200;
  std::string body = "{}";
  std::map<std::string, std::string> headers = {{"Content-Type", "application/json"}};
  bool hang_up = false;  // closes the connection without an answer
  bool keep_alive = true;
};

class Server {
 public:
  // `answer` is called on a thread per connection and may block.
  explicit Server(std::function<Reply(const Request&)> answer);
  ~Server();  // closes every connection and waits for its thread
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url() const;                // "http://127.0.0.1:41234"
  std::vector<Request> requests() const;  // so far
  int connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A port of 127.0.0.1 on which nobody listens.
std::uint16_t closed_port();

}  // namespace loopback
