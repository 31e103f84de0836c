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
    Entry{"twilio.to_mobile", "Transferindo para celular.", "Transferring to a mobile phone."},
    Entry{"twilio.voicemail", "Deixe sua mensagem após o sinal.",
          "Please leave your message after the tone."},
};

}  // namespace

std::span<const Entry> channel_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
