#include "handoff/dialogue_phrases.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <smarthandoff/base/fold.hpp>

#include "base/word_pattern.hpp"

namespace smarthandoff::handoff::dialogue {
namespace {

constexpr std::size_t kLongestEnd = 8;  // words and pauses of "era só isso mesmo, muito obrigado"

bool any_of(std::span<const WordPattern> patterns, const Words& words) {
  return std::ranges::any_of(patterns, [&](const WordPattern& pattern) { return pattern.found_in(words); });
}

bool is_pause(char byte) {
  return byte == ',' || byte == '.' || byte == ';' || byte == '!' || byte == '?';
}

}  // namespace

Words split_words(std::string_view text) {
  Words words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char byte : fold(text)) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
                        (static_cast<unsigned char>(byte) & 0x80U) != 0;
    if (letter) {
      word += byte;
      continue;
    }
    if (byte == '\'') continue;  // "that's" is "thats"
    flush();
    if (is_pause(byte)) words.emplace_back(",");
  }
  flush();
  return words;
}

bool wants_callback(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("retornar|retornem|retorna|retorne|retorno|retornarem|callback"),
      WordPattern("me|pra|para|que|podem|pode|ela|ele|eles ligar|ligue|liguem|liga|ligarem|ligam"),
      WordPattern("ligar|ligue|liguem|liga|ligarem|ligacao ?me de volta"),
      WordPattern("ligar|ligue|liguem|liga|ligarem me|pra|para"),
      WordPattern("call|ring|phone ?me back"),
      WordPattern("call|ring|phone me"),
      WordPattern("a|the call back")};
  return any_of(kPatterns, words);
}

bool wants_message(const Words& words) {
  static const std::array kPatterns = {WordPattern("recado|recadinho|mensagem|message|note"),
                                       WordPattern("anota|anote|avisa|avise")};
  return any_of(kPatterns, words);
}

// Portuguese "no" is "in the": only in English it refuses.
bool refuses_message(const Words& words, std::string_view language) {
  static const std::array kPortuguese = {WordPattern("nao|sem|nem|nenhum * recado|recadinho|mensagem")};
  static const std::array kEnglish = {WordPattern("no|not|dont|without * message|note")};
  return any_of(language == "en-US" ? kEnglish : kPortuguese, words);
}

bool refuses_callback(const Words& words, std::string_view language) {
  static const std::array kPortuguese = {
      WordPattern("nao|nem * retornar|retornem|retorna|retorno|retornarem|ligar|ligue|liguem|callback")};
  static const std::array kEnglish = {WordPattern("no|not|dont * call|callback|ring|phone")};
  return any_of(language == "en-US" ? kEnglish : kPortuguese, words);
}

bool wants_retry(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("tenta|tentar|tente|try ?de ?outra novamente|novo|again|vez"),
      WordPattern("eu espero|aguardo"), WordPattern("posso|vou|prefiro esperar|aguardar"),
      WordPattern("ill|can|will|rather wait|hold")};
  return any_of(kPatterns, words);
}

bool wishes_callback(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("me|podem|pode liga|ligar|ligue|liguem|retorna|retornar|retornem de volta|depois"),
      WordPattern("que ela|ele|eles|voces|alguem me liga|ligue|liguem|retorne|retornem"),
      WordPattern("retorna|retornar|retornem|retornarem a|minha|essa|esta ligacao"),
      WordPattern("call|ring me back"), WordPattern("callback")};
  return any_of(kPatterns, words);
}

bool wishes_message(const Words& words) {
  static const std::array kPatterns = {WordPattern("deixar|deixo|deixa|anota|anotar um|o|meu recado"),
                                       WordPattern("deixar|deixo uma mensagem"),
                                       WordPattern("leave|take a message|note")};
  return any_of(kPatterns, words);
}

