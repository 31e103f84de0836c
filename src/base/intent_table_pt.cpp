#include "base/intent_table.hpp"

namespace smarthandoff {
namespace {

using understand::Intent;
using understand::IntentContext;

// Words that mean something else together: "mais tarde" is not the "mais" of "nunca mais".
void idioms(IntentTableBuilder& to) {
  to.idioms({"nao quero falar com",
             "nao queria falar com",
             "nao vou falar com",
             "nao falo com",
             "nao gosto de falar com",
             "nao tenho outro",
             "mais tarde",
             "mais cedo",
             "mais rapido",
             "mais perto",
             "mais ou menos",
             "nada mais",
             "pois nao",
             "como nao",
             "nao vejo por que nao",
             "por que nao",
             "porque nao",
             "bom dia",
             "boa tarde",
             "boa noite",
             "nao sei se quero",
             "nao sei se posso",
             "nao sei se pode",
             "nao sei",
             "nao tem problema",
             "nao ha problema",
             "sem problema",
             "sem problemas",
             "nao me importo",
             "nao vejo problema",
             "se nao me engano"});
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
       "nao me|nos perturbe|perturbem|incomode|incomodem|procure|procurem", "nao perturbe|perturbem",
       "para|pare|parem|parar ?ja ?de|com ?ficar ?me|nos|essas|as|estas ligar|ligando|perturbar|perturbando|"
       "incomodar|telefonar|mandar|enviar|ligacoes|mensagens|encher",
       "tira|tire|tirem|tirar|remove|remova|removam|remover|retira|retire|retirem|retirar|exclui|exclua|"
       "excluam|"
       "excluir|apaga|apague|apaguem|apagar|bloqueia|bloqueie|bloqueiem|bloquear ?o|a|os "
       "?meu|minha|meus|esse|"
       "este ?meu numero|telefone|nome|cadastro|contato|celular|dados",
       "me|nos tira|tire|tirem|remove|remova|removam|retire|retirem|exclua|excluam ?ja "
       "da|do|dessa|desse|desta",
       "sair da|dessa|desta lista", "descadastra|descadastre|descadastrem|descadastrar",
       "nao autorizo|permito|dou ?mais ?que ?autorizacao * ligacao|ligacoes|contato|contatos|ligar|liguem|"
       "ligarem|ligando",
       "me deixa|deixe|deixem em paz", "chega|basta de ?me ligacao|ligacoes|ligar|mensagens",
       "lista de bloqueio|exclusao"});
}

void wrong_person(IntentTableBuilder& to) {
  to.all(Intent::wrong_person,
         {"numero|telefone|pessoa|ligacao ?ta|esta|e errado|errada|enganado|trocado",
          "ligou|ligaram|ligando|discou|discaram ?pra|para ?o|a ?numero|pessoa errado|errada|enganado",
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
          "nao mora|reside|trabalha|vive|esta ?mais aqui|nesse|neste|nessa|comigo",
          "nao tem|existe|ha ?ninguem|nenhum|nenhuma ?pessoa ?aqui com|chamado|chamada|esse|desse * nome",
          "nao tem|ha|mora|existe|trabalha ninguem|nenhum|nenhuma",
          "ninguem ?aqui com|chamado|chamada|desse",
          "faleceu|morreu|falecido|falecida",
          "nao pertence|pertenco|pertenceu"});
  to.only_in(IntentContext::outbound_pitch, Intent::wrong_person,
             {"numero|telefone|celular|fatura|conta|divida nao e ?mais meu|minha", "nao e ?o|a meu|minha"});
}

void wants_human(IntentTableBuilder& to) {
  to.all(
      Intent::wants_human,
      {"nao_quero_falar_com|nao_queria_falar_com|nao_vou_falar_com|nao_falo_com|nao_gosto_de_falar_com "
       "?um|uma|o|"
       "a|essa|esse|esta ?tal robo|robos|maquina|maquinas|gravacao|computador|assistente|ia|bot|inteligencia|"
       "secretaria|sistema",
       "quero|queria|gostaria|prefiro|preciso|posso|poderia|consigo|deixa|da|quer ?de|eu|me|pra ?eu "
       "falar|fala|"
       "conversar|tratar ?agora|direto|diretamente|logo com !robo|voce|voces|ninguem",
       "falar|fala|falo|conversar com ?um|uma|o|a|algum|alguma ?outra|outro atendente|humano|humana|pessoa|"
       "alguem|gente|ser|operador|operadora|consultor|consultora|supervisor|supervisora|gerente|responsavel|"
       "funcionario|funcionaria|vendedor|vendedora|tecnico",
       "passa|passe|passar|passam|transfere|transfira|transferir|encaminha|encaminhe|chama|chame|conecta|"
       "manda ?me "
       "?aqui ?la pra|para|pro|com|a|o|um|uma|algum|alguma|alguem ?um|uma|o|a|algum|alguma ?outro|outra "
       "atendente|"
       "humano|pessoa|alguem|gente|operador|operadora|consultor|supervisor|gerente|responsavel|setor|"
       "financeiro|"
       "suporte|atendimento|vendas|ser",
       "chama|chame alguem|atendente|gerente", "me transfere|transfira|transfiram",
       "quero|queria|prefiro|preciso|tem|gostaria ?de|que ?ter|ser ?um|uma|algum|o "
       "?atendimento|atendente|pessoa|ser "
       "humano|humana|atendente|pessoa|gente|operador|operadora",
       "^ ?um|uma|o|a ?por ?favor ?, atendente|humano|humana|operador|operadora|atendimento ?,|por ?favor $",
       "atendimento|atendente|ser humano|humana", "pessoa|gente|alguem real|humana",
       "pessoa|gente|alguem de verdade|carne"});
}

