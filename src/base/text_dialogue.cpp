#include <array>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

// docs/handoff.md, step 7: a line a state; `.again` is said when the first answer was unclear.
constexpr std::array kTexts = {
    Entry{"dialogue.ask_whom", "Com quem você gostaria de falar?", "Who would you like to speak to?"},
    Entry{"dialogue.ask_whom.again", "Desculpe, não entendi. Com qual pessoa ou setor você quer falar?",
          "Sorry, I did not get that. Which person or department would you like to speak to?"},
    Entry{"dialogue.ask_which", "Encontrei mais de uma opção: {names}. Com qual delas você quer falar?",
          "I found more than one: {names}. Which one would you like to speak to?"},
    Entry{"dialogue.ask_which.again", "Desculpe, não entendi. Pode ser: {names}. Qual delas?",
          "Sorry, I did not get that. It can be: {names}. Which one?"},

    Entry{"dialogue.offer", "Posso pedir para retornarem sua ligação, ou você prefere deixar um recado?",
          "Would you like them to call you back, or would you prefer to leave a message?"},
    Entry{"dialogue.offer.again",
          "Desculpe, não entendi. Você prefere que retornem sua ligação, ou quer deixar um recado?",
          "Sorry, I did not get that. Would you prefer a call back, or to leave a message?"},
    Entry{"dialogue.offer_message", "Quer deixar recado?", "Would you like to leave a message?"},
    Entry{"dialogue.offer_message.again", "Desculpe, não entendi. Quer deixar um recado, sim ou não?",
          "Sorry, I did not get that. Would you like to leave a message, yes or no?"},
    Entry{"dialogue.goodbye", "Tudo bem! Obrigada pela ligação. Tchau!",
          "All right! Thank you for calling. Goodbye!"},

    Entry{"dialogue.will_call", "Tudo bem! Ficamos à disposição. Obrigada pela ligação. Tchau!",
          "All right! We are here whenever you call. Thank you for calling. Goodbye!"},
    Entry{"dialogue.which_cancel", "Você quer cancelar este pedido de retorno, sim ou não?",
          "Do you want to cancel this request for a call back, yes or no?"},
    Entry{
        "dialogue.which_cancel.again",
        "Desculpe, não entendi. É este pedido de retorno que você quer cancelar, sim ou não?",
        "Sorry, I did not get that. Is it this request for a call back that you want to cancel, yes or no?"},

    Entry{"dialogue.number", "Qual número devemos usar para retornar?",
          "Which number should we use to call you back?"},
    Entry{"dialogue.number.again", "Desculpe, não entendi o número. Pode dizer com o DDD, por favor?",
          "Sorry, I did not get the number. Could you say it with the area code, please?"},
    Entry{"dialogue.caller_id_unusable",
          "Não consigo retornar no número desta ligação. Qual número devemos usar, com o DDD?",
          "I cannot call back on the number of this call. Which number should we use, with the area code?"},
    Entry{"dialogue.number_unusable",
          "Não consigo retornar nesse número. Qual outro número devemos usar, com o DDD?",
          "I cannot call back on that number. Which other number should we use, with the area code?"},
    Entry{"dialogue.confirm", "Vou anotar para retornar no {number}. Está correto?",
          "I will make a note to call you back on {number}. Is that correct?"},
    Entry{"dialogue.confirm.again", "Desculpe, não entendi. O número {number} está correto, sim ou não?",
          "Sorry, I did not get that. Is {number} correct, yes or no?"},

    Entry{"dialogue.when", "Prefere que ligue assim que {name} estiver livre, ou em um horário específico?",
          "Would you like the call as soon as {name} is free, or at a specific time?"},
    Entry{"dialogue.when.again",
          "Desculpe, não entendi. Pode ser assim que {name} estiver livre, ou em qual horário?",
          "Sorry, I did not get that. As soon as {name} is free, or at what time?"},
    Entry{"dialogue.which_time", "Em qual horário fica melhor para você?", "What time suits you best?"},
    Entry{"dialogue.which_time.again",
          "Desculpe, não entendi o horário. Pode dizer o dia e a hora, por favor?",
          "Sorry, I did not get the time. Could you say the day and the time, please?"},
    Entry{"dialogue.which_of", "Qual horário você prefere: {times}?", "Which time do you prefer: {times}?"},
    Entry{"dialogue.which_of.again", "Desculpe, não entendi o horário. Pode ser: {times}. Qual deles?",
          "Sorry, I did not get the time. It can be: {times}. Which one?"},
    Entry{"dialogue.propose_time", "Vou anotar para {time}. Está correto?",
          "I will make a note for {time}. Is that correct?"},
    Entry{"dialogue.propose_time.again", "Desculpe, não entendi. Pode ser {time}, sim ou não?",
          "Sorry, I did not get that. Is {time} good, yes or no?"},
    Entry{"dialogue.propose_open",
          "Nesse horário não estamos atendendo. O próximo horário é {time}. Pode ser?",
          "We are closed at that time. The next opening is {time}. Is that all right?"},
    Entry{"dialogue.propose_open.again", "Desculpe, não entendi. Pode ser {time}, sim ou não?",
          "Sorry, I did not get that. Is {time} good, yes or no?"},

    Entry{"dialogue.reason", "Para já adiantar o assunto, pode me dizer brevemente o motivo do contato?",
          "To get things started, could you briefly tell me what it is about?"},
    Entry{"dialogue.reason.again", "Desculpe, não entendi. Qual é o motivo do contato?",
          "Sorry, I did not get that. What is it about?"},
    Entry{"dialogue.whatsapp",
          "Perfeito! {name} vai retornar para {number} assim que possível [às {time}]. Deseja receber uma "
          "confirmação por WhatsApp?",
          "Perfect! {name} will call you back on {number} as soon as possible [at {time}]. Would you like a "
          "confirmation by WhatsApp?"},
    Entry{"dialogue.whatsapp.again", "Desculpe, não entendi. Quer a confirmação por WhatsApp, sim ou não?",
          "Sorry, I did not get that. Would you like the confirmation by WhatsApp, yes or no?"},
    Entry{"dialogue.created", "Anotado! Obrigada pela ligação. Tchau!",
          "Noted! Thank you for calling. Goodbye!"},

    Entry{"dialogue.message", "Pode falar que eu vou anotar e encaminhar.",
          "Go ahead, I will take it down and pass it on."},
    Entry{"dialogue.message.again", "Não ouvi seu recado. Pode falar, por favor.",
          "I did not hear your message. Please go ahead."},
    Entry{"dialogue.message_full", "Seu recado é longo: anotei só o começo.",
          "Your message is long: I took down only the beginning."},
    Entry{"dialogue.more", "Anotado! Posso ajudar em mais alguma coisa?",
          "Noted! Can I help you with anything else?"},
    Entry{"dialogue.more.again", "Desculpe, não entendi. Posso ajudar em mais alguma coisa, sim ou não?",
          "Sorry, I did not get that. Can I help you with anything else, yes or no?"},
    Entry{"dialogue.closing",
          "Perfeito! Seu recado foi registrado. Vamos retornar em breve. Obrigada! Tchau!",
          "Perfect! Your message has been recorded. We will get back to you soon. Thank you! Goodbye!"},
    Entry{"dialogue.ticket", "Vou registrar sua ligação e nossa equipe vai retornar. Obrigada! Tchau!",
          "I will make a note of your call and our team will get back to you. Thank you! Goodbye!"},
    Entry{"dialogue.hold", "Aguarde um momento, em até {seconds} segundos volto com você.",
          "One moment, please. I will be back with you within {seconds} seconds."},
    Entry{"dialogue.conversation", "Claro! Como posso ajudar?", "Of course! How can I help?"},
    Entry{"dialogue.silence", "Você ainda está na linha?", "Are you still there?"},

    Entry{"dialogue.opt_out", "Entendido. Não vamos mais entrar em contato com você. Obrigada! Tchau!",
          "Understood. We will not contact you any more. Thank you! Goodbye!"},
    Entry{"dialogue.wrong_person", "Desculpe pelo engano. Não vamos mais ligar para este número. Tchau!",
          "Sorry for the mistake. We will not call this number any more. Goodbye!"},
};

}  // namespace

std::span<const Entry> dialogue_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