bool will_call(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("eu ?mesmo|mesma ?te|lhes|lhe ligo|religo|retorno|telefono|ligarei"),
      WordPattern("^ ?pode ?deixar|deixa ?que ?, ?eu ligo|religo|ligarei|retorno"),
      WordPattern("ligo|ligarei|religo|retorno|tento|volto ?a ?ligar ?eu ?de "
                  "depois|amanha|novo|novamente|mais|outra|noutra|outro|segunda"),
      WordPattern("eu vou|posso ligar|retornar|tentar|telefonar depois|amanha|novamente|mais|outra|outro|de"),
      WordPattern("vou ligar|religar|telefonar ?de depois|amanha|novo|novamente|mais|outra|outro"),
      WordPattern("ill|i ?will ?just call|ring|phone|try ?you ?again ?back later|again|tomorrow|back"),
      WordPattern("ill|i ?will call ?myself $")};
  static const std::array kNot = {WordPattern("nao ?eu ligo|retorno|vou|posso")};
  return any_of(kPatterns, words) && !any_of(kNot, words);
}

bool wants_repeat(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("^ ?desculpa|desculpe|oi|perdao|nao|ai|pode|poderia|por|me ?, ?nao|favor ?, "
                  "?entendi|ouvi|pode|poderia ?, ?me ?pode|poderia repete|repetir|repita|repetiria"),
      WordPattern("^ ?desculpa|desculpe ?, ?eu nao ouvi|escutei|entendi ?bem|direito|nada ?o ?que ?voce "
                  "?disse|falou|perguntou ?, $"),
      WordPattern("^ ?o que|como ?foi ?que ?voce ?e ?disse|falou|perguntou ?mesmo ?, $"),
      WordPattern("^ oi|hein|perdao|como ?, $"),
      WordPattern("fala|diz|pergunta de novo|novamente"),
      WordPattern("^ ?sorry ?, ?can|could ?you ?please say|repeat it|that|again|please|the ?again ?question"),
      WordPattern("^ ?please ?can|could ?you repeat"),
      WordPattern("^ sorry|pardon|what ?me ?, $"),
      WordPattern("^ ?sorry ?, ?i didnt|couldnt hear|catch|get ?you|that $")};
  return words.size() <= 10 && any_of(kPatterns, words);
}

bool wants_some_time(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("horario|hora|dia|horarios especifico|especifica|especificos|marcado|marcada|certo|certa|"
                  "determinado|determinada|definido"),
      WordPattern("um|outro|algum|o horario ?, $"),
      WordPattern("specific|set|certain|fixed|particular time")};
  static const std::array kNamed = {
      WordPattern("as|hoje|amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo|manha|tarde|noite|dia|at|"
                  "today|tomorrow|morning|afternoon|evening")};
  const auto has_digit = [](const std::string& word) { return word.front() >= '0' && word.front() <= '9'; };
  return any_of(kPatterns, words) && !any_of(kNamed, words) && std::ranges::none_of(words, has_digit);
}

bool wants_appointment(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("marcar|marca|marque|agendar|agenda|agende|escolher|combinar"),
      WordPattern("schedule|appointment")};
  return any_of(kPatterns, words);
}

bool means_caller_id(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("que|qual ?eu ?ja to|tou|estou|tava|estava|ta|tamos|estamos|liguei|falo|ligo|uso ?te|lhe "
                  "?agora ?ligando|falando !errado"),
      WordPattern("de|da onde ?eu ?ja to|tou|estou|falo|ligo|liguei"),
      WordPattern("meu ?proprio|mesmo numero|telefone|celular ?mesmo|atual|daqui|aqui"),
      WordPattern("numero|telefone|celular desta|dessa|da ligacao|chamada"),
      WordPattern("numero|telefone que aparece|apareceu|aparecendo"),
      WordPattern("im|i ?am|was calling|on|using|speaking"),
      WordPattern("my ?own|current number|phone|cell"),
      WordPattern("i called|call ?you from")};
  static const std::array kOther = {WordPattern("outro|outra|other|another"),
                                    WordPattern("meu ?proprio numero|telefone|celular ?ta|esta|e|foi ?bem "
                                                "errado|trocado|outro|diferente|antigo|do|da|de")};
  return any_of(kPatterns, words) && !any_of(kOther, words);
}

bool begins_with_no(const Words& words) {
  return !words.empty() && (words.front() == "nao" || words.front() == "no" || words.front() == "nope");
}

