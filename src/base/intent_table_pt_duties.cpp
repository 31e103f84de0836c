#include "base/intent_table.hpp"

namespace smarthandoff {
namespace {

using understand::Intent;
using understand::IntentContext;

// "Não me ligue" and its like without "mais": a refusal of all calls where somebody is called, but at the
// question of a number or of a callback only of this one. What may follow keeps "não me ligue agora" out.
void opt_out_of_this_call(IntentTableBuilder& to, IntentContext context) {
  const std::string dont_call =
      "nao ?quero|queria|queremos|e|era|podem|devem ?que|pra|para|de ?voces|voce ?me|nos "
      "?fica|fique|fiquem|ficar|ficarem "
      "liga|ligue|liguem|ligar|ligarem|ligam|ligando|telefone|telefonem|telefonar|chame|chamem|contate|"
      "contatem|mande|mandem|mandar|envie|enviem|enviar|retorne|retornem "
      "?mais|mensagem|mensagens|whatsapp|zap|nada|cobranca";
  to.only_in(
      context, Intent::opt_out,
      {dont_call + " $", dont_call + " ,|nao|nunca|jamais|cobrando|oferecendo", dont_call + " por favor",
       dont_call + " para|pra cobrar|oferecer|vender|isso|encher|perturbar|incomodar",
       dont_call + " ?mais ?para|pra|pro|em|no|na|nesse|neste|nessa|nesta ?o|a|esse|este|essa|esta|meu|minha "
                   "numero|telefone|celular|linha|casa|fone|contato|aqui|ca|mim|nos|ninguem|nada|nunca",
       "nao quero|queremos|aceito|desejo ?receber ?mais ?nenhuma|nenhum|essas|essa|esse|suas ?tipo ?de "
       "ligacao|ligacoes|chamada|chamadas|mensagem|mensagens|telefonema|telefonemas|cobranca|cobrancas|"
       "propaganda !agora|hoje|de",
       "nao ?me|nos entre|entrem|entrar ?mais ?nunca em contato !agora|hoje",
       "cancela|cancele|cancelem|suspende|suspenda|suspendam|encerra|encerrem ?todas ?as|essas|suas "
       "ligacoes|chamadas|mensagens|cobrancas|telefonemas",
       "nao quero|queremos ?mais receber ?mais nada|isso ?mais",
       "me|nos tira|tire|remove|remova|removam|retira|retire|exclui|exclua ?, ?por ?favor $",
       "me|nos esquece|esqueca|esquecam|erra|errem", "^ para $", "^ para ,|para",
       "^ ?ja ?, chega ?, ?por ?favor|chega $", "para|pare|parem com isso|essas|esse"});
}

void opt_out(IntentTableBuilder& to) {
  to.all(
      Intent::opt_out,
      {"nao ?quero|queremos|e|era ?mais ?que|pra|para ?voces|voce ?me|nos "
       "liga|ligue|liguem|ligar|ligando|ligam|"
       "telefone|telefonem|telefonar|incomode|incomodem|procurem|contate|contatem|chame|chamem|mande|mandem|"
       "enviem * mais",
       "nao ?quero|queremos mais ?que ?voces ?me|nos "
       "liga|ligue|liguem|ligar|ligando|telefonem|ligacao|ligacoes|"
       "chamadas|mensagem|mensagens|contato|contatos|telefonemas",
       "nao ?quero|queremos ?mais receber|receba|recebo * "
       "ligacao|ligacoes|chamadas|mensagem|mensagens|contato|"
       "contatos|telefonemas|whatsapp !agora|hoje",
       "nunca|jamais mais ?quero ?que ?voces|voce ?me|nos ?liga|ligue|liguem|ligar",
       "nao me|nos ligue|liguem|liga|telefone|telefonem nunca|jamais",
       "nao me|nos perturbe|perturbem|incomode|incomodem|procure|procurem",
       "nao perturbe|perturbem",
       "para|pare|parem|parar ?ja ?de|com ?ficar ?me|nos|essas|as|estas ligar|ligando|perturbar|perturbando|"
       "incomodar|telefonar|mandar|enviar|ligacoes|mensagens|encher",
       "tira|tire|tirem|tirar|remove|remova|removam|remover|retira|retire|retirem|retirar|exclui|exclua|"
       "excluam|"
       "excluir|apaga|apague|apaguem|apagar|bloqueia|bloqueie|bloqueiem|bloquear ?o|a|os "
       "?meu|minha|meus|esse|"
       "este ?meu numero|telefone|nome|cadastro|contato|celular|dados",
       "me|nos tira|tire|tirem|remove|remova|removam|retire|retirem|exclua|excluam ?ja "
       "da|do|dessa|desse|desta",
       "sair da|dessa|desta|desse lista|cadastro|grupo",
       "descadastra|descadastre|descadastrem|descadastrar",
       "nao autorizo|permito|dou|tem|tenho|possuem ?mais ?que|a|minha|essa|esse ?autorizacao "
       "* ligacao|ligacoes|contato|contatos|ligar|liguem|ligarem|ligando|autorizacao",
       "revogo|retiro ?o|a ?meu|minha consentimento|autorizacao|permissao",
       "me deixa|deixe|deixem|deixa em paz",
       "chega|basta de|dessa|dessas|desse|desses|com ?me|essa|essas|tanta|tantas|tanto|receber|ficar "
       "ligacao|ligacoes|ligar|ligando|mensagem|mensagens|telefonema|telefonemas|contato|cobranca|cobrancas|"
       "propaganda|whatsapp|receber|encher",
       "lista de bloqueio|exclusao",
       "proibo|proibimos",
       "proibido|proibida|proibidos|proibidas ?voces ?de ?me|nos "
       "ligar|ligarem|mandar|mandarem|telefonar|usar|contato|entrar|entrarem",
       "me|nos bloqueia|bloqueie|bloqueiem|bloquear|descadastra",
       "vou ?te|lhe|os bloquear",
       "quero|queria|gostaria|desejo|favor ?de|me ?ser "
       "removido|removida|excluido|excluida|descadastrado|descadastrada|retirado|retirada|bloqueado",
       "^ ?por ?favor ?, ?eu ?quero|gostaria|desejo|pode|podem ?de ?, "
       "sair|stop|pare|parem|parar|unsubscribe|remover|remova|removam|optout ?, ?ja|por ?favor|obrigado $",
       "^ stop ,|stop|all",
       "^ pare|parem ,|pare|parem|ja"});
}

// A relative or a colleague who answers in place of the person called: nothing may be disclosed to them.
void third_person(IntentTableBuilder& to) {
  const std::string relative =
      "mae|pai|filho|filha|irmao|irma|esposa|esposo|marido|mulher|namorado|namorada|noivo|noiva|avo|neto|"
      "neta|tio|tia|sobrinho|sobrinha|primo|prima|cunhado|cunhada|sogro|sogra|genro|nora|enteado|enteada|"
      "madrasta|padrasto|companheiro|companheira|secretaria|secretario|empregada|empregado|funcionario|"
      "funcionaria|colega|vizinho|vizinha|amigo|amiga|patrao|patroa|chefe|porteiro|porteira|recepcionista|"
      "cuidador|cuidadora|baba|diarista|viuva|viuvo|zelador|caseiro|sindico|portaria|recepcao|inquilino|"
      "inquilina|familiar|parente|pais|mamae|papai";
  const std::string who =
      "quem_fala|aqui|sou|fala|falando|falou|atendeu|atendendo|e ?e ?com ?so ?o|a|um|uma ";
  to.only_in(IntentContext::outbound_pitch, Intent::wrong_person,
             {who + "?ex " + relative, "aqui e da|do ?casa|loja|empresa " + relative,
              relative + " dele|dela|deles|do|da|desse|dessa|de",
              "e|sao ?o|a " + relative + " ?dele|dela ?que ?ta|esta fala|falando|atendeu|atendendo",
              "ele|ela e ?o|a meu|minha|nosso|nossa ?ex " + relative,
              "nao e|sou|fala ?com ?o|a ?proprio|propria titular|dono", "aqui nao e ?o|a|da|do|de !hora",
              "nao e da casa|residencia|familia", "nao e ele|ela que|quem", "sou outra|outro pessoa",
              "falando|fala com outra|outro pessoa"});
}

void wrong_person(IntentTableBuilder& to) {
  to.all(Intent::wrong_person,
         {"pessoa|ligacao ?ta|esta|e errado|errada|enganado|trocado",
          "ligou|ligaram|ligando|discou|discaram|caiu ?pra|para|em|no ?o|a ?numero|pessoa "
          "errado|errada|enganado",
          "foi|e|deve|um|por|houve ?um|ser ?um engano",
          "^ engano",
          "nao sou ?mais eu|ele|ela|essa|esse|esta|este",
          "nao sou o|a",
          "nao sou ?o|a senhor|senhora",
          "nao e ?mais ele|ela|dele|dela|comigo|daqui",
          "nao e ?mais ?o|a numero|telefone|celular|contato ?mais da|do|dele|dela|dessa|desse|de",
          "numero|telefone|celular nao e ?mais dele|dela|do|da|dessa|desse",
          "nao e ?com|o|a essa|esta pessoa",
          "nao conheco|conhecemos",
          "desconheco",
          "nao sei quem e",
          "nao_sei quem e",
          "nao faco|tenho ?a ?menor ideia ?de quem",
          "nunca ?ouvi vi|ouvi|falar|conheci ?falar ?de|dele|dela|dessa|desse|nele|nela ?pessoa",
          "nao mora|reside|trabalha|vive|esta ?mais aqui|nesse|neste|nessa|comigo",
          "nao mora|reside|trabalha|vive|existe * aqui",
          "nao tem|existe|ha ?ninguem|nenhum|nenhuma ?pessoa ?aqui com|chamado|chamada|esse|desse * nome",
          "nao tem|ha|mora|existe|trabalha|conheco ?aqui ninguem|nenhum|nenhuma",
          "nao tem|ha|mora|existe|trabalha|vive ?aqui ?ninguem|nenhum|nenhuma essa|esse|esta|este|tal "
          "?de pessoa|fulano|fulana|homem|mulher|senhor|senhora|individuo|cara|moca|rapaz|nome",
          "pessoa nao existe|mora|trabalha|vive|e",
          "ninguem ?aqui com|chamado|chamada|desse",
          "faleceu|morreu|falecido|falecida",
          "nao pertence|pertenco|pertenceu"});
  // Of the number to be called they mean another one.
  to.except_in(
      IntentContext::confirm_number, Intent::wrong_person,
      {"numero|telefone ?ta|esta|e errado|errada|enganado|trocado",
       "numero|telefone|celular|linha|chip|fone ?agora|ja|aqui|hoje ?nao e|era|foi|pertence|pertencia|"
       "ficou|virou ?agora|antes ?de|do|da|a|ao ?um|uma outra|outro|antigo|antiga "
       "pessoa|dono|dona|gente|titular|proprietario|homem|mulher|alguem|senhor|senhora",
       "mudou|trocou|mudaram de dono|dona|titular",
       "comprei|peguei|ganhei|adquiri|tenho esse|este ?agora ?meu chip|numero ?novo|agora|ha|faz",
       "numero|telefone|celular|chip ?agora ?e ?agora meu agora"});
  to.only_in(IntentContext::outbound_pitch, Intent::wrong_person,
             {"numero|telefone|celular|fatura|conta|divida nao e ?mais meu|minha", "nao e ?o|a meu|minha",
              "^ outra|outro pessoa", "e|sou|com outra|outro pessoa"});
}

}  // namespace

void add_portuguese_duties(IntentTableBuilder& to) {
  opt_out(to);
  opt_out_of_this_call(to, IntentContext::outbound_pitch);
  opt_out_of_this_call(to, IntentContext::general);
  wrong_person(to);
  third_person(to);
}

}  // namespace smarthandoff
