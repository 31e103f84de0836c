// What `require` of the addon answers: the table with its descriptions, and the classes.
#include <set>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/kind_name.hpp>

#include "convert.hpp"
#include "decoder.hpp"
#include "engine.hpp"
#include "environment.hpp"
#include "pbx.hpp"
#include "twilio.hpp"
#include "twilio_double.hpp"

namespace smarthandoff::node {

namespace {

Napi::Value describe_type(Napi::Env env, const Type& type, std::set<const Type*>& named);

Napi::Value describe_field(Napi::Env env, const Field& field, std::set<const Type*>& named) {
  auto object = Napi::Object::New(env);
  object.Set("name", camel_case(field.name));
  object.Set("doc", field.doc);
  object.Set("required", field.required);
  object.Set("type", describe_type(env, *field.type, named));
  return object;
}

// A named type is described whole where it is met first; afterwards its name says it.
Napi::Value describe_type(Napi::Env env, const Type& type, std::set<const Type*>& named) {
  auto object = Napi::Object::New(env);
  object.Set("kind", kind_name(type.kind));
  object.Set("name", type.name);
  if (type.element != nullptr) object.Set("element", describe_type(env, *type.element, named));
  const bool has_name = type.kind == Kind::structure || type.kind == Kind::enumeration;
  if (!has_name || !named.insert(&type).second) return object;
  object.Set("doc", type.doc);
  auto fields = Napi::Array::New(env);
  for (const Field& field : type.fields) fields.Set(fields.Length(), describe_field(env, field, named));
  object.Set("fields", fields);
  auto values = Napi::Array::New(env);
  for (const Enumerator& value : type.enumerators) values.Set(values.Length(), value.name);
  object.Set("values", values);
  return object;
}

Napi::Value describe_table(Napi::Env env) {
  std::set<const Type*> named;
  auto table = Napi::Array::New(env);
  for (const Operation& operation : operations()) {
    auto line = Napi::Object::New(env);
    line.Set("name", operation.name);
    line.Set("kind", wire_name(operation.kind));
    line.Set("role", wire_name(operation.least_role));
    line.Set("doc", operation.doc);
    line.Set("request", describe_type(env, *operation.request, named));
    line.Set("response", describe_type(env, *operation.response, named));
    table.Set(table.Length(), line);
  }
  return table;
}

// callPure(index, request): without an engine, so without a tenant's defaults.
Napi::Value call_pure(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const Operation& operation = operations().at(info[0].As<Napi::Number>().Uint32Value());
    if (operation.kind != OperationKind::pure)
      throw Error(ErrorCode::internal, operation.name + " is not pure");
    auto request = operation.request->create();
    from_js(*operation.request, request.get(), info[1]);
    const auto response = operation.pure(request.get(), nullptr);
    return to_js(env, *operation.response, response.get());
  });
}

// flattenWith(flatten, cells): requests are flattened by this function of lib/flatten.js from now on.
Napi::Value flatten_with(const Napi::CallbackInfo& info) {
  Environment& environment = Environment::of(info.Env());
  environment.flatten = Napi::Persistent(info[0].As<Napi::Function>());
  environment.cells = info[1].As<Napi::Float64Array>().Data();
  return info.Env().Undefined();
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  auto* environment = new Environment(env);
  env.SetInstanceData(environment);  // deletes it with the environment
  const auto define = [&](Napi::FunctionReference& slot, const char* name, const Napi::Function& function) {
    slot = Napi::Persistent(function);
    exports.Set(name, function);
  };
  define(environment->engine, "EngineObject", EngineObject::define(env));
  define(environment->pbx, "SimulatedPbx", PbxObject::define(env));
  define(environment->twilio, "Twilio", TwilioObject::define(env));
  exports.Set("TwilioDouble", DoubleObject::define(env));
  add_decoder(env, exports);
  exports.Set("open", Napi::Function::New(env, EngineObject::open));
  exports.Set("checkTenant", Napi::Function::New(env, EngineObject::check_tenant));
  exports.Set("checkFreeSwitch", Napi::Function::New(env, check_freeswitch));
  exports.Set("closeAll", Napi::Function::New(env, [](const Napi::CallbackInfo& info) {
                Environment::of(info.Env()).close();
              }));
  exports.Set("flattenWith", Napi::Function::New(env, flatten_with));
  exports.Set("callPure", Napi::Function::New(env, call_pure));
  exports.Set("operations", describe_table(env));
  return exports;
}

}  // namespace

}  // namespace smarthandoff::node

static Napi::Object initialise_smarthandoff(Napi::Env env, Napi::Object exports) {
  return smarthandoff::node::initialise(env, exports);
}

NODE_API_MODULE(smarthandoff, initialise_smarthandoff)