bool means_this_number(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("este|esse|neste|nesse|deste|desse|mesmo ?mesmo numero|telefone|celular"),
      WordPattern("neste|nesse ?aqui mesmo"), WordPattern("this|same number|phone")};
  return any_of(kPatterns, words) || means_caller_id(words);
}

bool doubts_number(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("errado|errada|trocado|incorreto|enganado|enganei|errei|engano|wrong|incorrect|mistake"),
      WordPattern("nao e|ta|esta ?esse|este|isso|o|certo|correto ?numero|telefone ?nao")};
  return any_of(kPatterns, words);
}

bool is_done(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("era|e|foi|seria ?apenas so|somente|apenas isso ?mesmo|ai|tudo ?, ?muito "
                  "?obrigado|obrigada|valeu ?, $"),
      WordPattern("so isso ?mesmo ?, ?muito ?obrigado|obrigada|valeu ?, $"),
      WordPattern("^ ?e isso ?ai ?mesmo ?, ?obrigado|obrigada ?, $"),
      WordPattern("e tudo ?, ?muito ?obrigado|obrigada ?, $"),
      WordPattern("^ ?nao ?, mais nada ?, $"),
      WordPattern("^ ?entao ?ta pronto|acabei|terminei ?, $"),
      WordPattern("thats|that ?is it|all ?, ?thanks ?thank ?you ?, $"),
      WordPattern("^ ?no ?, nothing else ?, $"),
      WordPattern("^ im|i ?am done|finished ?, $")};
  return any_of(kPatterns, words);
}

bool is_bare_cancel(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("^ ?nao ?entao ?, ?pode|podem|por|favor ?favor ?, cancela|cancelar|cancele|cancelem "
                  "?tudo|isso|ai ?o|a|meu|esse|essa ?retorno|pedido|ligacao|callback ?, ?por ?favor ?, $"),
      WordPattern("^ ?nao|ah|entao ?, deixa|deixe pra|para|quieto ?la ?, ?obrigado|obrigada ?, $"),
      WordPattern("^ ?nao|ah|entao ?, esquece|esqueca|desisto|desisti ?isso|tudo ?, $"),
      WordPattern("^ ?ah ?, mudei de ideia ?, $"),
      WordPattern("^ ?nao ?, nao quero ?mais nada ?, $"),
      WordPattern("^ nao precisa mais ?ligar|retornar|nao ?, ?obrigado|obrigada ?, $"),
      WordPattern("^ ?please ?just cancel ?it|that|this|everything ?, ?please ?, $"),
      WordPattern("^ never mind ?, $"),
      WordPattern("^ ?just forget it|about ?it ?, $"),
      WordPattern("^ i changed my mind ?, $")};
  return any_of(kPatterns, words);
}

bool is_bare_no(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("^ ?acho ?que ?agora ?melhor nao ?, ?nao ?, ?muito ?obrigado|obrigada|valeu ?, $"),
      WordPattern("^ ?nao ?, nao precisa|quero|posso|vou|gostaria ?falar|dizer|adiantar|explicar ?agora|nao "
                  "?, ?obrigado|obrigada ?, $"),
      WordPattern("^ ?eu ?, prefiro nao ?falar|dizer|adiantar|comentar ?agora ?, $"),
      WordPattern("^ ?nao ?, nada|nenhum|nenhuma ?nao ?, ?obrigado|obrigada ?, $"),
      WordPattern("^ nao ?, ?so|e so|falo|trato|com ela|ele ?mesmo|mesma ?, $"),
      WordPattern("^ sem motivo ?, $"),
      WordPattern("^ no|nope|nah ?, ?not ?really ?no ?, ?thanks|thank ?you ?, $"),
      WordPattern("^ ?id ?i ?would rather not ?say ?, $"),
      WordPattern("^ ?no ?, nothing ?, $")};
  return any_of(kPatterns, words);
}

