#include <smarthandoff/base/key_ring.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/digest.hpp"

using namespace smarthandoff;

namespace {

const std::string kHexKey = std::string(62, '0') + "01";
const std::string kBase64Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI=";

KeyRing ring(const std::vector<std::pair<std::string, std::string>>& keys) {
  std::vector<EncryptionKey> given;
  for (const auto& [id, key] : keys) given.push_back({id, Secret(key)});
  return KeyRing(given);
}

// "failed_precondition k1": the error's code and the key or field it names.
template <class Work>
std::string error_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    std::string text(to_string(error.code()));
    for (const char* detail : {"key_id", "field"}) {
      const auto found = error.details().find(detail);
      if (found != error.details().end()) text += " " + found->second;
    }
    return text;
  }
  return "none";
}

}  // namespace

TEST_CASE("what a key encrypted it opens again, bound to its owner") {
  const KeyRing keys = ring({{"k1", kHexKey}});
  for (const std::string& text : {std::string(), std::string("EAAB…token"), std::string(100'000, 'x')}) {
    const Sealed sealed = keys.seal(text, "acme/c1", "id-1");
    CHECK(sealed.key_id == "k1");
    CHECK(keys.open(sealed, "acme/c1") == text);
    CHECK(error_of([&] { keys.open(sealed, "other/c1"); }) == "failed_precondition k1");
    if (!text.empty()) CHECK(sealed.data.find(text) == std::string::npos);
  }
}

TEST_CASE("a repeated operation makes the same bytes, and no two texts or salts share a nonce") {
  const KeyRing keys = ring({{"k1", kHexKey}});
  const auto nonce = [](const Sealed& sealed) { return sealed.data.substr(0, 16); };
  const Sealed first = keys.seal("a", "acme/c1", "id-1");
  CHECK(keys.seal("a", "acme/c1", "id-1") == first);
  CHECK(nonce(keys.seal("b", "acme/c1", "id-1")) != nonce(first));
  CHECK(nonce(keys.seal("a", "acme/c1", "id-2")) != nonce(first));
  CHECK(nonce(keys.seal("a", "acme/c2", "id-1")) != nonce(first));
}

TEST_CASE("the newest key encrypts, and older ones still open") {
  const Sealed old = ring({{"k1", kHexKey}}).seal("secret", "acme", "id");
  const KeyRing both = ring({{"k1", kHexKey}, {"k2", kBase64Key}});
  CHECK(both.newest() == "k2");
  CHECK(both.open(old, "acme") == "secret");
  CHECK(both.seal("secret", "acme", "id").key_id == "k2");
}

TEST_CASE("a key that is missing or another one is named") {
  const Sealed sealed = ring({{"k1", kHexKey}}).seal("secret", "acme", "id");
  CHECK(error_of([&] { KeyRing().open(sealed, "acme"); }) == "failed_precondition k1");
  CHECK(error_of([&] { ring({{"k2", kHexKey}}).open(sealed, "acme"); }) == "failed_precondition k1");
  CHECK(error_of([&] { ring({{"k1", kBase64Key}}).open(sealed, "acme"); }) == "failed_precondition k1");
  CHECK(error_of([&] { KeyRing().seal("secret", "acme", "id"); }) == "failed_precondition");
}

TEST_CASE("bytes that were changed are not opened") {
  const KeyRing keys = ring({{"k1", kHexKey}});
  const Sealed sealed = keys.seal("secret", "acme", "id");
  for (std::size_t at = 0; at < sealed.data.size(); ++at) {
    Sealed changed = sealed;
    changed.data[at] = changed.data[at] == 'A' ? 'B' : 'A';
    CAPTURE(at);
    CHECK(error_of([&] { keys.open(changed, "acme"); }) != "none");
  }
  CHECK(error_of([&] { keys.open({"k1", "AAAA"}, "acme"); }) == "corrupt k1");
  CHECK(error_of([&] { keys.open({"k1", "not base64"}, "acme"); }) == "corrupt k1");
}

TEST_CASE("malformed keys are refused by name") {
  CHECK(error_of([] { ring({{"", kHexKey}}); }) == "invalid_argument encryption_keys[0].id");
  CHECK(error_of([] { ring({{"a b", kHexKey}}); }) == "invalid_argument encryption_keys[0].id");
  CHECK(error_of([] {
          ring({{"a", kHexKey}, {"a", kBase64Key}});
        }) == "invalid_argument encryption_keys[1].id");
  for (const std::string& key : {std::string(), std::string("secret"), kHexKey + "00", std::string(64, 'z')})
    CHECK(error_of([&] { ring({{"a", key}}); }) == "invalid_argument encryption_keys[0].key");
}

TEST_CASE("a fingerprint finds a secret under any key and tells nothing of it") {
  const KeyRing old = ring({{"k1", kHexKey}});
  const KeyRing both = ring({{"k1", kHexKey}, {"k2", kBase64Key}});
  REQUIRE(both.fingerprints("token").size() == 2);
  CHECK(both.fingerprints("token")[1] == old.fingerprints("token")[0]);
  CHECK(both.fingerprints("token")[0] != both.fingerprints("token")[1]);
  CHECK(old.fingerprints("other") != old.fingerprints("token"));
}

TEST_CASE("a secret is read from JSON and never written to it") {
  const auto key = from_json<EncryptionKey>(R"({"id":"k1","key":"hidden"})");
  CHECK(key.key.reveal() == "hidden");
  CHECK(to_json(key) == R"({"id":"k1","key":"***"})");
}

TEST_CASE("digests and their text forms are those of the standards") {
  // RFC 4231 case 2, RFC 4648 section 10.
  CHECK(digest::to_hex(digest::hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}}) {
    CHECK(digest::to_base64(bytes) == text);
    CHECK(digest::from_base64(text) == bytes);
  }
  for (const char* text : {"Zg=", "Z===", "Zm 9", "Zg==Zg==", "=", "Zm9v\n"})
    CHECK_FALSE(digest::from_base64(text));
  CHECK_FALSE(digest::from_hex("abc"));
  CHECK(digest::from_hex("aBcD") == "\xab\xcd");
}
