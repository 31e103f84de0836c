#include <random>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/names.hpp"
#include "base/vectors.hpp"

using namespace smarthandoff;
using understand::Intent;
using understand::intent;
using understand::IntentContext;

namespace {

IntentContext context_of(const std::string& name) {
  if (name == "confirm_number") return IntentContext::confirm_number;
  if (name == "offer_callback") return IntentContext::offer_callback;
  if (name == "confirm_time") return IntentContext::confirm_time;
  if (name == "outbound_pitch") return IntentContext::outbound_pitch;
  return IntentContext::general;
}

struct Row {
  std::string context;
  std::string text;
  std::string expected;  // "-": not understood
};

void check_rows(const std::string& language, std::initializer_list<Row> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.context);
    CAPTURE(row.text);
    const auto answer = intent({.text = row.text, .context = context_of(row.context), .language = language});
    CHECK(names::of(answer.intent).value_or("-") == row.expected);
  }
}

constexpr const char* kNumber = "confirm_number";
constexpr const char* kOffer = "offer_callback";
constexpr const char* kTime = "confirm_time";
constexpr const char* kPitch = "outbound_pitch";

}  // namespace

TEST_CASE("every recorded answer is understood as written down") {
  for (const auto& vector : load_vectors("intents.json")) {
    const std::string id = vector.at("id");
    CAPTURE(id);
    const auto answer = intent({.text = vector.at("input"),
                                .context = context_of(vector.at("context")),
                                .language = vector.at("locale")});
    const auto& expected = vector.at("expected");
    CHECK(names::of(answer.intent).value_or("-") == expected.at("intent"));
    if (expected.contains("entities")) check_field(expected.at("entities"), "e164", answer.entities.e164);
  }
}

TEST_CASE("answers about the number in Portuguese") {
  check_rows("pt-BR",
             {
                 {kNumber, "sim", "use_caller_id"},
                 {kNumber, "isso", "use_caller_id"},
                 {kNumber, "pode ser nesse", "use_caller_id"},
                 {kNumber, "o que eu tô ligando", "use_caller_id"},
                 {kNumber, "nesse que eu estou falando", "use_caller_id"},
                 {kNumber, "no mesmo número", "use_caller_id"},
                 {kNumber, "é, nesse aqui", "use_caller_id"},
                 {kNumber, "não não é esse mesmo", "use_caller_id"},
                 {kNumber, "no meu número mesmo", "use_caller_id"},
                 {kNumber, "não tenho outro, pode ser esse", "use_caller_id"},
                 {kNumber, "não, em outro número", "other_number"},
                 {kNumber, "prefiro outro", "other_number"},
                 {kNumber, "liga no meu celular", "other_number"},
                 {kNumber, "esse não", "other_number"},
                 {kNumber, "não é esse", "other_number"},
                 {kNumber, "não, nesse não, no do trabalho", "other_number"},
                 {kNumber, "esse número não é meu", "other_number"},
                 {kNumber, "18 99775-1234", "other_number"},
                 {kNumber, "anota aí", "other_number"},
                 {kNumber, "não", "no"},
                 {kOffer, "pode ligar nesse número mesmo", "use_caller_id"},
                 {kOffer, "sim, no dezoito nove nove sete sete cinco doze trinta e quatro", "other_number"},
             });
}

TEST_CASE("agreement and refusal in Portuguese, with the idioms that hide them") {
  check_rows("pt-BR", {
                          {kOffer, "pode ser", "yes"},
                          {kOffer, "com certeza", "yes"},
                          {kOffer, "quero sim", "yes"},
                          {kOffer, "uhum", "yes"},
                          {kOffer, "é", "yes"},
                          {kOffer, "beleza", "yes"},
                          {kOffer, "por favor", "yes"},
                          {kOffer, "como não", "yes"},
                          {kOffer, "não tem problema", "yes"},
                          {kOffer, "sem problema", "yes"},
                          {kOffer, "não, pode ligar", "yes"},
                          {kTime, "pode", "yes"},
                          {kTime, "sim, amanhã está ótimo", "yes"},
                          {kTime, "tá certo", "yes"},
                          {kOffer, "não, obrigado", "no"},
                          {kOffer, "não quero", "no"},
                          {kOffer, "quero não", "no"},
                          {kOffer, "de jeito nenhum", "no"},
                          {kOffer, "não precisa", "no"},
                          {kOffer, "não, tá bom", "no"},
                          {kOffer, "sem interesse", "no"},
                          {kOffer, "nem a pau", "no"},
                          {kOffer, "com certeza não", "no"},
                          {kTime, "não pode", "no"},
                          {kPitch, "não quero falar com você", "no"},
                          {kPitch, "sou eu mesmo", "yes"},
                          {kOffer, "não quero isso", "no"},
                          {kOffer, "não, por favor", "no"},
                          {kOffer, "não sei se quero", "-"},
                          {kOffer, "não sei", "-"},
                          {kOffer, "", "-"},
                          {kOffer, "bom dia", "-"},
                          {kOffer, "\xff\xfe", "-"},
                      });
}

