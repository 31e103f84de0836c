#include "handoff/dialogue_lifecycle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include <smarthandoff/base/describe_types.hpp>

using namespace smarthandoff;
using namespace smarthandoff::handoff;
using namespace smarthandoff::handoff::dialogue;

namespace {

using At = DialogueState;
using In = InputKind;

const Instant kTwo{Milliseconds(1'768'582'800'000)};     // 2026-01-16 14:00 in São Paulo
const Instant kMonday{Milliseconds(1'768'820'400'000)};  // 2026-01-19 08:00
const std::string kCaller = "+5518997751234", kOther = "+5518996651234";

State in(At at) {
  State state;
  state.at = at;
  switch (at) {
    case At::whatsapp:
      state.reason_known = true;
      [[fallthrough]];
    case At::reason:
      state.time_known = true;
      [[fallthrough]];
    case At::when:
    case At::which_time:
    case At::confirm_time:
      state.number_confirmed = true;
      if (at == At::confirm_time) state.proposed = kMonday;
      [[fallthrough]];
    case At::confirm:
      state.number = kOther;
      break;
    case At::message:
    case At::more:
      state.message = "o boleto venceu";
      break;
    default:
      break;
  }
  return state;
}

Input of(In kind) {
  Input input{.kind = kind};
  if (kind == In::number) input.text = kOther;
  if (kind == In::words) input.text = "é sobre o boleto";
  input.time.at = kTwo;
  if (kind == In::fill) input.form.number = kOther;
  return input;
}

const Policy kPolicy{.caller_number = kCaller, .has_whatsapp = true, .can_retry = true};

template <class E>
std::vector<E> all() {
  std::vector<E> values;
  for (const auto& [name, value] : type_of<E>().enumerators) values.push_back(static_cast<E>(value));
  return values;
}

// How a cell of the table reads: "." ignored, "no" refused, "==" the same question again or the answer
// taken in place, else the new state.
std::string cell(const Decision& decision, const State& before) {
  if (decision.verdict == Verdict::refused) return "no";
  if (decision.verdict == Verdict::ignored) return ".";
  if (decision.state.at == before.at) return "==";
  return wire_name(decision.state.at);
}

bool has(const Decision& decision, Act act) {
  return std::ranges::count(decision.acts, act) == 1;
}

}  // namespace