void cancel(IntentTableBuilder& to) {
  to.all(Intent::cancel,
         {"nao precisa|precisam ?me|nos ?ligar|retornar|liga mais", "nao quero|queremos mais $",
          "nao quero|queremos mais ,",
          "nao quero|queremos mais ?o|a|essa|esse|nenhum|nenhuma retorno|callback|"
          "agendamento|nada",
          "deixa|deixe pra|para la", "deixa|deixe quieto|assim", "esquece|esqueca|esquecam",
          "desisto|desisti|desistir", "mudei|mudamos de ideia", "desmarca|desmarque|desmarcar|desmarquem",
          "nao vai|vou|vamos precisar|querer ?mais", "ja resolvi|resolveu|resolvemos|resolveram|consegui",
          "ja ta|esta|foi resolvido|resolvida", "deixa|deixe $"});
  to.all(Intent::cancel,
         {"cancela|cancele|cancelem|cancelado|cancelada",
          "cancelar ?o|a ?meu|minha|esse|essa retorno|ligacao|callback|agendamento|pedido|horario|"
          "chamada|solicitacao",
          "^ cancelar|cancelamento", "pode|podem|favor cancelar|esquecer"});
  to.unclear(
      Intent::cancel,
      {"quero|queria|gostaria|preciso|vim|desejo|vou ?de cancelar ?tudo|isso ?, !o|a",
       "cancelar ?o|a|os ?meu|minha|meus contrato|plano|servico|servicos|assinatura|internet|conta|linha|"
       "cadastro"});
}

void later(IntentTableBuilder& to) {
  to.all(
      Intent::later,
      {"agora ?eu|mesmo nao",
       "nao agora",
       "nao * agora",
       "hoje ?eu nao",
       "nao hoje",
       "ainda nao",
       "mais_tarde",
       "outra|noutra|em hora",
       "outro|noutro|algum|qualquer momento|dia|horario",
       "logo mais",
       "to|tou|estou|estamos|tamo|ando ?meio|muito|bem|super|aqui ocupado|ocupada|enrolado|enrolada|corrido|"
       "atarefado|atarefada|dirigindo|trabalhando|almocando|atrasado|atrasada|viajando|comendo|jantando",
       "to|tou|estou ?aqui em|no|na|numa|num ?meio "
       "reuniao|transito|trabalho|servico|hospital|medico|consulta|"
       "aula|volante|rua|onibus|aviao",
       "nao posso|consigo|da ?pra|para ?falar|atender|conversar agora",
       "nao posso|consigo falar|atender",
       "nao e ?uma|um|o|a boa|bom|melhor hora|momento",
       "nao posso $",
       "sem tempo",
       "nao tenho tempo",
       "momento|hora ruim|errada|inadequado|inoportuno",
       "em reuniao",
       "me da um|uns tempo|minuto|minutinho"});
  to.except_in(IntentContext::confirm_time, Intent::later,
               {"depois", "daqui a|uns|umas|um|uma|pouco|pouquinho", "semana que vem", "mes que vem",
                "amanha", "a noite", "proxima semana"});
}

void numbers(IntentTableBuilder& to) {
  to.all(Intent::other_number,
         {"outro|noutro|novo ?meu numero|telefone|celular|contato|fone|whatsapp",
          "numero|telefone|celular diferente|novo", "anota|anote ?ai ?, ?o|um|esse|este|outro",
          "no|pro|para|meu ?outro celular|fixo|whatsapp|whats|trabalho|zap",
          "no|do ?meu trabalho|fixo|escritorio",
          "nesse|neste|nele|esse|este|desse|deste ?numero|telefone|ai|aqui|mesmo nao",
          "nao ?e|quero ?pra|para ?o|no esse|este|nesse|neste ?numero|telefone|ai|aqui !mesmo",
          "nao ?quero|e , ?no|pro|pra|quero ?um|o outro|noutro",
          "mudei|troquei|trocou|mudou de|o|do numero|"
          "telefone|celular",
          "trocar|mudar|troca|muda|troque ?o|de|esse|meu numero|telefone",
          "numero|telefone|celular da|do ?minha|meu "
          "mae|esposa|marido|filho|filha|trabalho|escritorio|casa|pai"});
  to.only_in(IntentContext::confirm_number, Intent::other_number,
             {"outro", "noutro", "diferente", "numero|telefone|celular|esse|este nao e ?o|mais meu|minha",
              "nao e ?o|mais ?esse|este meu|minha", "nao uso|tenho mais esse|este|ele"});
  to.all(
      Intent::use_caller_id,
      {"esse|este|nesse|neste mesmo",
       "esse|este|nesse|neste|desse ?meu|mesmo numero|telefone|celular|contato",
       "esse|este|nesse|neste|o|no|do|numero|telefone que|qual ?eu ?ja to|tou|estou|tava|ta|tamos|liguei",
       "esse|este|nesse|neste|o|no|do|numero|telefone que|qual aparece|apareceu|aparecendo|voces|voce|esta",
       "de|da onde ?eu to|tou|estou ligando|falando", "?no mesmo numero|telefone|celular",
       "numero|telefone atual|mesmo"});
  to.only_in(IntentContext::confirm_number, Intent::use_caller_id,
             {"esse|este|nesse|neste|nele !nao !numero|telefone|ai|aqui|mesmo",
              "esse|este|nesse|neste ai|aqui|mesmo !nao", "o|no mesmo",
              "o|no meu !outro|celular|fixo|whatsapp|whats|trabalho|zap", "por aqui|esse|este"});
}

