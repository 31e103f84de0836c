#include <array>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

// Seeds 2 and 4.
constexpr std::array kTexts = {
    Entry{"messaging.handover", "Você será transferido para um atendente. Aguarde um momento.",
          "You are being transferred to an agent. One moment, please."},
    Entry{"messaging.handover_by_tag", "Você será atendido por um de nossos especialistas.",
          "One of our specialists will take care of you."},
    Entry{"messaging.audio", "[áudio]", "[audio]"},
    Entry{"messaging.audio_failed", "Não consegui ouvir seu áudio. Pode escrever?",
          "I could not listen to your audio message. Could you write it?"},

    Entry{"twilio.disclaimer", "Esta ligação poderá ser gravada para fins de qualidade e treinamento.",
          "This call may be recorded for quality and training purposes."},
    Entry{"twilio.whisper", "Chamada do cliente {name}[, {context}].",
          "Call from customer {name}[, {context}]."},
    Entry{"twilio.overflow", "Aguarde enquanto transferimos sua chamada.",
          "Please hold while we transfer your call."},
    Entry{"twilio.position", "Todos os nossos atendentes estão ocupados. Você é o número {position} da fila.",
          "All of our agents are busy. You are number {position} in the queue."},
    Entry{"twilio.queue_full", "Todos os nossos atendentes estão ocupados. Tente novamente mais tarde.",
          "All of our agents are busy. Please try again later."},
    Entry{"twilio.to_mobile", "Transferindo para celular.", "Transferring to a mobile phone."},
    Entry{"twilio.voicemail", "Deixe sua mensagem após o sinal.",
          "Please leave your message after the tone."},
    Entry{"twilio.machine_message", "Olá. {company} tentou falar com você. Retornaremos a ligação.",
          "Hello. {company} tried to reach you. We will call again."},
    Entry{"twilio.withheld", "número oculto", "a withheld number"},
    Entry{"twilio.somebody", "sem nome", "without a name"},
    Entry{"twilio.notice.incoming", "Chamada de {number}.", "Call from {number}."},
    Entry{"twilio.notice.missed", "Chamada perdida de {number}.", "Missed call from {number}."},
    Entry{"twilio.notice.voicemail", "Nova mensagem de voz de {number}.", "New voicemail from {number}."},
    Entry{"twilio.voicemail_summary", "Mensagem de voz de {number}, {duration}.",
          "Voicemail from {number}, {duration}."},
    Entry{"twilio.alert.missed_call", "{company}: chamada perdida[ de {number}].",
          "{company}: missed call[ from {number}]."},
    Entry{"twilio.alert.voicemail", "{company}: nova mensagem de voz[ de {number}].",
          "{company}: new voicemail[ from {number}]."},
    Entry{"twilio.alert.call_failed", "{company}: falha na chamada[ com {number}].",
          "{company}: call failed[ with {number}]."},
    Entry{"twilio.alert.no_caller_id", "{company}: nenhum número disponível para ligar.",
          "{company}: no number is available to call by."},
    Entry{"twilio.alert.recording_failed", "{company}: chamada sem gravação[, com {number}].",
          "{company}: call without a recording[, with {number}]."},
    Entry{"twilio.alert.recording_not_stored",
          "{company}: gravação não armazenada, continua na Twilio[: chamada com {number}].",
          "{company}: recording not stored, it is still at Twilio[: call with {number}]."},
    Entry{"twilio.alert.account_refused", "{company}: a conta de telefonia foi recusada.",
          "{company}: the phone account was refused."},
    Entry{"twilio.alert.phone_system_lost", "{company}: a conexão com a central telefônica caiu.",
          "{company}: the connection to the phone system was lost."},
    Entry{"twilio.alert.channel_refused", "{company}: as credenciais do canal[ {name}] foram recusadas.",
          "{company}: the credentials of the channel[ {name}] were refused."},
    Entry{"twilio.alert.job_dead", "{company}: uma tarefa foi abandonada[: {name}].",
          "{company}: a background job was given up[: {name}]."},
    Entry{"twilio.alert_test", "{company}: este é um alerta de teste.", "{company}: this is a test alert."},
    Entry{"twilio.alert_digest", "{company}: mais {count} alertas: {list}.",
          "{company}: {count} more alerts: {list}."},
    Entry{"twilio.alert_digest_one", "{company}: mais 1 alerta: {list}.", "{company}: 1 more alert: {list}."},
    Entry{"twilio.alert_name.missed_call", "chamada perdida", "missed call"},
    Entry{"twilio.alert_name.voicemail", "mensagem de voz", "voicemail"},
    Entry{"twilio.alert_name.call_failed", "falha na chamada", "failed call"},
    Entry{"twilio.alert_name.no_caller_id", "sem número disponível", "no number available"},
    Entry{"twilio.alert_name.recording_failed", "falha na gravação", "failed recording"},
    Entry{"twilio.alert_name.account_refused", "conta recusada", "refused account"},
    Entry{"twilio.alert_name.phone_system_lost", "central telefônica sem conexão", "lost phone system"},
    Entry{"twilio.alert_name.channel_refused", "canal recusado", "refused channel"},
    Entry{"twilio.alert_name.job_dead", "tarefa abandonada", "job given up"},
};

}  // namespace

std::span<const Entry> channel_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