// Every answer in every state; a known caller id, WhatsApp, fallback `ticket`, an answer inside the hours.
const char* const kProduct = R"(
input          none      ask_whom  ask_which offer         offer_message number    confirm   when       which_time confirm_time reason    whatsapp  message   more      created closed goodbye over
begin          offer     offer     offer     ==            offer         offer     offer     offer      offer      offer        offer     offer     offer     offer     .       .      .       .
begin_fallback closed    closed    closed    closed        closed        closed    closed    closed     closed     closed       closed    closed    closed    closed    .       .      .       .
begin_blind    closed    closed    closed    closed        closed        closed    closed    closed     closed     closed       closed    closed    closed    closed    .       .      .       .
ask_whom       ask_whom  ==        ask_whom  ask_whom      ask_whom      ask_whom  ask_whom  ask_whom   ask_whom   ask_whom     ask_whom  ask_whom  ask_whom  ask_whom  .       .      .       .
ask_which      ask_which ask_which ==        ask_which     ask_which     ask_which ask_which ask_which  ask_which  ask_which    ask_which ask_which ask_which ask_which .       .      .       .
yes            .         ==        ==        number        message       ==        when      ==         ==         reason       ==        created   ==        none      .       .      .       .
no             .         ==        ==        offer_message goodbye       ==        number    ==         ==         which_time   whatsapp  created   ==        closed    .       .      .       .
callback       number    number    number    number        number        ==        ==        ==         when       ==           ==        ==        number    number    .       .      .       .
message        message   message   message   message       message       message   message   message    message    message      message   message   ==        message   .       .      .       .
retry          ==        none      none      none          none          none      none      none       none       none         none      none      none      none      .       .      .       .
caller_id      .         confirm   confirm   confirm       confirm       confirm   ==        ==         ==         ==           ==        ==        confirm   confirm   .       .      .       .
number         .         confirm   confirm   confirm       confirm       confirm   ==        confirm    confirm    confirm      confirm   confirm   confirm   confirm   .       .      .       .
unusable_number .        number    number    number        number        ==        number    number     number     number       number    number    number    number    .       .      .       .
other_number   .         number    number    number        number        ==        number    number     number     number       number    number    number    number    .       .      .       .
asap           .         number    number    number        number        ==        ==        reason     reason     reason       ==        ==        number    number    .       .      .       .
time           .         number    number    number        number        ==        ==        reason     reason     reason       ==        ==        number    number    .       .      .       .
later          .         ==        ==        number        ==            ==        ==        which_time ==         which_time   ==        ==        ==        ==        .       .      .       .
words          .         none      none      ==            ==            ==        ==        ==         ==         ==           whatsapp  ==        ==        ==        .       .      .       .
done           .         ==        ==        offer_message goodbye       ==        ==        ==         ==         ==           whatsapp  ==        more      closed    .       .      .       .
silence        .         ==        ==        ==            ==            ==        ==        ==         ==         ==           whatsapp  ==        more      closed    .       .      .       .
unclear        .         ==        ==        ==            ==            ==        ==        ==         ==         ==           ==        ==        ==        ==        .       .      .       .
cancel         .         offer     offer     ==            offer         offer     offer     offer      offer      offer        offer     offer     offer     offer     .       .      .       .
cancel_doubtful .        offer     offer     ==            offer         ==        ==        ==         ==         ==           ==        ==        offer     offer     .       .      .       .
will_call      .         goodbye   goodbye   goodbye       goodbye       goodbye   goodbye   goodbye    goodbye    goodbye      goodbye   goodbye   closed    closed    .       .      .       .
repeat         .         ==        ==        ==            ==            ==        ==        ==         ==         ==           ==        ==        ==        ==        .       .      .       .
wants_human    ==        none      none      none          none          none      none      none       none       none         none      none      none      none      .       .      .       .
opt_out        goodbye   goodbye   goodbye   goodbye       goodbye       goodbye   goodbye   goodbye    goodbye    goodbye      goodbye   goodbye   goodbye   goodbye   .       .      .       .
wrong_person   goodbye   goodbye   goodbye   goodbye       goodbye       goodbye   goodbye   goodbye    goodbye    goodbye      goodbye   goodbye   goodbye   goodbye   .       .      .       .
fill           when      when      when      when          when          when      when      ==         when       ==           ==        ==        when      when      .       .      .       .
caller_gone    over      over      over      over          over          over      over      over       over       over         over      over      over      over      .       .      .       .
)";

TEST_CASE("every pair of state and answer is decided as the table says") {
  std::istringstream lines(kProduct);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  std::size_t rows = 0;
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    std::istringstream words(line);
    std::string name, expected;
    words >> name;
    const auto kind = from_wire<In>(name, "input");
    CHECK(kind == all<In>().at(rows++));
    for (const At at : all<At>()) {
      words >> expected;
      CAPTURE(name);
      CAPTURE(wire_name(at));
      CHECK(cell(decide(in(at), of(kind), kPolicy), in(at)) == expected);
    }
  }
  CHECK(rows == all<In>().size());
}

TEST_CASE("whatever is ignored or refused changes nothing and gives its reason") {
  for (const At at : all<At>())
    for (const In kind : all<In>()) {
      const Decision decision = decide(in(at), of(kind), kPolicy);
      if (decision.verdict == Verdict::acted) continue;
      CHECK(decision.state == in(at));
      CHECK(decision.say.empty());
      CHECK(decision.acts.empty());
      CHECK_FALSE(decision.reason.empty());
    }
}

TEST_CASE("a caller in the dialogue is never left in silence") {
  for (const At at : all<At>())
    for (const In kind : all<In>()) {
      const Decision decision = decide(in(at), of(kind), kPolicy);
      if (decision.verdict != Verdict::acted || kind == In::caller_gone) continue;
      CAPTURE(wire_name(at));
      CAPTURE(wire_name(kind));
      const bool listens = decision.state.at == At::message || has(decision, Act::transfer);
      CHECK_FALSE((decision.say.empty() && !listens));
      // ... and every last word is followed by the end of the call
      CHECK(has(decision, Act::hang_up) == is_final(decision.state.at));
    }
}