void refusals(IntentTableBuilder& to) {
  to.no(
      {"claro|logico|obvio|evidente|certeza|obviamente ?e ?que nao",
       "com certeza nao",
       "acho|creio que nao",
       "de|em ?jeito|forma|maneira|modo|nenhum|nenhuma|hipotese "
       "jeito|forma|maneira|modo|nenhum|nenhuma|algum|"
       "alguma|hipotese ?nenhum|nenhuma|alguma",
       "nem pensar|morto|morta|sonhando|quero|vem|ferrando",
       "nem a pau",
       "nada disso",
       "deus me livre",
       "sem interesse|chance|condicao|condicoes",
       "nao tenho|temos|ha ?nenhum interesse",
       "nao estou|to interessado|interessada",
       "to|tou|estou fora",
       "que nada",
       "nao ?, ?muito obrigado|obrigada|brigado|valeu|grato|grata",
       "obrigado|obrigada ?, ?mas nao",
       "nao "
       "quero|queremos|pode|podem|precisa|aceito|concordo|gostaria|posso|interessa|autorizo|confirmo|permito|"
       "vou ?nao",
       "quero|pode|precisa|aceito|posso|vou|e|to|ta|confirmo|concordo nao",
       "nao ta|esta|e|foi|seria ?certo|correto|bom|isso|nao",
       "nao_quero_falar_com|nao_queria_falar_com|"
       "nao_vou_falar_com|nao_falo_com|nao_gosto_de_falar_com",
       "nao",
       "negativo",
       "jamais",
       "nunca",
       "dispenso",
       "recuso",
       "nem",
       "nananina",
       "no"});
}

void agreements(IntentTableBuilder& to) {
  to.yes({"pois_nao",
          "como_nao",
          "por_que_nao",
          "porque_nao",
          "nao_tem_problema",
          "nao_ha_problema",
          "sem_problema",
          "sem_problemas",
          "nao_me_importo",
          "nao_vejo_problema",
          "nao_vejo_por_que_nao",
          "com certeza",
          "sem duvida ?alguma|nenhuma",
          "acho|creio que sim",
          "isso mesmo|ai",
          "e isso ?mesmo|ai",
          "ta|esta certo|correto|combinado|marcado|confirmado",
          "de acordo",
          "vamos la|nessa",
          "com prazer",
          "ja e",
          "bora la",
          "seria bom|otimo",
          "pode|podem",
          "sim|siim|simm",
          "claro",
          "quero|queremos",
          "positivo",
          "confirmo|confirmado",
          "fechado|fechou",
          "combinado",
          "exato|exatamente",
          "correto",
          "aceito|aceitamos",
          "concordo",
          "gostaria",
          "bora",
          "manda",
          "logico",
          "obvio|obviamente",
          "certeza|certamente",
          "uhum|aham|ahan|anham|arram|aha|uhu",
          "demorou",
          "autorizo",
          "adoraria",
          "afirmativo",
          "evidente",
          "yes"});
}

void weak_agreements(IntentTableBuilder& to) {
  to.weak_yes({"ta|esta|tudo bom|bem|otimo|ok|joia|certo|legal",
               "ok|okay|oquei",
               "beleza|blz",
               "certo",
               "perfeito",
               "otimo",
               "show",
               "tranquilo",
               "massa",
               "legal",
               "joia",
               "entendi",
               "serve",
               "bom",
               "maravilha|maravilhoso",
               "isso",
               "por|faz favor",
               "^ e $",
               "^ e ,",
               "^ e e",
               "ta",
               "opa",
               "hum hum",
               "excelente",
               "fala|fale|diga|diz",
               "sou eu ?mesmo|mesma"});
}

}  // namespace

const IntentTable& portuguese_intents() {
  static const IntentTable table = [] {
    IntentTableBuilder builder;
    idioms(builder);
    opt_out(builder);
    wrong_person(builder);
    wants_human(builder);
    cancel(builder);
    later(builder);
    numbers(builder);
    refusals(builder);
    agreements(builder);
    weak_agreements(builder);
    return builder.build();
  }();
  return table;
}

}  // namespace smarthandoff
