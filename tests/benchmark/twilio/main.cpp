// Webhooks of 26 parameters parsed and checked, and documents written, per second.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <nlohmann/json.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>
#include <smarthandoff/telephony/twilio/twiml.hpp>
#include <smarthandoff/telephony/twilio/webhook.hpp>

#include "support/arguments.hpp"

using namespace smarthandoff;

namespace {

// Of the processor's time: what else the machine does is left out.
template <class Work>
double per_second(double seconds, Work work) {
  const std::clock_t begin = std::clock();
  std::int64_t count = 0;
  double passed = 0;
  do {
    for (int i = 0; i < 1000; ++i) work();
    count += 1000;
    passed = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  } while (passed < seconds);
  return static_cast<double>(count) / passed;
}

void need(bool ok) {
  if (!ok) std::abort();
}

twiml::Document document() {
  using namespace twiml;
  Gather gather{.prompts = {Say{.text = "Para falar com o financeiro, digite 1. Para voltar, digite 2.",
                                .voice = "Polly.Camila",
                                .language = "pt-BR"}},
                .input = {"dtmf", "speech"},
                .action = "https://example.com/voice/gather?call=1&step=2",
                .method = "POST",
                .num_digits = 1,
                .timeout = 5};
  Dial dial{.targets = {Number{.number = "+5518997751234",
                               .ringing = {.url = "https://example.com/voice/whisper",
                                           .status_callback = "https://example.com/voice/status"}}},
            .action = "https://example.com/voice/dial",
            .timeout = 20,
            .caller_id = "+551140001234",
            .answer_on_bridge = true};
  return {{gather, dial, Redirect{.url = "https://example.com/voice/again?a=1&b=2", .method = "POST"}}};
}

}  // namespace

int main(int argc, char** argv) {
  test_support::Arguments given(argc, argv, "benchmark_twilio SAMPLE.json SECONDS\n");
  std::ifstream file(given.next("SAMPLE.json"));
  const double seconds = given.next_number<int>("SECONDS");
  given.end();
  if (!file) given.fail("the sample cannot be read");
  const auto sample = nlohmann::json::parse(file);
  const std::string body = sample["body"];
  const std::string url = sample["url"];
  const std::string signature = sample["headers"]["X-Twilio-Signature"];
  const std::string type = sample["headers"]["Content-Type"];
  const Secret token(sample["auth_token"].get<std::string>());

  twilio::Signer signer(token);
  twilio::Form form;
  const double checks = per_second(seconds, [&] { need(signer.fits(signature, url, body, type, form)); });
  const double parses = per_second(seconds, [&] {
    need(signer.fits(signature, url, body, type, form));
    need(twilio::parse_webhook(form).call.status.has_value());
  });
  const twilio::Validate request{
      .token = token, .signature = signature, .url = url, .body = {body}, .content_type = type};
  const double validates = per_second(seconds, [&] { need(twilio::validate(request)); });
  std::string xml;
  const double builds = per_second(seconds, [&] {
    twiml::write_into(document(), xml);
    need(xml.size() > 500);
  });
  const twiml::Document made = document();
  const double writes = per_second(seconds, [&] {
    twiml::write_into(made, xml);
    need(xml.size() > 500);
  });
  std::printf(
      R"({"check_per_s": %.0f, "check_parse_per_s": %.0f, "validate_per_s": %.0f, "twiml_build_per_s": %.0f, )"
      R"("twiml_write_per_s": %.0f, "fields": %zu, "xml_bytes": %zu})"
      "\n",
      checks, parses, validates, builds, writes, form.fields().size(), xml.size());
}