TEST_CASE("what is promised is stored with the sentence that says so") {
  for (const At at : all<At>())
    for (const In kind : all<In>()) {
      const Decision decision = decide(in(at), of(kind), kPolicy);
      CAPTURE(wire_name(at));
      CAPTURE(wire_name(kind));
      const auto says = [&](Line line) { return std::ranges::count(decision.say, line) > 0; };
      if (says(Line::created)) CHECK(has(decision, Act::create_callback));
      if (says(Line::closing) || says(Line::ticket) || says(Line::blind_failed))
        CHECK(has(decision, Act::create_ticket));
    }
}

TEST_CASE("a caller who hangs up leaves what was settled: the confirmed number, the dictated words") {
  for (const At at : all<At>()) {
    if (is_final(at)) continue;
    const Decision decision = decide(in(at), of(In::caller_gone), kPolicy);
    CAPTURE(wire_name(at));
    CHECK(has(decision, Act::create_callback) == in(at).number_confirmed);
    CHECK(has(decision, Act::create_ticket) == !in(at).message.empty());
    CHECK(decision.say.empty());
  }
}

TEST_CASE("a callback is agreed step by step") {
  struct Row {
    In kind;
    At at;
    Line says;
  };
  State state = decide({}, of(In::begin), kPolicy).state;
  CHECK(decide({}, of(In::begin), kPolicy).say == std::vector{Line::result, Line::offer});
  Decision last;
  for (const auto& [kind, at, says] :
       {Row{In::callback, At::number, Line::number}, Row{In::caller_id, At::confirm, Line::confirm},
        Row{In::no, At::number, Line::number}, Row{In::number, At::confirm, Line::confirm},
        Row{In::yes, At::when, Line::when}, Row{In::later, At::which_time, Line::which_time},
        Row{In::time, At::reason, Line::reason}, Row{In::words, At::whatsapp, Line::whatsapp},
        Row{In::yes, At::created, Line::created}}) {
    last = decide(state, of(kind), kPolicy);
    CAPTURE(wire_name(kind));
    CHECK(last.state.at == at);
    CHECK(last.say == std::vector{says});
    state = last.state;
  }
  CHECK(last.acts == std::vector{Act::create_callback, Act::hang_up});
  CHECK(state.number == kOther);
  CHECK(state.time == kTwo);
  CHECK(state.reason == "é sobre o boleto");
  CHECK(state.whatsapp);
}

TEST_CASE("without a WhatsApp channel the question is skipped") {
  Policy policy = kPolicy;
  policy.has_whatsapp = false;
  const Decision decision = decide(in(At::reason), of(In::words), policy);
  CHECK(decision.state.at == At::created);
  CHECK_FALSE(decision.state.whatsapp);
}

TEST_CASE("a withheld caller id is asked for, and then the fallback is taken") {
  Policy policy = kPolicy;
  policy.caller_number.reset();
  const Decision once = decide(in(At::number), of(In::caller_id), policy);
  CHECK(once.state.at == At::number);
  CHECK(once.say == std::vector{Line::caller_id_unusable});
  CHECK(decide(once.state, of(In::caller_id), policy).state.at == At::closed);
}

TEST_CASE("a number that cannot be called back is refused where it is said, and asked for once more") {
  const Decision once = decide(in(At::number), of(In::unusable_number), kPolicy);
  CHECK(once.state.at == At::number);
  CHECK(once.say == std::vector{Line::number_unusable});
  CHECK(decide(once.state, of(In::unusable_number), kPolicy).state.at == At::closed);
  const Decision corrected = decide(in(At::confirm), of(In::unusable_number), kPolicy);
  CHECK(corrected.state.at == At::number);
  CHECK_FALSE(corrected.state.number);
  Input wish = of(In::callback);
  wish.unusable = true;
  wish.form.time = {.at = kTwo};
  CHECK(decide(in(At::offer), wish, kPolicy).say == std::vector{Line::number_unusable});
}

TEST_CASE("three numbers that are not right lead to the message") {
  State state = in(At::confirm);
  for (int times = 0; times < 2; ++times) {
    state = decide(state, of(In::no), kPolicy).state;
    CHECK(state.at == At::number);
    state = decide(state, of(In::number), kPolicy).state;
  }
  CHECK(decide(state, of(In::no), kPolicy).state.at == At::offer_message);
}