TEST_CASE("what outranks agreement in Portuguese") {
  check_rows("pt-BR", {
                          {kOffer, "não precisa mais", "cancel"},
                          {kOffer, "esquece", "cancel"},
                          {kOffer, "mudei de ideia", "cancel"},
                          {kOffer, "quero cancelar", "cancel"},
                          {kTime, "pode cancelar", "cancel"},
                          {kOffer, "desisto", "cancel"},
                          {kPitch, "mais tarde", "later"},
                          {kPitch, "depois a gente fala", "later"},
                          {kOffer, "me liga amanhã", "later"},
                          {kPitch, "estou dirigindo", "later"},
                          {kPitch, "tô em reunião", "later"},
                          {kPitch, "não posso falar agora", "later"},
                          {kPitch, "não me liga agora, liga mais tarde", "later"},
                          {kPitch, "ainda não", "later"},
                          {kOffer, "quero falar com uma pessoa", "wants_human"},
                          {kOffer, "quero falar com a Jeni", "wants_human"},
                          {kOffer, "atendente", "wants_human"},
                          {kOffer, "me transfere pra um humano", "wants_human"},
                          {kOffer, "não gosto de falar com máquina", "wants_human"},
                          {kOffer, "tem alguém de verdade aí?", "wants_human"},
                          {kPitch, "para de me ligar", "opt_out"},
                          {kPitch, "parem de ligar", "opt_out"},
                          {kPitch, "não quero mais receber ligações", "opt_out"},
                          {kPitch, "tira meu número da lista", "opt_out"},
                          {kPitch, "me tira dessa lista", "opt_out"},
                          {kPitch, "nunca mais liguem pra cá", "opt_out"},
                          {kPitch, "não liga mais pra mim", "opt_out"},
                          {kPitch, "não quero que vocês me liguem mais", "opt_out"},
                          {kPitch, "sim, mas não me liguem mais", "opt_out"},
                          {kPitch, "é engano", "wrong_person"},
                          {kPitch, "número errado", "wrong_person"},
                          {kPitch, "não conheço essa pessoa", "wrong_person"},
                          {kPitch, "não sou eu", "wrong_person"},
                          {kPitch, "aqui não tem ninguém com esse nome", "wrong_person"},
                          {kPitch, "ela não mora mais aqui", "wrong_person"},
                          {kPitch, "esse telefone não é mais dele", "wrong_person"},
                          {kPitch, "ele faleceu", "wrong_person"},
                      });
}

