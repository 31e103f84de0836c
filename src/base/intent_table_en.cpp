#include "base/intent_table.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff {
namespace {

using understand::Intent;
using understand::IntentContext;

// Contractions and words that mean something else together. "do not" is "dont" already.
void idioms(IntentTableBuilder& to) {
  to.idioms({"dont want to talk to",
             "dont want to speak to",
             "dont want to speak with",
             "dont want to talk with",
             "no problem",
             "no worries",
             "why not",
             "i dont mind",
             "dont mind",
             "i dont know $",
             "dont know if",
             "not sure",
             "no more than",
             "thank you",
             "right now",
             "right away",
             "no later than",
             "good morning",
             "good afternoon",
             "good evening",
             "have no other"});
  to.idiom("not_wrong", {"not|isnt|nothing|aint|nothings ?anything|is wrong|incorrect"});
  to.idiom("have_no_other",
           {"dont have another|any|other ?other ?number|phone|one", "no other number|phone|one"});
  // Who asks to hear it again, or who is speaking, has answered nothing.
  to.idiom(
      "question",
      {"?please ?can|could|would|will ?you ?please repeat ?that|it|the|yourself ?number|question ?, ?please",
       "?please ?can|could|would ?you ?please say|tell ?me that|it|again ?one ?more again|time|slower ?, "
       "?please",
       "?can|could ?you ?please speak|talk up|slower|louder ?, ?please",
       "i ?really didnt|dont|cant|couldnt ?quite|really "
       "understand|hear|catch|get|follow|understood ?that|you|it|what|a ?you|word ?said",
       "what ?was|is ?did ?you|that|is|it ?say|about $",
       "who|whos ?is ?this|calling|speaking|that ?this|calling|speaking ?, ?please", "^ pardon|sorry ?me $",
       "come again", "whats ?this|it|that about"});
  // Who will call us does not ask to be called.
  to.idiom("own_call",
           {"ill|id|let|i|we|well ?me|will|can|would ?just|rather|prefer ?to ?myself|just "
            "call|ring|phone ?you|yall|them|in ?guys ?back ?myself ?another|some|other|a ?time|day "
            "?later|tomorrow|tonight|soon|myself|next ?week"});
}

void wants_human(IntentTableBuilder& to) {
  to.all(Intent::wants_human,
         {"dont_want_to_talk_to|dont_want_to_speak_to|dont_want_to_speak_with|dont_want_to_talk_with "
          "?a|an|the|this|any "
          "robot|machine|bot|computer|recording|ai|automated|assistant|robots|machines",
          "speak|talk|connected|transferred|transfer ?directly to|with ?a|an|the|some|your|another "
          "?real|live|actual|"
          "human|other "
          "person|human|someone|somebody|agent|representative|operator|rep|manager|supervisor|people|"
          "being|advisor|salesperson|specialist|technician",
          "speak|talk to|with !you|a|an|the|no|nobody|anyone|him|her|me|robot|robots|machines|machine",
          "want|need|get|give|like|have|prefer ?me|to ?get|have|a|an ?a|an|the ?real|live|actual "
          "human|person|agent|"
          "representative|operator|rep|supervisor|manager ?being",
          "connect|transfer|put|pass|send|switch me ?over ?through to|with|on|through", "connect|transfer me",
          "^ ?a|an|the ?real|live|human|customer agent|representative|operator|human|person|rep|service "
          "?please ?,|please "
          "$",
          "real|live|actual|human person|human|agent|being|operator|representative", "a human"});
}

void cancel(IntentTableBuilder& to) {
  to.all(Intent::cancel,
         {"never mind", "nevermind", "forget it|about|that|this", "changed my mind",
          "no need anymore|any|now", "dont bother", "no longer need|want|necessary", "dont need * anymore",
          "dont want * anymore", "already|got ?been|got|been|it resolved|solved|fixed|sorted", "scrap that",
          "let it go", "^ cancel !my|service|the", "cancelled|canceled",
          "please|you|just|, cancel !my|service|the", "cancel it|that|this",
          "cancel my|the|this|that call|callback|appointment|request|booking|reservation"});
  to.unclear(Intent::cancel,
             {"want|like|need ?to cancel", "wanna cancel",
              "cancel ?my|the service|subscription|contract|plan|account|internet|line|membership"});
}

void later(IntentTableBuilder& to) {
  to.all(Intent::later,
         {"not now|right_now|today|yet", "not at the|this moment|time|minute", "later",
          "another|different|other|better "
          "time|day|moment",
          "im|were|are|am ?a|kind|kinda|really|very|too|so|pretty|little|bit ?of|bit busy|"
          "driving|working|cooking|eating|traveling|swamped",
          "busy", "driving", "at work|school|lunch", "in a|the middle|meeting|hospital",
          "not|isnt a good|great|convenient time|moment|day", "bad|wrong|inconvenient time|moment",
          "cant ?really talk|speak|chat|take|answer|right_now|now", "no time",
          "dont have ?the|a time|minute|moment|second"});
  to.only_in(IntentContext::outbound_pitch, Intent::later,
             {"hes|shes|he|she ?is not|isnt here|home|in|available|around"});
  to.except_in(IntentContext::confirm_time, Intent::later,
               {"tomorrow", "next week|month",
                "in ?a|an|few|couple|half hour|minutes|hours|bit|while|few|couple|minute", "tonight"});
}

void numbers(IntentTableBuilder& to) {
  to.all(Intent::other_number,
         {"different|another|other|new ?phone number|phone|line|cell|one",
          "use|on|at|to|try|call my ?other|work|home|office "
          "cell|mobile|office|home|work|landline|house|wifes|husbands|"
          "cellphone|phone",
          "not|dont ?use|call|on ?on|at this|that one|number|phone", "this|that number|one|phone isnt|not",
          "change|update the|my|that|this ?phone number", "changed my number"});
  to.only_in(
      IntentContext::confirm_number, Intent::other_number,
      {"different|another ?one", "not this|that|it|right|mine", "this|that|it isnt !a|the",
       "its not ?my|mine",
       "this|that|it|number|one|phone|code|digit|digits|line ?is|are|was|looks|sounds|seems ?the|an|my wrong|"
       "incorrect|old|outdated|disconnected|dead|off|broken|invalid",
       "this|that|it|number|one|phone|code|digit|digits|line ?is|are not|no|isnt|doesnt|wont ?longer "
       "?work|right|correct|good|valid|works|working|active|mine",
       "wrong|incorrect|old number|one|phone|code|digit|digits|line",
       "thats|its ?all|not ?the|an|my wrong|old|incorrect|dead|disconnected|outdated ?number|one",
       "thats|its not ?it|the|quite|a ?right|correct|good|mine", "lost that|this|my phone|number|cell",
       "dont have|use ?that|this ?number|phone ?one anymore|number"});
  to.all(Intent::use_caller_id,
         {"this one|number|phone|line !isnt|not", "same ?phone number|one|phone",
          "im|am calling|phoning|speaking|talking ?you from|on|with|you", "current|existing number|phone",
          "use this|it|that", "have_no_other", "the one|number ?that im|i", "my caller id",
          "number ?that you ?already have|see"});
  to.only_in(IntentContext::confirm_number, Intent::use_caller_id,
             {"this|that|it works|will !not|no",
              "this|that|it ?one|number is ?just fine|good|ok|okay|right|great|correct|perfect",
              "thats|its ?just fine|good|right|correct|ok|okay|perfect|it|great|the|mine", "the same"});
}

void refusals(IntentTableBuilder& to) {
  to.no({"no ?, thanks|thank_you|thankyou|thanx",
         "of course|absolutely|definitely|certainly|probably|surely|please|"
         "hell|heck|really not|no",
         "not interested|really|happening|likely|necessary|ever|a|for|at|in|going",
         "no way|chance|interest",
         "dont|wouldnt|cant|wont think|want|need|like|do|agree|care|believe",
         "i dont",
         "id rather|prefer not",
         "i|id would ?rather not",
         "thanks|thank_you ?, but no",
         "no need",
         "im good|ok|fine|okay ?, thanks|"
         "thank_you",
         "dont_want_to_talk_to|dont_want_to_speak_to|dont_want_to_speak_with|dont_want_to_talk_with",
         "no",
         "nope",
         "nah",
         "negative",
         "never",
         "not",
         "dont",
         "naw",
         "nay",
         "decline",
         "refuse",
         "incorrect|wrong",
         "isnt|aint|wasnt|wont|doesnt|didnt|cannot",
         "own_call"});
  to.weak_no({"^ ?thanks|thank_you ?, bye|goodbye", "^ see you", "hang|hanging up"});
}

void agreements(IntentTableBuilder& to) {
  to.yes({"no_problem",
          "no_worries",
          "why_not",
          "i_dont_mind",
          "dont_mind",
          "of course",
          "go ahead",
          "sounds "
          "good|great|fine|perfect",
          "thats fine|right|correct|good|great|perfect|ok|okay|it|me",
          "works for me|us",
          "that works",
          "i do|would|will|am|agree|guess|suppose|accept|confirm ?so",
          "id love|like ?that|to",
          "you bet|can|may",
          "by all means",
          "uh huh",
          "mm hmm|hm",
          "lets do|go ?it",
          "yes",
          "yeah",
          "yep",
          "yup",
          "ya",
          "yea",
          "yah",
          "sure",
          "absolutely",
          "definitely",
          "certainly",
          "correct",
          "affirmative",
          "indeed",
          "not_wrong",

          "exactly",
          "confirmed",
          "agreed",
          "totally",
          "gladly",
          "surely",
          "please_do",
          "aye",
          "uhhuh",
          "mhm"});
  // To be called back is what is offered.
  to.yes_in(IntentContext::offer_callback,
            {"?please ?just call|phone|ring me|us ?back", "give me|us a call|ring|callback",
             "^ ?please call|callback ?back ?, ?please $"});
}

void weak_agreements(IntentTableBuilder& to) {
  to.weak_yes({"ok", "okay", "right", "fine", "great", "alright", "all right", "perfect", "good", "cool",
               "awesome", "k", "please", "very well", "excellent", "wonderful", "speaking", "this is he|she",
               "works"});
}

}  // namespace

const IntentTable& english_intents() {
  static const Immortal<IntentTable> table = [] {
    IntentTableBuilder builder;
    idioms(builder);
    add_english_duties(builder);
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
