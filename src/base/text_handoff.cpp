#include <array>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

constexpr std::array kTexts = {
    // Why an extension is not available.
    Entry{"extension.in_call", "Em chamada ativa", "In an active call"},
    Entry{"extension.ringing", "Recebendo chamada", "Receiving a call"},
    Entry{"extension.dnd", "Modo não perturbe ativado", "Do Not Disturb enabled"},
    Entry{"extension.offline", "Ramal não registrado", "Extension not registered"},
    Entry{"extension.unknown", "Não foi possível determinar", "Could not be determined"},

    // A transfer's words and results (docs/handoff.md).
    Entry{"handoff.hold", "Aguarde um momento, em até {seconds} segundos volto com você.",
          "One moment, please. I will be back with you within {seconds} seconds."},
    Entry{"handoff.busy", "O ramal de {name} está ocupado no momento.",
          "The extension {name} is currently busy."},
    Entry{"handoff.no_answer", "{name} não está atendendo no momento.",
          "{name} is not answering at the moment."},
    Entry{"handoff.voicemail", "{name} não está atendendo no momento.",
          "{name} is not answering at the moment."},
    Entry{"handoff.dnd", "{name} está em modo não perturbe.", "{name} has Do Not Disturb enabled."},
    Entry{"handoff.offline", "O ramal de {name} está offline no momento.",
          "The extension {name} is currently offline."},
    Entry{"handoff.rejected", "A chamada foi recusada.", "The call was declined."},
    Entry{"handoff.failed", "Não consegui completar a ligação para {name}.",
          "I could not complete the call to {name}."},
    Entry{"handoff.blind_failed",
          "{sentence} Vou registrar seu recado e nossa equipe vai retornar. Obrigada! Tchau!",
          "{sentence} I will take a note of it and our team will get back to you. Thank you! Goodbye!"},
    Entry{"handoff.transferring", "Vou transferir você para {name}.", "I am transferring you to {name}."},
    Entry{"handoff.whisper", "Ligação de {caller} para você[. Assunto: {reason}].",
          "Call from {caller} for you[. Subject: {reason}]."},
    Entry{"handoff.accept_key", "Para atender, tecle {key}.", "To take the call, press {key}."},
    Entry{"handoff.accept_word", "Pode atender agora?", "Can you take the call now?"},

    // Whom the caller means (docs/destinations.md).
    Entry{"destination.ask_whom", "Com quem você gostaria de falar?", "Who would you like to speak to?"},
    Entry{"destination.ask_which", "Encontrei mais de uma opção: {names}. Com qual delas você quer falar?",
          "I found more than one: {names}. Which one would you like to speak to?"},
    Entry{"destination.ask_narrower",
          "Encontrei várias opções com esse nome. Pode dizer o nome completo ou o setor, por favor?",
          "I found several with that name. Could you say the full name or the department, please?"},
    Entry{"destination.not_found", "Não encontrei essa pessoa ou setor. Pode repetir o nome, por favor?",
          "I could not find that person or department. Could you say the name again, please?"},
    Entry{"destination.disabled", "{name} não está recebendo ligações no momento.",
          "{name} is not taking calls at the moment."},
    Entry{"destination.or", "{first} ou {last}", "{first} or {last}"},
    Entry{"destination.in_department", "{name} do setor {department}", "{name} in {department}"},
    Entry{"destination.at_number", "{name} do ramal {number}", "{name} at extension {number}"},

    // When the caller does not choose (docs/destinations.md).
    Entry{
        "fallback.callback",
        "Não entendi sua resposta, mas vou pedir para retornarem sua ligação neste número. Obrigada! Tchau!",
        "I did not get your answer, but I will ask them to call you back on this number. Thank you! "
        "Goodbye!"},
    Entry{"fallback.voicemail", "Deixe sua mensagem após o sinal.",
          "Please leave your message after the tone."},
    Entry{"fallback.ticket", "Vou registrar sua ligação e nossa equipe vai retornar. Obrigada! Tchau!",
          "I will make a note of your call and our team will get back to you. Thank you! Goodbye!"},
    Entry{"fallback.retry", "Vou tentar mais uma vez. Aguarde um momento, por favor.",
          "I will try once more. One moment, please."},
    Entry{"fallback.hangup", "Obrigada pela ligação. Tchau!", "Thank you for calling. Goodbye!"},

    // How people read a ticket (docs/handoff.md).
    Entry{"ticket.voice", "📞 Chamada de Voz", "📞 Voice call"},
    Entry{"ticket.callback", "📞 Retorno de Ligação", "📞 Callback"},
    Entry{"ticket.chat", "💬 Conversa", "💬 Chat"},
    Entry{"ticket.summary", "📝 Resumo:", "📝 Summary:"},
    Entry{"ticket.no_message", "[Ligou para falar com {name}. ][{sentence} ]Não deixou recado.",
          "[Called for {name}. ][{sentence} ]Left no message."},
    Entry{"ticket.transcript", "💬 Transcrição:", "💬 Transcript:"},
    Entry{"ticket.customer", "👤 Cliente", "👤 Customer"},
    Entry{"ticket.assistant", "🤖 IA", "🤖 AI"},
    Entry{"ticket.agent", "🎧 Atendente", "🎧 Agent"},
    Entry{"ticket.recording", "📁 Gravação disponível em:", "📁 Recording available at:"},
    Entry{"ticket.recording_in_pbx", "FusionPBX → Recordings → {call_id}.wav",
          "FusionPBX → Recordings → {call_id}.wav"},
    Entry{"ticket.date", "Data: {date}", "Date: {date}"},
    Entry{"ticket.duration", "Duração: {duration}", "Duration: {duration}"},
};

}  // namespace

std::span<const Entry> handoff_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
