#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/text.hpp>
#include <smarthandoff/calls/line.hpp>

#include "calls/webhook_step.hpp"

// The documents that calls are answered with, put together from a call, its agent's line and the settings.
namespace smarthandoff::calls {

// Writes the verbs of one call's document.
class Script {
 public:
  Script(const Context& context, const CallSettings& settings, const Call& call);

  void say(std::string_view key, const text::Values& values = {});
  void disclaimer();
  // Rings the line; `action` is asked how that ended.
  void ring(const AgentLine& line, std::string_view action);
  void ring_mobile(const AgentLine& line);
  void overflow();
  void leave_message();
  void machine_message();
  void add(twiml::Verb verb) { document_.verbs.push_back(std::move(verb)); }

  VoiceAnswer answer() const { return calls::document(document_); }

 private:
  std::string to(std::string_view path, std::string_view more = {}) const;
  std::string as_said(std::string_view key, const text::Values& values) const;
  twiml::Ringing ringing(const AgentLine& line) const;
  void dial(twiml::DialTarget target, std::string_view action, std::int64_t seconds);

  const Context& context_;
  const CallSettings& settings_;
  const Call& call_;
  std::string language_, voice_;
  twiml::Document document_;
};

// For a call that was called off while it was ordered, and was made nevertheless: nobody is to hear anything.
VoiceAnswer hung_up(Context& context, const Call& call);

}  // namespace smarthandoff::calls