// The sentence for closed hours was forgotten on the way over the number and in the second question.
TEST_CASE("a proposal for closed hours says so whenever it is made or repeated") {
  Input closed = of(In::time);
  closed.time.open = false;
  closed.time.next_open = kMonday;
  const Decision first = decide(in(At::when), closed, kPolicy);
  const Decision again = decide(first.state, of(In::unclear), kPolicy);
  CHECK(again.say == std::vector{Line::propose_open});
  CHECK(again.again);

  Input form = of(In::fill);
  form.form.number.reset();
  form.form.time = closed.time;
  const Decision early = decide(in(At::number), form, kPolicy);
  CHECK(early.state.at == At::number);
  Input number = of(In::number);
  number.text = "+5518997751234";
  const Decision confirm = decide(early.state, number, kPolicy);
  CHECK(confirm.state.at == At::confirm);
  CHECK(decide(confirm.state, of(In::yes), kPolicy).say == std::vector{Line::propose_open});

  Input guessed = of(In::time);
  guessed.time.to_confirm = true;
  const Decision other = decide(first.state, guessed, kPolicy);
  CHECK(other.say == std::vector{Line::propose_time});
  CHECK(decide(other.state, of(In::unclear), kPolicy).say == std::vector{Line::propose_time});
}

TEST_CASE("a time outside the opening hours is answered with the next open instant") {
  Input closed = of(In::time);
  closed.time.open = false;
  closed.time.next_open = kMonday;
  const Decision decision = decide(in(At::when), closed, kPolicy);
  CHECK(decision.state.at == At::confirm_time);
  CHECK(decision.say == std::vector{Line::propose_open});
  CHECK(decide(decision.state, of(In::yes), kPolicy).state.time == kMonday);
  CHECK(decide(decision.state, of(In::no), kPolicy).state.at == At::which_time);

  Input guessed = of(In::time);
  guessed.time.to_confirm = true;
  CHECK(decide(in(At::when), guessed, kPolicy).say == std::vector{Line::propose_time});

  closed.time.next_open.reset();  // never open
  CHECK(decide(in(At::when), closed, kPolicy).state.at == At::which_time);
}

TEST_CASE("what is not understood is asked once more, and then decided by what is known") {
  struct Row {
    At at;
    Fallback fallback;
    At after;
    std::vector<Act> acts;
  };
  const std::vector<Row> rows = {
      {At::offer, Fallback::ticket, At::closed, {Act::create_ticket, Act::hang_up}},
      {At::offer, Fallback::callback, At::created, {Act::create_callback, Act::hang_up}},
      {At::offer, Fallback::voicemail, At::message, {}},
      {At::offer, Fallback::retry, At::none, {Act::retry_fallback}},
      {At::offer, Fallback::hangup, At::goodbye, {Act::hang_up}},
      {At::offer_message, Fallback::ticket, At::closed, {Act::create_ticket, Act::hang_up}},
      {At::number, Fallback::ticket, At::closed, {Act::create_ticket, Act::hang_up}},
      {At::confirm, Fallback::ticket, At::closed, {Act::create_ticket, Act::hang_up}},
      {At::when, Fallback::hangup, At::reason, {}},
      {At::which_time, Fallback::hangup, At::reason, {}},
      {At::confirm_time, Fallback::hangup, At::reason, {}},
      {At::whatsapp, Fallback::hangup, At::created, {Act::create_callback, Act::hang_up}},
      {At::more, Fallback::hangup, At::closed, {Act::create_ticket, Act::hang_up}},
  };
  for (const Row& row : rows) {
    Policy policy = kPolicy;
    policy.fallback = row.fallback;
    const Decision once = decide(in(row.at), of(In::unclear), policy);
    CAPTURE(wire_name(row.at));
    CHECK(once.state.at == row.at);
    CHECK(once.say.size() == 1);
    const Decision twice = decide(once.state, of(In::unclear), policy);
    CHECK(twice.state.at == row.after);
    CHECK(twice.acts == row.acts);
  }
}