bool is_a_matter(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("sobre|respeito|referente|assunto|motivo|causa|problema|duvida|reclamar|reclamacao|about|"
                  "regarding|because|problem"),
      WordPattern("boleto|boletos|fatura|faturas|conta|contas|contrato|cobranca|cobrancas|pedido|nota|compra|"
                  "produto|entrega|plano|cartao|pagamento|divida|debito|protocolo|email|endereco|documento|"
                  "documentos|cpf|rg|pix|nome|invoice|bill|order|contract|charge|payment|card|address"),
      WordPattern("disse|disseram|falou|falaram|prometeu|prometeram|pedi|pediu|pediram|mandaram|continuam|"
                  "continua|informaram|said|told|asked")};
  return any_of(kPatterns, words);
}

bool demands_silence(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("^ ?por ?favor ?, nao|nunca ?mais me|nos liguem|ligue|liga|procurem|procure|perturbem|"
                  "perturbe|incomodem|incomode|mandem|mande|chamem|contatem|telefonem"),
      WordPattern("^ ?por ?favor ?, parem|pare|para ?ja de ?ficar me|nos"),
      WordPattern("^ ?me ?quero ?que ?por ?favor ?, tira|tire|tirem|remove|remova|removam|exclui|excluam|"
                  "apaga|apaguem me|meu|minha|meus"),
      WordPattern("^ ?por ?favor ?, me tira|tire|tirem|remova|removam"),
      WordPattern("^ ?please ?, stop calling|contacting|texting"),
      WordPattern("^ ?please ?, dont|do|never ?not ?ever call|contact|text|phone me"),
      WordPattern("^ ?please ?, take|remove me|my")};
  return any_of(kPatterns, words);
}

bool is_relayed(const Words& words) {
  static const std::array kPatterns = {
      WordPattern("fala|fale|diz|diga|dizer|avisa|avise|avisar|pede|peca|pedir|manda|mande ?pra|para|a|ao "
                  "?ela|ele|eles|equipe|jeni que|pra|para"),
      WordPattern("tell|ask|let her|him|them ?know ?that|to")};
  return any_of(kPatterns, words);
}

bool says_wrong_number(const Words& words) {
  static const std::array kPatterns = {
      WordPattern(
          "voce|voces ?ta|tao|esta|estao|me ligou|ligaram|ligando|discou|discaram|falando ?pra|para|o|"
          "no|com ?o|a ?numero|pessoa errado|errada|enganado|engano"),
      WordPattern("^ ?desculpa|desculpe|acho ?que ?, ?foi|e ?um engano ?, $"),
      WordPattern("^ ?nao ?, nao sou|e ?mais ?o|a eu|ele|ela|essa|esse|dele|dela ?pessoa ?, $"),
      WordPattern("^ ?nao ?, nao e ?mais ele|ela , voce|voces|foi|numero"),
      WordPattern("you have|called|dialed|got the wrong number|person")};
  return any_of(kPatterns, words);
}

// After a pause the ending is its own; without one it may belong to the words, which then stay whole.
Ending ending_of(std::string_view text) {
  static const std::array kStrong = {WordPattern("^ ?e era|e|foi|seria ?apenas so|somente|apenas isso"),
                                     WordPattern("^ so isso"), WordPattern("^ thats|that ?is all|it")};
  static const std::array kBegins = {WordPattern(
      "^ ?, ?e "
      "era|e|foi|seria|so|apenas|somente|entao|ta|pronto|acabei|terminei|nao|isso|thats|that|no|im|i")};
  static const std::array kEra = {WordPattern("^ ?e era")};
  Ending found;
  for (std::size_t begin = text.size() + 1; begin-- > 0;) {
    const char before = begin == 0 ? ',' : text[begin - 1];
    const bool pause = is_pause(before) || before == '\n';
    if (!pause && before != ' ') continue;
    const Words rest = split_words(text.substr(begin));
    if (rest.size() > kLongestEnd) break;
    if (rest.empty() || !is_done(rest)) continue;
    if (pause ? !any_of(kBegins, rest) : !any_of(kStrong, rest)) continue;
    found = {.ends = true, .size = pause || any_of(kEra, rest) ? begin : text.size()};
  }
  while (found.size > 0 && (text[found.size - 1] == ' ' || is_pause(text[found.size - 1]))) --found.size;
  return found;
}

}  // namespace smarthandoff::handoff::dialogue
