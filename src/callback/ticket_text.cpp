#include "callback/ticket_text.hpp"

#include <algorithm>

#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/zone.hpp>

#include "base/local_text.hpp"

namespace smarthandoff::tickets {
namespace {

constexpr std::size_t kMaxTranscript =
    std::size_t{56} * 1024;  // the rest has limits of its own, together below 8 KB

std::string heading(const Ticket& ticket, const TenantProfile& profile) {
  return text::render(profile, "ticket." + wire_name(ticket.type)) + "\n";
}

std::string summary(const Ticket& ticket, const TenantProfile& profile) {
  const std::string& content = ticket.summary.empty() ? ticket.reason : ticket.summary;
  return content.empty() ? "" : "\n" + text::render(profile, "ticket.summary") + " " + content + "\n";
}

std::string line_text(const TranscriptLine& line, const TenantProfile& profile) {
  return text::render(profile, "ticket." + wire_name(line.speaker)) + ": \"" + line.text + "\"\n";
}

std::string transcript(const Ticket& ticket, const TenantProfile& profile) {
  if (ticket.transcript.empty()) return {};
  std::vector<std::string> kept;  // newest first
  std::size_t size = 0;
  for (auto line = ticket.transcript.rbegin(); line != ticket.transcript.rend(); ++line) {
    std::string rendered = line_text(*line, profile);
    size += rendered.size();
    if (size > kMaxTranscript) break;
    kept.push_back(std::move(rendered));
  }
  std::string out = "\n" + text::render(profile, "ticket.transcript") + "\n";
  if (kept.size() < ticket.transcript.size() || !ticket.transcript_complete) out += "…\n";
  std::for_each(kept.rbegin(), kept.rend(), [&](const std::string& line) { out += line; });
  return out;
}

std::string recording_place(const Ticket& ticket, const TenantProfile& profile) {
  if (ticket.recording && !ticket.recording->path.empty()) return ticket.recording->path;
  return text::render(profile, "ticket.recording_in_pbx", {{"call_id", ticket.call_id}});
}

std::string recording(const Ticket& ticket, const TenantProfile& profile) {
  const Instant at =
      ticket.recording ? ticket.recording->started_at.value_or(ticket.created_at) : ticket.created_at;
  std::string out = "\n";
  const bool has_path = ticket.recording && !ticket.recording->path.empty();
  if (has_path || !ticket.call_id.empty())
    out += text::render(profile, "ticket.recording") + " " + recording_place(ticket, profile) + "\n";
  const std::string date = local_text(at, profile.zone, profile.language);
  out += text::render(profile, "ticket.date", {{"date", date}}) + "\n";
  if (ticket.recording && ticket.recording->duration_seconds > 0) {
    const std::string duration = format_duration(Seconds(ticket.recording->duration_seconds));
    out += text::render(profile, "ticket.duration", {{"duration", duration}}) + "\n";
  }
  return out;
}

}  // namespace

std::string text_of(const Ticket& ticket, const TenantProfile& profile) {
  return heading(ticket, profile) + summary(ticket, profile) + transcript(ticket, profile) +
         recording(ticket, profile);
}

}  // namespace smarthandoff::tickets
