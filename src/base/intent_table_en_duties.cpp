#include "base/intent_table.hpp"

namespace smarthandoff {
namespace {

using understand::Intent;
using understand::IntentContext;

void opt_out(IntentTableBuilder& to) {
  to.all(Intent::opt_out,
         {"stop|quit * calling|contacting|texting|messaging|phoning|harassing|bothering|ringing|calls|texts",
          "stop $",
          "^ ?please ?, stop|stopall|quit|end|unsubscribe|optout ?, ?please|now|it|all|stop $",
          "stop it|this ,",
          "dont|never ?ever call|contact|text|message|phone|bother|calling ?me|us|here|this|my ?phone "
          "?number * again|anymore|ever|more",
          "dont bother calling|texting|contacting * again|anymore",
          "dont|never ever call|contact|text|message|phone|ring|bother ?me|us "
          "!me|us|until|before|after|on|at|in|so|this",
          "never call|contact|text|phone|message ?me|us",
          "dont call|contact|text|phone|message ?me|us|here|this ?number ?, ?please $",
          "dont bother me|us|here ?, ?please $",
          "dont want ?any|to|you|your ?more|you|to|get|receive ?to|any|more "
          "calls|calling|messages|texts|call|contact "
          "!now|right_now|today",
          "take|get * off ?of|your|this|the|that ?your|calling|call list",
          "remove|delete|erase|block ?me|my|this|us ?phone "
          "name|number|from|details",
          "remove|delete|erase|block me|us $",
          "unsubscribe",
          "opt ?me out",
          "opting out",
          "leave me|us alone",
          "lose my|this number",
          "cease ?and ?desist",
          "no more calls|texts|messages|calling|contact",
          "enough with|of the|these|your|this "
          "?phone calls|texts|messages|calling",
          "dont call list",
          "i|we forbid|prohibit",
          "forbidden|prohibited to|from call|calling|contact|"
          "contacting",
          "take|get my|this|our number|name off",
          "not allowed to call|contact|text",
          "revoke|withdraw ?my consent|permission",
          "dont have ?my permission|consent"});
}

// A relative or a colleague who answers in place of the person called: nothing may be disclosed to them.
void third_person(IntentTableBuilder& to) {
  const std::string relative =
      "mother|mom|mum|mama|father|dad|parent|wife|husband|spouse|partner|son|daughter|brother|sister|"
      "sibling|secretary|assistant|receptionist|roommate|housemate|neighbor|neighbour|coworker|colleague|"
      "friend|girlfriend|boyfriend|fiance|fiancee|boss|uncle|aunt|cousin|nephew|niece|grandmother|"
      "grandfather|grandson|granddaughter|grandma|grandpa|caregiver|nurse|babysitter|nanny|landlord|"
      "tenant|stepson|stepmother|stepfather|relative|ex|law|employee|widow|widower";
  to.only_in(
      IntentContext::outbound_pitch, Intent::wrong_person,
      {"his|her|their ?older|younger|ex ?mother|father|sister|brother|son|daughter ?in " + relative,
       "this|im|its|i ?is|am the " + relative, "this ?is a " + relative,
       "im|i ?am a friend|neighbor|neighbour|relative|coworker|colleague|roommate|housemate",
       "speaking|talking to|with ?his|her|their|the|a " + relative, "hes|shes|he|she ?is my " + relative,
       "my " + relative + "s phone|number|cell", "the|a " + relative + " speaking|here|of",
       "this is " + relative, "someone|somebody else", "just got|bought this ?new phone|number",
       "?just got|bought|have this ?new phone|number last|recently|just|yesterday|now",
       "this|it isnt|wasnt his|hers|her|theirs", "used to be|belong",
       "belongs to someone|somebody|another|a"});
}

void wrong_person(IntentTableBuilder& to) {
  to.all(Intent::wrong_person, {"wrong person|guy|house|party|lady|man|woman",
                                "got|have|called|dialed|dialled ?the|a wrong number|one",
                                "thats|im|its|not|this ?is not him|her|me|them",
                                "this|that|it|i|he|she isnt|aint|wasnt|not him|her|me|them",
                                "isnt|aint who|whom ?you",
                                "not him|her|me|them $",
                                "not that|the person",
                                "isnt that|the person",
                                "not my name|account",
                                "not his|her|their number",
                                "isnt my name|account",
                                "isnt his|her|their ?phone number|phone|cell",
                                "dont know * him|her|them|who|that|anyone|anybody|person",
                                "never heard of|him|her|them",
                                "doesnt|dont live|work here|at|with ?anymore",
                                "no longer lives|works here|at|with|there",
                                "he|she no longer lives|works",
                                "nobody|noone ?here by|named|called",
                                "no one ?here by|named|called",
                                "theres|is no one|nobody",
                                "theres nobody|noone",
                                "no such person",
                                "doesnt exist",
                                "moved out|away",
                                "passed away",
                                "deceased|died",
                                "hes|shes|is dead"});
  // Of the number to be called they mean another one.
  to.except_in(IntentContext::confirm_number, Intent::wrong_person, {"wrong number|phone"});
}

}  // namespace

void add_english_duties(IntentTableBuilder& to) {
  opt_out(to);
  wrong_person(to);
  third_person(to);
}

}  // namespace smarthandoff
