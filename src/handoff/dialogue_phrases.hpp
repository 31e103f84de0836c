#pragma once

#include <string>
#include <string_view>
#include <vector>

// What people say around an answer: phrases that only the dialogue needs, over folded words. Pure.
namespace smarthandoff::handoff::dialogue {

using Words = std::vector<std::string>;

// Folded words; "," stands for every pause, so that patterns do not reach over them.
Words split_words(std::string_view text);

bool wants_callback(const Words& words);  // "me liga de volta", "call me back"
bool wants_message(const Words& words);   // "deixar um recado", "leave a message"
bool refuses_callback(const Words& words, std::string_view language);
bool refuses_message(const Words& words, std::string_view language);
bool wants_retry(const Words& words);        // "tenta de novo", "I'll wait"
bool wishes_callback(const Words& words);    // the same in a conversation, where less can be meant
bool wishes_message(const Words& words);     // "recebi uma mensagem" is no wish
bool will_call(const Words& words);          // "eu ligo depois": nobody needs to call back
bool wants_repeat(const Words& words);       // "repete por favor"
bool wants_some_time(const Words& words);    // "em um horário específico": our own words, without a time
bool wants_appointment(const Words& words);  // "quero marcar"
bool means_caller_id(const Words& words);    // "este que estou ligando", whatever number was read back
bool means_this_number(const Words& words);  // "neste número": of this call, where no other was named
bool begins_with_no(const Words& words);     // "não, ..."
bool doubts_number(const Words& words);      // "o número está errado": the one that was read back
bool is_done(const Words& words);            // "era só isso"
bool is_bare_cancel(const Words& words);     // "cancela", "deixa pra lá": all of the utterance
bool is_bare_no(const Words& words);         // "não", "não precisa": all of the utterance
bool is_a_matter(const Words& words);        // "é sobre o boleto": what follows is told, not asked
bool demands_silence(const Words& words);    // "não me liguem mais": begins so, whatever follows
bool is_relayed(const Words& words);         // "fala pra ela que…"
bool says_wrong_number(const Words& words);  // "você ligou errado": to us, about this call

// How a dictation ends with "era só isso".
struct Ending {
  bool ends = false;
  std::size_t size = 0;  // of the text before it
};
Ending ending_of(std::string_view text);

}  // namespace smarthandoff::handoff::dialogue
