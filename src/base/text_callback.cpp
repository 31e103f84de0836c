#include <array>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

// docs/callbacks.md.
constexpr std::array kTexts = {
    Entry{"refusal.invalid_ticket", "Ticket inválido", "Invalid ticket"},
    Entry{"refusal.extension_status", "Ramal {status}: {reason}", "Extension {status}: {reason}"},
    Entry{"refusal.extension_taken", "Ramal ficou ocupado. Tentando novamente em {n} segundos...",
          "The extension became busy. Trying again in {n} seconds..."},
    Entry{"refusal.extension_busy", "Ramal ficou ocupado. Tente novamente em {n} segundos.",
          "The extension became busy. Try again in {n} seconds."},
    Entry{"refusal.extension_unanswered", "O ramal não atendeu. Tente novamente em {n} segundos.",
          "The extension did not answer. Try again in {n} seconds."},
    Entry{"refusal.no_route", "Não há rota para ligar para o cliente.",
          "There is no route to call the customer by."},
    Entry{"refusal.closed_meanwhile", "O retorno foi encerrado antes da ligação.",
          "The callback was closed before the call."},
    Entry{"refusal.in_doubt", "Não se sabe se a ligação foi feita.",
          "It is not known whether the call was placed."},
    Entry{"refusal.not_allowed", "Contato não permitido: {reason}", "Contact not allowed: {reason}"},
    Entry{"refusal.own_extension", "{extension} é um ramal da própria empresa",
          "{extension} is one of the company's own extensions"},
    Entry{"refusal.rule.opt_out", "a pessoa pediu para não ser mais contatada",
          "the person asked not to be contacted any more"},
    Entry{"refusal.rule.never_call", "este número não pode mais receber ligações",
          "this number must never be called"},
    Entry{"refusal.rule.wrong_person", "este número é de outra pessoa", "this number is somebody else's"},
    Entry{"refusal.rule.calling_window", "fora do horário permitido para ligações",
          "outside of the hours in which calls are allowed"},
    Entry{"refusal.rule.holiday", "hoje é feriado", "today is a holiday"},
    Entry{"refusal.rule.convenient_hours", "fora do horário que a pessoa pediu",
          "outside of the hours that the person asked for"},
    Entry{"refusal.rule.requested_gap", "acabamos de ligar para esta pessoa",
          "this person was called a moment ago"},
    Entry{"refusal.rule.minimum_gap", "acabamos de falar com esta pessoa",
          "this person was contacted a moment ago"},
    Entry{"refusal.rule.unknown_profile", "não há regras de horário para este país",
          "there are no calling hours for this country"},
    Entry{"refusal.rule.unknown_zone", "não se sabe em que fuso horário a pessoa está",
          "nobody knows in which time zone the person is"},
    Entry{"refusal.rule.not_callable", "este tipo de número não pode ser chamado",
          "numbers of this type must not be called"},
    Entry{"refusal.rule.other", "uma regra de contato não permite", "a rule of contact forbids it"},
    Entry{"refusal.max_attempts", "Máximo de {n} tentativas atingido.",
          "The maximum of {n} attempts has been reached."},

    Entry{"callback.context_audio", "Callback para cliente {number}.[ Assunto: {reason}.] Conectando...",
          "Callback to customer {number}.[ Subject: {reason}.] Connecting..."},
    Entry{"callback.caller_name", "Callback - {digits}", "Callback - {digits}"},
    Entry{"callback.next_available", "Próximo disponível", "Next available"},
    Entry{"callback.our_agent", "Nosso atendente", "Our agent"},
    Entry{"callback.asked_again", "Pediu retorno novamente: {number}[, em {time}].[ Assunto: {reason}]",
          "Asked to be called again: {number}[, on {time}].[ Subject: {reason}]"},
    Entry{"callback.your_service", "seu atendimento", "your request"},

    Entry{"callback.confirmation",
          "Olá! Aqui é da {company}. 📞\n\nSeu pedido de callback foi registrado!\n\n👤 Atendente: {who}"
          "[\n📝 Assunto: {reason}]\n\nVamos retornar assim que possível. Obrigado!",
          "Hello! This is {company}. 📞\n\nYour callback request has been registered!\n\n👤 Agent: {who}"
          "[\n📝 Subject: {reason}]\n\nWe will call you back as soon as possible. Thank you!"},
    Entry{"callback.ready",
          "Olá! Aqui é da {company}. 📞\n\n{who} já pode retornar sua ligação sobre \"{reason}\".\n\n"
          "Podemos ligar agora?",
          "Hello! This is {company}. 📞\n\n{who} can call you back now about \"{reason}\".\n\n"
          "May we call you now?"},
    Entry{"callback.button_yes", "✅ Sim, podem ligar", "✅ Yes, call me"},
    Entry{"callback.button_later", "⏰ Depois", "⏰ Later"},
    Entry{"callback.button_cancel", "❌ Não precisa", "❌ No need"},
    Entry{"callback.failed",
          "Olá! Aqui é da {company}. 📞\n\nTentamos retornar sua ligação mas não conseguimos contato.\n\n"
          "Por favor, entre em contato conosco quando puder.[\n📞 Telefone: {service_phone}]\n"
          "💬 WhatsApp: Este número",
          "Hello! This is {company}. 📞\n\nWe tried to call you back but could not reach you.\n\n"
          "Please contact us when you can.[\n📞 Phone: {service_phone}]\n💬 WhatsApp: This number"},
    Entry{
        "callback.template",
        "Olá! Aqui é da {company}.\n\n{who} está disponível para retornar sua ligação sobre "
        "\"{reason}\".\n\nResponda:\n✅ SIM - para ligarmos agora\n⏰ DEPOIS - para agendar outro "
        "horário\n❌ NÃO - se não precisar mais",
        "Hello! This is {company}.\n\n{who} is available to call you back about \"{reason}\".\n\nReply:\n"
        "✅ YES - to be called now\n⏰ LATER - to choose another time\n❌ NO - if you do not need it any more"},
    Entry{"callback.score_question",
          "Olá! Aqui é da {company}. 📞\n\nDe 0 a 10, como você avalia o retorno da sua ligação?\n\n"
          "Responda só com o número.",
          "Hello! This is {company}. 📞\n\nFrom 0 to 10, how do you rate our call back?\n\n"
          "Please reply with the number only."},
    Entry{"callback.score_template",
          "Olá! Aqui é da {company}.\n\nDe 0 a 10, como você avalia o retorno da sua ligação?\n\n"
          "Responda só com o número.",
          "Hello! This is {company}.\n\nFrom 0 to 10, how do you rate our call back?\n\n"
          "Please reply with the number only."},
    Entry{"callback.score_again", "Por favor, responda com um número de 0 a 10.",
          "Please reply with a number from 0 to 10."},
    Entry{"callback.score_thanks", "Obrigado pela sua avaliação!", "Thank you for your rating!"},
    Entry{"callback.answer_yes", "Certo! Estamos ligando para você.", "All right! We are calling you."},
    Entry{"callback.delayed", "{who} não pode atender agora. Vamos ligar para você assim que possível.",
          "{who} cannot talk right now. We will call you as soon as possible."},
    Entry{"callback.answer_later", "Ok! Vamos entrar em contato em {n} minutos.",
          "OK! We will contact you in {n} minutes."},
    Entry{"callback.answer_at", "Ok! Vamos entrar em contato em {time}.",
          "OK! We will contact you on {time}."},
    Entry{"callback.answer_closed", "Nesse horário não estamos atendendo. Vamos entrar em contato em {time}.",
          "We are closed at that time. We will contact you on {time}."},
    Entry{"callback.answer_no", "Tudo bem! Ticket cancelado. Qualquer coisa, estamos à disposição.",
          "All right! The ticket has been canceled. We are here if you need anything."},
    Entry{"messaging.opt_out", "Entendido. Não vamos mais entrar em contato com você.",
          "Understood. We will not contact you any more."},
    Entry{"messaging.wrong_person", "Desculpe pelo engano. Não vamos mais entrar em contato com este número.",
          "Sorry for the mistake. We will not contact this number any more."},
    Entry{"callback.answer_too_late", "Este pedido já foi encerrado. Quer pedir um novo retorno?",
          "This request has already been closed. Would you like to ask for a new call back?"},
};

}  // namespace

std::span<const Entry> callback_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