TEST_CASE("an understood answer between two unclear ones starts the count again") {
  const State once = decide(in(At::offer), of(In::unclear), kPolicy).state;
  const State number = decide(once, of(In::callback), kPolicy).state;
  CHECK(decide(number, of(In::unclear), kPolicy).state.at == At::number);
}

TEST_CASE("fallbacks that are impossible end in a ticket") {
  Policy policy = kPolicy;
  State once = in(At::offer);
  once.unclear = 1;
  policy.fallback = Fallback::callback;
  policy.caller_number.reset();
  CHECK(decide(once, of(In::unclear), policy).state.at == At::closed);
  policy.fallback = Fallback::retry;
  policy.can_retry = false;
  CHECK(decide(once, of(In::unclear), policy).state.at == At::closed);
}

TEST_CASE("a message is dictated in pieces, kept while the conversation goes on, and stored at the end") {
  State state = decide(in(At::offer), of(In::message), kPolicy).state;
  CHECK(decide(state, of(In::silence), kPolicy).say == std::vector{Line::message});
  state = decide(state, of(In::words), kPolicy).state;
  state = decide(state, of(In::words), kPolicy).state;
  CHECK(state.message == "é sobre o boleto\né sobre o boleto");
  state = decide(state, of(In::silence), kPolicy).state;
  CHECK(state.at == At::more);
  const Decision more = decide(state, of(In::yes), kPolicy);
  CHECK(more.state.at == At::none);
  CHECK(has(more, Act::conversation));
  CHECK(has(decide(more.state, of(In::caller_gone), kPolicy), Act::create_ticket));
  CHECK(has(decide(state, of(In::no), kPolicy), Act::create_ticket));
}

TEST_CASE("a message has a limit and is cut at a word") {
  Policy policy = kPolicy;
  policy.max_message = 20;
  Input words = of(In::words);
  words.text = std::string(1 << 20, 'a');
  CHECK(decide(in(At::message), words, policy).state.message == "o boleto venceu");
}

TEST_CASE("a structured call gives several answers at once, in any order") {
  Input input{.kind = In::fill};
  input.form.reason = "boleto";
  const Decision first = decide({}, input, kPolicy);
  CHECK(first.state.at == At::number);
  CHECK(first.acts == std::vector{Act::open_dialogue});

  Input rest{.kind = In::fill};
  rest.form.number = kOther;
  rest.form.asap = true;
  rest.form.whatsapp = false;
  const Decision second = decide(first.state, rest, kPolicy);
  CHECK(second.state.at == At::created);
  CHECK(second.state.reason == "boleto");
  CHECK(has(second, Act::create_callback));

  Input message{.kind = In::fill};
  message.form.message = "ligar amanhã";
  CHECK(decide(in(At::offer), message, kPolicy).state.at == At::more);
  message.form.message = "";
  CHECK(decide(in(At::offer), message, kPolicy).state.at == At::message);
}

TEST_CASE("without anybody who could call back, the caller is asked for a name") {
  Policy policy = kPolicy;
  policy.has_destination = false;
  CHECK(decide({}, of(In::callback), policy).state.at == At::ask_whom);
  const Decision cancel = decide(in(At::ask_whom), of(In::cancel), policy);
  CHECK(cancel.state.at == At::none);
  CHECK(has(cancel, Act::conversation));
}

TEST_CASE("the two answers with legal weight are recorded and end the offer") {
  for (const auto& [kind, act] :
       {std::pair{In::opt_out, Act::record_opt_out}, std::pair{In::wrong_person, Act::record_wrong_person}}) {
    const Decision decision = decide(in(At::whatsapp), of(kind), kPolicy);
    CHECK(has(decision, act));
    CHECK_FALSE(has(decision, Act::create_callback));
    CHECK(has(decision, Act::hang_up));
  }
}

TEST_CASE("a text is cut at a word, by characters, without control characters") {
  CHECK(cut_at_word("o boleto venceu", 500) == "o boleto venceu");
  CHECK(cut_at_word("o boleto venceu", 10) == "o boleto");
  CHECK(cut_at_word("o boleto venceu", 8) == "o boleto");
  CHECK(cut_at_word("ação ação", 4) == "ação");
  CHECK(cut_at_word("ação", 2) == "aç");
  CHECK(cut_at_word("a\tb\r\n", 10) == "a b");
  CHECK(cut_at_word("", 10).empty());
}
