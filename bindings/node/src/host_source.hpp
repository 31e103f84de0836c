#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <napi.h>

#include "convert.hpp"
#include "environment.hpp"

namespace smarthandoff::node {

// A JavaScript function, plain or async, that is asked about an extension by an adapter: undefined and null
// say "cannot tell", and so does its failure, or an answer of another kind.
template <class Value>
using Answered = std::function<void(std::optional<Value>)>;

template <class Value>
std::optional<Value> answer_of(const Napi::Value& value) {
  try {
    return from_js<std::optional<Value>>(value);
  } catch (const Error&) {
    return std::nullopt;
  }
}

template <class Value>
void ask(const Napi::FunctionReference& function, const std::string& extension, const std::string& domain,
         const Answered<Value>& answer) {
  const Napi::Env env = function.Env();
  try {
    const Napi::Value result =
        function.Call({Napi::String::New(env, extension), Napi::String::New(env, domain)});
    if (!result.IsPromise()) return answer(answer_of<Value>(result));
    const auto then = result.As<Napi::Object>().Get("then").As<Napi::Function>();
    then.Call(result,
              {Napi::Function::New(
                   env, [answer](const Napi::CallbackInfo& info) { answer(answer_of<Value>(info[0])); }),
               Napi::Function::New(env, [answer](const Napi::CallbackInfo&) { answer(std::nullopt); })});
  } catch (const Napi::Error&) {
    answer(std::nullopt);
  }
}

// The source that an adapter's options take. The function is let go of on the JavaScript thread only, whoever
// does it last.
template <class Value>
auto source_of(Napi::Env env, const Napi::Function& function) {
  auto poster = Environment::of(env).poster();
  auto reference = std::shared_ptr<Napi::FunctionReference>(
      new Napi::FunctionReference(Napi::Persistent(function)),
      [poster](Napi::FunctionReference* owned) { poster->post([owned](Napi::Env) { delete owned; }); });
  return
      [poster, reference](const std::string& extension, const std::string& domain, Answered<Value> answer) {
        poster->post([reference, extension, domain, answer = std::move(answer)](Napi::Env) {
          ask<Value>(*reference, extension, domain, answer);
        });
      };
}

}  // namespace smarthandoff::node
