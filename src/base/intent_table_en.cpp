#include "base/intent_table.hpp"

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
}

void opt_out(IntentTableBuilder& to) {
  to.all(Intent::opt_out,
         {"stop|quit * calling|contacting|texting|messaging|phoning|harassing|bothering|ringing|calls|texts",
          "stop $",
          "dont|never ?ever call|contact|text|message|phone|bother ?me|us|here|this|my ?phone ?number * "
          "again|anymore|ever|more",
          "never call|contact|text|phone|message ?me|us",
          "dont call|contact|text|phone|bother ?me|us|here|this ?number ?, "
          "?please $",
          "dont want ?any|to|you|your ?more|you|to|get|receive ?to|any|more "
          "calls|calling|messages|texts|call|contact "
          "!now|right_now|today",
          "take|get * off ?of|your|this|the|that ?your|calling|call list",
          "remove|delete|erase ?me|my|this|us ?phone "
          "name|number|from|details",
          "remove|delete|erase me|us $", "unsubscribe", "opt ?me out", "opting out", "leave me|us alone",
          "lose my|this number", "cease ?and ?desist", "no more calls|texts|messages", "dont call list"});
}

void wrong_person(IntentTableBuilder& to) {
  to.all(Intent::wrong_person,
         {"wrong number|person|guy|phone|house|party", "thats|im|its|not|this ?is not him|her|me|them",
          "not him|her|me|them $", "not that|the person", "not my name|account", "not his|her|their number",
          "dont know * him|her|them|who|that|anyone|anybody|person", "never heard of",
          "doesnt|dont live|work here|at|with ?anymore", "no longer lives|works",
          "nobody|noone ?here by|named|called", "no one ?here by|named|called", "theres|is no one|nobody",
          "theres nobody|noone", "no such person", "moved out|away", "passed away", "deceased|died",
          "hes|shes|is dead"});
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
  to.only_in(IntentContext::confirm_number, Intent::other_number,
             {"different|another ?one", "not this|that|it", "this|that isnt !a|the", "its not ?my|mine"});
  to.all(Intent::use_caller_id,
         {"this one|number|phone|line !isnt|not", "same ?phone number|one|phone",
          "im|am calling|phoning|speaking|talking ?you from|on|with|you", "current|existing number|phone",
          "use this|it|that", "the one|number ?that im|i", "my caller id",
          "number ?that you ?already have|see"});
  to.only_in(IntentContext::confirm_number, Intent::use_caller_id,
             {"this|that|it works|will",
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
         "incorrect"});
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
}

void weak_agreements(IntentTableBuilder& to) {
  to.weak_yes({"ok", "okay", "right", "fine", "great", "alright", "all right", "perfect", "good", "cool",
               "awesome", "k", "please", "very well", "excellent", "wonderful", "speaking", "this is he|she",
               "works"});
}

}  // namespace

const IntentTable& english_intents() {
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
