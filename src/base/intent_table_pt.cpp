#include "base/intent_table.hpp"

#include <smarthandoff/base/immortal.hpp>

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
  to.idiom("nao_outro", {"nao|nem ?tenho|tem|temos|ha|existe|possuo|uso nenhum outro ?numero|telefone ?nao",
                         "nao tenho|tem|temos|ha|existe|possuo|uso ?nenhum outro|outra ?numero|telefone|"
                         "celular|contato ?nao"});
  to.idiom("nao_errado", {"nao|nada ?ta|esta|tava|e|tem|ha|foi ?nada ?de errado|errada|incorreto|incorreta",
                          "nao|nem ?ta|esta ?nada mal"});
}

// Who asks to hear it again, or who is speaking, has answered nothing: neither "pode repetir?" nor
// "não entendi" nor "quem fala?".
void questions(IntentTableBuilder& to) {
  to.idiom("pergunta",
           {"?por ?favor ?, ?nao ?, ?pode|podem|poderia|poderiam|consegue|da|tem ?como ?voce ?pra|para ?me "
            "repete|repita|repetir|repitam|repetem|repeticao ?, ?isso|tudo|o|a ?numero|pergunta ?, "
            "?por|faz|se ?favor|gentileza|possivel",
            "?pode|podem fala|fale|falar|diz|diga|dizer|perguntar ?tudo|isso outra vez ?por ?favor",
            "?pode|podem fala|fale|falar|diz|diga|dizer ?tudo|isso de novo ?, ?por ?favor",
            "^ de novo ?, ?por ?favor $",
            "?pode|podem|poderia ?fala|fale|falar mais alto|devagar|baixo|claro ?, ?por ?favor",
            "nao ?te|lhe|estou|to|tou|consegui|consigo|deu|da ?te|lhe|pra|para "
            "entendi|entendo|entendendo|ouvi|ouvindo|ouco|escutei|escuto|escutando|compreendi|peguei|"
            "entender|ouvir|escutar !falar|isso ?direito|bem|nada ?, ?por ?favor ?nao",
            "como assim", "como e|foi ?que $", "^ como ?, ?por ?favor $",
            "o que ?que ?e|foi|voce ?disse|falou $", "do|de|sobre que ?que ?se ?e|trata|seria"});
  to.idiom("quem_fala", {"quem ?e ?que ?ta|esta|voce|voces fala|falando|ligando|gostaria|deseja",
                         "de onde ?e ?que ?ta|esta|voce|voces ?fala|falando|ligando|e|sao", "^ quem e $"});
  to.idiom("quem_fala", {"pois_nao|alo|oi|sim|fala|diga ?, ?pois_nao ?, quem_fala"});
}

// Who will call us does not ask to be called: "depois eu ligo".
void own_calls(IntentTableBuilder& to) {
  const std::string call =
      "?eu|nos|mesmo|ja ?mesma|mesmo|ja|te|lhe|vos|a|depois|mais_tarde|amanha|so ligo|retorno|telefono|"
      "chamo|procuro !nao ?ai|eu ?de ?volta|novo ?pra|para|com ?voces|voce|ai";
  const std::string shall_call =
      "?eu|nos vou|vamos|irei|posso|podemos|prefiro|preferimos|consigo|pretendo ?eu ?mesmo|mesma|te|lhe|me "
      "ligar|retornar|telefonar|ligando !agora ?ai|eu ?de ?volta|novo ?pra|para|com ?voces|voce|ai";
  const std::string later = "depois|mais_tarde|amanha|logo|hoje ?de|a|mesmo ?manha|tarde|noite|cedo";
  const std::string other_time = "outra|outro|noutra|noutro|em hora|dia|momento|horario";
  for (const std::string& own : {call, shall_call}) {
    to.idiom("eu_ligo", {other_time + " " + own, later + " ?, " + own + " ?mesmo|mesma",
                         own + " ?em " + other_time, own + " ?, ?ai|voces ?" + later, own});
  }
  to.idiom("eu_ligo", {"a gente ?mesmo ?ja liga|retorna ?de ?novo|volta ?, ?" + later +
                           " ?pra|para ?voces|voce !mim|pra|para",
                       "eu_ligo de novo|volta ?" + later});
  to.idiom("eu_ligo", {"eu entro|entrarei em contato ?depois|mais_tarde|amanha",
                       "?eu vou entrar em contato ?depois|mais_tarde|amanha",
                       "?depois|mais_tarde|amanha eu entro em contato"});
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
       "no|nesse|neste momento ?eu nao",
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
  to.only_in(IntentContext::outbound_pitch, Intent::later,
             {"ele|ela|mae|pai|marido|esposa|filho|filha nao ta|esta|se|chegou ?encontra",
              "ele|ela saiu|viajou|volta|chega|so ?chega|volta"});
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
  to.only_in(
      IntentContext::confirm_number, Intent::other_number,
      {"esse|este|essa|isso|isto|numero|telefone|celular|ddd|final|digito|digitos|fixo|ai ?numero|telefone|"
       "celular|aqui|ai|final ?, ?que ?ja|ai ?nao ta|tava|esta|estava|e|foi|ficou|veio|saiu ?o|a|tudo|muito|"
       "meio errado|errada|errados|incorreto|incorreta|trocado|desatualizado|antigo|velho|cancelado|"
       "desligado|quebrado|bloqueado|invalido|ruim|mudo|incompleto|inativo|desativado",
       "numero|telefone|celular|ddd|final|digito|digitos errado|errada|errados|incorreto|trocado|antigo|"
       "velho",
       "errado|errada|incorreto|trocado|antigo|velho ?, ?ai ?esse|este|o|os|meu ?seu "
       "numero|telefone|celular|ddd|final|digito|digitos|esse|este",
       "falta|faltou|faltando|sobra|sobrou ?um|uns|o algum|um|numero|digito|nove|digitos",
       "esse|este|essa|numero|telefone|celular|chip ?numero|telefone|celular|ai|aqui|meu ?eu ?ja nao "
       "?e|existe|funciona|pega|atende|uso|tenho|presta|serve ?mais|muito|o|a $",
       "nao existe|funciona|pega|uso|serve|presta ?mais esse|este|o ?numero|telefone|celular|ai|aqui",
       "perdi|roubaram|cancelei|quebrei|troquei|furtaram ?o|meu|esse|este celular|telefone|chip|numero|"
       "aparelho|esse|este",
       "esse|este|numero|telefone|celular ?numero|telefone|celular|ai|aqui e|era|fica|pertence ?o|a "
       "de|da|do|na|no|ao ?uma ?minha|meu|outra mae|pai|esposa|marido|mulher|filho|filha|irmao|irma|"
       "trabalho|escritorio|casa|vizinha|vizinho|empresa|pessoa|amigo|amiga|loja|servico",
       "esse|este|numero|telefone|celular ?ai|aqui|numero ta|esta sem bateria|sinal|credito|area|chip|"
       "servico",
       "nao ?quero|e ?que|pra|para ?voces|voce ?me liga|ligue|liguem|ligar|ligarem ?mais ?pra|para|em "
       "nesse|neste|nessa|esse|este|aqui|no",
       "nesse|neste|esse|este ?numero final|ddd|digito nao", "outro", "noutro", "diferente",
       "numero|telefone|celular|esse|este nao e ?o|mais meu|minha", "nao e ?o|mais ?esse|este meu|minha",
       "nao uso|tenho mais esse|este|ele"});
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
              "o|no meu !outro|celular|fixo|whatsapp|whats|trabalho|zap", "por aqui|esse|este", "nao_outro"});
}

