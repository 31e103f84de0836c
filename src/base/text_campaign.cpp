#include <array>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

// seed 3. What the assistant's tools answer is read by prompts in Portuguese.
constexpr std::array kTexts = {
    Entry{"collections.skip.already_paid", "Cliente já quitou débitos", "The customer has paid already"},
    Entry{"collections.skip.active_promise", "Promessa válida até {date} ({n} dias)",
          "Promise valid until {date} ({n} days)"},
    Entry{
        "collections.first_message",
        "Olá {name}! Aqui é {assistant}, assistente virtual da {company}. Preciso falar com {name} sobre um "
        "assunto do seu cadastro. Posso continuar por aqui? Para não receber mais mensagens, responda SAIR.",
        "Hello {name}! This is {assistant}, the virtual assistant of {company}. I need to talk to {name} "
        "about "
        "your account. May I continue here? To stop receiving messages, reply STOP."},
    Entry{"collections.greeting",
          "Olá! Aqui é a {assistant}, assistente virtual da {company}. Posso falar com {name}?",
          "Hello! This is {assistant}, the virtual assistant of {company}. May I speak to {name}?"},
    Entry{"collections.broken_note", "Promessa não cumprida - {n} dias de atraso",
          "Promise not kept - {n} days overdue"},
    Entry{"collections.tool.promised",
          "Promessa registrada com sucesso! O cliente {masked} prometeu pagar {amount} até {date}. Ele NÃO "
          "receberá mais cobranças até essa data.",
          "Promise registered! Customer {masked} promised to pay {amount} by {date}. They will NOT be "
          "contacted "
          "about it until that date."},
    Entry{"collections.tool.future_date", "Data deve ser futura", "The date must be in the future"},
    Entry{
        "collections.tool.paid",
        "Status atualizado! Cliente {masked} marcado como 'pago'. Ele não receberá mais cobranças.",
        "Status updated! Customer {masked} marked as 'paid'. They will not be contacted about it any more."},
    Entry{"collections.tool.not_found", "Cliente não encontrado em campanhas ativas",
          "Customer not found in active campaigns"},
};

}  // namespace

std::span<const Entry> campaign_texts() {
  return kTexts;
}

}  // namespace smarthandoff::text
