#pragma once

#include <vector>

#include <smarthandoff/calls/notice.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// Tells people of calls: notifications for desktops, and alerts with a limit and a digest.
namespace smarthandoff::calls::notices {

void incoming(Context& context, const Call& call);
void missed(Context& context, const Call& call);
void voicemail(Context& context, const Call& call, const std::string& ticket_id);
void failed(Context& context, const Call& call);
void no_recording(Context& context, const Call& call);
void not_stored(Context& context, const Call& call);  // the recording stays at the phone service
void no_caller_id(Context& context);
void refused(Context& context);

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::notices