void refusals(IntentTableBuilder& to) {
  to.no(
      {"nao|nem|nunca|ninguem ?precisa|quero|queria|pode|e|vai ?que|de|pra|para|a ?voces|voce "
       "?me|nos|ninguem "
       "liga|ligue|liguem|ligar|ligarem|retornar|retorne|chamar|chame",
       "nao|nem manda|mande|mandem|bora",
       "claro|logico|obvio|evidente|certeza|obviamente ?e ?que nao",
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
       "nao ?me ta|esta|e|foi|seria|da|serve|confere|procede|bate|acho ?muito|tudo ?o|a "
       "?certo|certinho|correto|bom|isso|legal|combinado|esse|este|exato|exatamente|certa|legal|confere|nao",
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
       "?ta|esta|tava|tudo ?tudo|muito errado|errada|errados|incorreto|incorreta|equivocado|equivocada|"
       "invalido|desatualizado|trocado",
       "ta|esta|fica|e ?muito|meio ruim|pessimo|dificil|complicado|bloqueado|mudo|quebrado|desligado|antigo|"
       "velho|incompleto",
       "de novo nao",
       "eu_ligo",
       "^ no $",
       "^ n|nn|naum|nops|nao_outro $"});
  to.weak_no({"^ ?entao|obrigado|obrigada|brigado|brigada|valeu ?, tchau|xau|adeus|ate|falou !que|as|a",
              "tchau tchau"});
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
          "confere",
          "procede",
          "certissimo|corretissimo|perfeitamente|exatinho",
          "nao_errado",
          "^ s|ss $",
          "yes"});
}

// To be called back is what is offered.
void wishes_for_a_call(IntentTableBuilder& to) {
  to.yes_in(IntentContext::offer_callback,
            {"?entao ?, me|nos liga|ligue|liguem|ligar|ligarem|ligam|retorna|retorne|retornem|retornar|chama|"
             "chame|telefona|telefone|telefonem",
             "liga|ligue|liguem|retorna|retorne|retornem|telefona|telefone ?ai|sim|entao|de ?volta "
             "pra|para|aqui|ca|no|na|ai|pro|sim",
             "^ ?entao|ai ?, liga|ligue|liguem|retorna|retorne|retornem ?, ?ai|sim|entao|por ?favor $",
             "aguardo|aguardando|esperando|espero ?a|o|sua|seu|uma ligacao|contato|retorno", "no aguardo"});
}

void weak_agreements(IntentTableBuilder& to) {
  to.weak_yes({"ta|esta|tudo|todo bom|bem|otimo|ok|joia|certo|certinho|legal|direitinho|perfeito|maravilha",
               "ok|okay|oquei",
               "beleza|blz",
               "certo|certinho|certa",
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
               "ta|esta ?entao|ne|sim $",
               "ta ?entao|ne ,",
               "ta ta|bom|entao",
               "^ esta ,",
               "opa",
               "hum hum",
               "excelente",
               "fala|fale|diga|diz",
               "sou eu ?mesmo|mesma|mesmo"});
}

}  // namespace

const IntentTable& portuguese_intents() {
  static const Immortal<IntentTable> table = [] {
    IntentTableBuilder builder;
    idioms(builder);
    questions(builder);
    own_calls(builder);
    add_portuguese_duties(builder);
    wants_human(builder);
    cancel(builder);
    later(builder);
    numbers(builder);
    refusals(builder);
    agreements(builder);
    wishes_for_a_call(builder);
    weak_agreements(builder);
    return builder.build();
  }();
  return table;
}

}  // namespace smarthandoff