TEST_CASE("answers in English") {
  check_rows("en-US",
             {
                 {kNumber, "yes", "use_caller_id"},
                 {kNumber, "this number is fine", "use_caller_id"},
                 {kNumber, "the one I'm calling from", "use_caller_id"},
                 {kNumber, "yes, this one", "use_caller_id"},
                 {kNumber, "that's fine", "use_caller_id"},
                 {kNumber, "not this one", "other_number"},
                 {kNumber, "call my cell, three oh five three seven one twelve thirty four", "other_number"},
                 {kNumber, "use my work phone", "other_number"},
                 {kNumber, "another number please", "other_number"},
                 {kNumber, "no", "no"},
                 {kOffer, "no yeah", "yes"},
                 {kOffer, "yes please", "yes"},
                 {kOffer, "sure", "yes"},
                 {kOffer, "sounds good", "yes"},
                 {kOffer, "no problem", "yes"},
                 {kOffer, "why not", "yes"},
                 {kOffer, "okay", "yes"},
                 {kOffer, "no thanks", "no"},
                 {kOffer, "of course not", "no"},
                 {kOffer, "not interested", "no"},
                 {kOffer, "I don't think so", "no"},
                 {kOffer, "no, I'm good", "no"},
                 {kOffer, "cancel that", "cancel"},
                 {kOffer, "forget it", "cancel"},
                 {kOffer, "I changed my mind", "cancel"},
                 {kPitch, "not now", "later"},
                 {kPitch, "I'm busy", "later"},
                 {kPitch, "I'm driving right now", "later"},
                 {kPitch, "can you call me tomorrow", "later"},
                 {kPitch, "I can't talk", "later"},
                 {kPitch, "don't call me now, call me later", "later"},
                 {kOffer, "can I talk to a real person", "wants_human"},
                 {kOffer, "representative", "wants_human"},
                 {kOffer, "I don't want to talk to a robot", "wants_human"},
                 {kOffer, "let me speak to a manager", "wants_human"},
                 {kPitch, "don't call me again", "opt_out"},
                 {kPitch, "do not ever call this number again", "opt_out"},
                 {kPitch, "take me off your list", "opt_out"},
                 {kPitch, "remove my number", "opt_out"},
                 {kPitch, "you have the wrong number", "wrong_person"},
                 {kPitch, "that's not me", "wrong_person"},
                 {kPitch, "he doesn't live here", "wrong_person"},
                 {kPitch, "I don't know him", "wrong_person"},
                 {kPitch, "this isn't a good time", "later"},
                 {kPitch, "she moved out", "wrong_person"},
                 {kPitch, "banana", "-"},
             });
}

TEST_CASE("a number that is said to be wrong is not taken for a yes") {
  // "tá errado" began with "tá", which alone agrees: the number that the person refuted was called.
  check_rows("pt-BR", {
                          {kNumber, "tá errado", "no"},
                          {kNumber, "está errado", "no"},
                          {kNumber, "errado", "no"},
                          {kNumber, "tá incorreto", "no"},
                          {kNumber, "tá desatualizado", "no"},
                          {kNumber, "não confere", "no"},
                          {kTime, "tá errado", "no"},
                          {kNumber, "isso tá errado", "other_number"},
                          {kNumber, "esse tá errado", "other_number"},
                          {kNumber, "tá errado esse número", "other_number"},
                          {kNumber, "o DDD tá errado", "other_number"},
                          {kNumber, "esse número tá errado", "other_number"},
                          {kNumber, "o final tá trocado", "other_number"},
                          {kNumber, "esse aí é antigo", "other_number"},
                          {kNumber, "esse número não existe mais", "other_number"},
                          {kNumber, "esse celular tá quebrado", "other_number"},
                          {kNumber, "esse é do meu marido", "other_number"},
                          {kNumber, "perdi esse celular", "other_number"},
                          {kNumber, "falta um dígito", "other_number"},
                          {kNumber, "esse final não", "other_number"},
                          {kNumber, "não, esse é o errado", "other_number"},
                          {kNumber, "não tá errado", "use_caller_id"},
                          {kNumber, "tá", "use_caller_id"},
                          {kNumber, "tá, pode ser", "use_caller_id"},
                          {kNumber, "está", "use_caller_id"},
                          {kNumber, "certinho", "use_caller_id"},
                          {kNumber, "confere", "use_caller_id"},
                          {kNumber, "não tem outro, é esse mesmo", "use_caller_id"},
                          {kNumber, "não tenho outro não", "use_caller_id"},
                      });
  check_rows("en-US", {
                          {kNumber, "wrong", "no"},
                          {kNumber, "that doesn't work", "other_number"},
                          {kNumber, "that's wrong", "other_number"},
                          {kNumber, "this one is wrong", "other_number"},
                          {kNumber, "the area code is wrong", "other_number"},
                          {kNumber, "that's not right", "other_number"},
                          {kNumber, "that's the old number", "other_number"},
                          {kNumber, "this number no longer works", "other_number"},
                          {kNumber, "this works", "use_caller_id"},
                          {kNumber, "that's right", "use_caller_id"},
                          {kNumber, "I don't have another number", "use_caller_id"},
                          {kOffer, "that doesn't work", "no"},
                      });
}

TEST_CASE("who is called and says so in other words is left alone") {
  check_rows("pt-BR", {
                          {kPitch, "não me ligue nesse número", "opt_out"},
                          {kPitch, "não ligue para esse número", "opt_out"},
                          {kPitch, "não me ligue", "opt_out"},
                          {kPitch, "não quero que me liguem", "opt_out"},
                          {kPitch, "não quero ligação", "opt_out"},
                          {"general", "não ligue nesse número", "opt_out"},
                          {kPitch, "SAIR", "opt_out"},
                          {kPitch, "STOP", "opt_out"},
                          {kPitch, "PARE", "opt_out"},
                          {"general", "parar", "opt_out"},
                          {kPitch, "por favor, pare", "opt_out"},
                          {kPitch, "proíbo vocês de me ligar", "opt_out"},
                          {kPitch, "vocês estão proibidos de me ligar", "opt_out"},
                          {kPitch, "chega de mensagem", "opt_out"},
                          {kPitch, "chega dessas ligações", "opt_out"},
                          {kPitch, "me bloqueia", "opt_out"},
                          {kPitch, "vou bloquear vocês", "opt_out"},
                          {kPitch, "me esquece", "opt_out"},
                          {kPitch, "me remove", "opt_out"},
                          {kPitch, "cancela as ligações", "opt_out"},
                          {kPitch, "não quero receber mais nada de vocês", "opt_out"},
                          {kPitch, "não me liga agora", "later"},
                          {kNumber, "não me ligue nesse número", "other_number"},
                          {kOffer, "não me liga", "no"},
                      });
  check_rows("en-US", {
                          {kPitch, "don't ever call", "opt_out"},
                          {kPitch, "don't ever call me", "opt_out"},
                          {kPitch, "don't bother me", "opt_out"},
                          {kPitch, "enough with the calls", "opt_out"},
                          {kPitch, "I revoke my consent", "opt_out"},
                          {kPitch, "quit", "opt_out"},
                          {kPitch, "don't bother", "cancel"},
                          {kOffer, "don't bother calling", "cancel"},
                      });
}

TEST_CASE("nothing is disclosed to another than the person called") {
  // "fala" and "tá" of "quem fala é a mãe dele" were heard as a yes to "posso falar da sua fatura?".
  check_rows("pt-BR", {
                          {kPitch, "quem fala é a mãe dele", "wrong_person"},
                          {kPitch, "quem fala é a secretária", "wrong_person"},
                          {kPitch, "é o pai dele que tá falando", "wrong_person"},
                          {kPitch, "aqui é a esposa dele, pode falar", "wrong_person"},
                          {kPitch, "sou o filho dela", "wrong_person"},
                          {kPitch, "quem tá falando é o vizinho", "wrong_person"},
                          {kPitch, "ele é meu irmão", "wrong_person"},
                          {kPitch, "aqui é da portaria", "wrong_person"},
                          {kPitch, "esse número era de outra pessoa", "wrong_person"},
                          {kPitch, "esse número mudou de dono", "wrong_person"},
                          {kPitch, "não existe essa pessoa aqui", "wrong_person"},
                          {kPitch, "aqui não tem essa pessoa", "wrong_person"},
                          {kPitch, "aqui não é a Maria", "wrong_person"},
                          {kPitch, "não é da casa dela", "wrong_person"},
                          {kPitch, "pois não, quem fala?", "-"},
                          {kPitch, "ele não está", "later"},
                          {kPitch, "quem fala?", "-"},
                          {kPitch, "do que se trata?", "-"},
                          {kPitch, "pode falar", "yes"},
                          {kPitch, "sou eu mesma", "yes"},
                          {kPitch, "sou o João, pode falar", "yes"},
                          {kPitch, "não posso falar agora, tô com meu filho", "later"},
                      });
  check_rows("en-US", {
                          {kPitch, "this is his mother speaking", "wrong_person"},
                          {kPitch, "I'm his wife", "wrong_person"},
                          {kPitch, "you're speaking with his brother", "wrong_person"},
                          {kPitch, "he's my son", "wrong_person"},
                          {kPitch, "this isn't him", "wrong_person"},
                          {kPitch, "that isn't me", "wrong_person"},
                          {kPitch, "this is not her", "wrong_person"},
                          {kPitch, "this number belongs to someone else", "wrong_person"},
                          {kPitch, "I just got this number", "wrong_person"},
                          {kPitch, "he's not here", "later"},
                          {kPitch, "who is this", "-"},
                          {kPitch, "speaking", "yes"},
                      });
}

TEST_CASE("what neither agrees nor refuses is not made to") {
  check_rows("pt-BR", {
                          {kOffer, "no fim do dia", "-"},
                          {kOffer, "vou denunciar no procon", "-"},
                          {kNumber, "repete por favor", "-"},
                          {kOffer, "pode repetir?", "-"},
                          {kOffer, "não entendi", "-"},
                          {kTime, "não, pode ser às 15h", "no"},
                          {kTime, "não, amanhã pode", "no"},
                          {kTime, "não, não, pode ser", "yes"},
                          {kTime, "certinho", "yes"},
                      });
  check_rows("en-US", {
                          {kOffer, "can you repeat that please", "-"},
                          {kOffer, "I don't understand", "-"},
                          {kOffer, "pardon", "-"},
                      });
}

TEST_CASE("who asks for the call that is offered agrees, who will call does not") {
  check_rows("pt-BR", {
                          {kOffer, "me liga", "yes"},
                          {kOffer, "liga pra mim", "yes"},
                          {kOffer, "quero que me ligue", "yes"},
                          {kOffer, "não, me liga", "yes"},
                          {kOffer, "aguardo a ligação", "yes"},
                          {kOffer, "me liga mais tarde", "later"},
                          {kOffer, "não precisa me ligar", "no"},
                          {kOffer, "não quero que me ligue", "no"},
                          {kOffer, "ninguém me liga de volta", "no"},
                          {kOffer, "espero na linha", "-"},
                          {kOffer, "ligo pra vocês mais tarde", "no"},
                          {kOffer, "eu ligo depois", "no"},
                          {kOffer, "vou ligar mais tarde", "no"},
                          {kOffer, "depois eu ligo", "no"},
                          {kOffer, "pode deixar que eu ligo", "no"},
                          {kOffer, "eu entro em contato", "no"},
                          {kOffer, "eu ligo de novo amanhã", "no"},
                          {kOffer, "a gente liga depois", "no"},
                          {kOffer, "tchau", "no"},
                          {kOffer, "obrigado, tchau", "no"},
                          {kOffer, "tá bom, tchau", "yes"},
                      });
  check_rows("en-US", {
                          {kOffer, "call me back", "yes"},
                          {kOffer, "give me a call", "yes"},
                          {kOffer, "call me later", "later"},
                          {kOffer, "I'll call back later", "no"},
                          {kOffer, "let me call you tomorrow", "no"},
                          {kOffer, "goodbye", "no"},
                      });
}

TEST_CASE("a wish to cancel that does not say what is to be clarified") {
  const auto clarify = [](const char* text) {
    return intent({.text = text, .context = IntentContext::offer_callback}).clarify;
  };
  CHECK(clarify("quero cancelar"));
  CHECK(clarify("quero cancelar meu contrato"));
  CHECK_FALSE(clarify("cancela"));
  CHECK_FALSE(clarify("quero cancelar a ligação"));
  CHECK_FALSE(clarify("sim"));
  CHECK(intent({.text = "I want to cancel", .language = "en-US"}).clarify);
}

TEST_CASE("malformed arguments of an intent are errors") {
  CHECK_THROWS_AS(intent({.text = std::string(1 << 20, 'a')}), Error);
  CHECK_THROWS_AS(intent({.text = "sim", .language = "pt"}), Error);
}

TEST_CASE("random words are answered, and the longest text in linear time") {
  const char* const words[] = {"não", "mais", "me", "liga",  "quero", "falar", "com",  "esse", ",",   "agora",
                               "sim", "\xff", "é",  "outro", "dont",  "call",  "this", "one",  "stop"};
  std::mt19937 random(9);
  for (int i = 0; i < 200; ++i) {
    std::string text;
    for (auto count = random() % 30; count > 0; --count)
      text += std::string(words[random() % std::size(words)]) + " ";
    CHECK_NOTHROW(intent({.text = text}));
    CHECK_NOTHROW(intent({.text = text, .language = "en-US"}));
  }
  std::string text;
  while (text.size() < 4080) text += "nao me liga quero ";
  const auto start = std::chrono::steady_clock::now();
  intent({.text = text});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
