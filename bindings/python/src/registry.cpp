#include "registry.hpp"

#include <structmember.h>

#include <algorithm>

#include <smarthandoff/base/kind_name.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/telephony/simulator.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>
#include <smarthandoff/telephony/twilio_host.hpp>

namespace smarthandoff::python {

namespace simulator = telephony::simulator;

Registry::Registry() {
  for (const Operation& operation : operations()) {
    add(*operation.request);
    add(*operation.response);
  }
  for (const Type* type : {&type_of<Role>(),
                           &type_of<EventPage>(),
                           &type_of<EngineHealth>(),
                           &type_of<simulator::Phone>(),
                           &type_of<simulator::Extension>(),
                           &type_of<simulator::PlaceCall>(),
                           &type_of<simulator::CallState>(),
                           &type_of<simulator::LogEntry>(),
                           &type_of<messenger::SendRequest>(),
                           &type_of<messenger::MarkRead>(),
                           &type_of<messenger::ListTemplates>(),
                           &type_of<messenger::SendResult>(),
                           &type_of<messenger::TemplatesResult>(),
                           &type_of<simulator::PbxOptions>(),
                           &type_of<simulator::Faults>(),
                           &type_of<twilio::RestOptions>(),
                           &type_of<telephony::TwilioAnswer>(),
                           &type_of<twilio_double::DoubleOptions>(),
                           &type_of<twilio_double::Person>(),
                           &type_of<twilio_double::OwnedNumber>(),
                           &type_of<twilio_double::CallState>(),
                           &type_of<twilio_double::LogEntry>(),
                           &type_of<twilio_double::Faults>(),
                           &type_of<twilio_double::RequestFailure>(),
                           &type_of<twilio_double::CallbackFailure>()}) {
    add(*type);
  }
}

void Registry::add(const Type& type) {
  if (type.element != nullptr) return add(*type.element);
  if (type.kind != Kind::structure && type.kind != Kind::enumeration) return;
  if (std::find(types_.begin(), types_.end(), &type) != types_.end()) return;
  types_.push_back(&type);
  for (const Field& field : type.fields) add(*field.type);
}

const Type& Registry::type(const std::string& name) const {
  const auto found =
      std::find_if(types_.begin(), types_.end(), [&](const Type* t) { return t->name == name; });
  if (found == types_.end()) throw Error(ErrorCode::unsupported, "no type is described as " + name);
  return **found;
}

void Registry::bind_structure(const Type& type, py::object python) {
  StructClass bound{.type = &type, .python = reinterpret_cast<PyTypeObject*>(python.ptr()), .offsets = {}};
  for (const Field& field : type.fields) {
    const py::object slot = python.attr(field.name.c_str());
    if (Py_TYPE(slot.ptr()) != &PyMemberDescr_Type) {
      throw Error(ErrorCode::internal, type.name + "." + field.name + " is no slot");
    }
    bound.offsets.push_back(reinterpret_cast<PyMemberDescrObject*>(slot.ptr())->d_member->offset);
  }
  python.release();
  const StructClass& kept = structures_[&type] = std::move(bound);
  by_class_[kept.python] = &kept;
}

void Registry::bind_enumeration(const Type& type, const std::vector<py::object>& members) {
  EnumClass bound;
  for (py::object member : members) bound.members.push_back(member.release().ptr());
  enumerations_[&type] = std::move(bound);
}

void Registry::bind_helpers(py::object money, py::object decimal, py::object error) {
  money_ = money.release().ptr();
  decimal_ = decimal.release().ptr();
  error_ = error.release().ptr();
}

const StructClass& Registry::structure(const Type& type) const {
  const auto found = structures_.find(&type);
  if (found == structures_.end()) throw Error(ErrorCode::internal, "no Python class for " + type.name);
  return found->second;
}

const EnumClass& Registry::enumeration(const Type& type) const {
  const auto found = enumerations_.find(&type);
  if (found == enumerations_.end()) throw Error(ErrorCode::internal, "no Python class for " + type.name);
  return found->second;
}

const StructClass* Registry::structure_of(PyObject* object) const {
  const auto found = by_class_.find(Py_TYPE(object));
  return found == by_class_.end() ? nullptr : found->second;
}

namespace {

// ("optional", ("structure", "Trunk")), ("text", "Id"): what a field holds.
py::tuple reference(const Type& type) {
  if (type.element != nullptr) return py::make_tuple(kind_name(type.kind), reference(*type.element));
  return py::make_tuple(kind_name(type.kind), type.name);
}

}  // namespace

py::list describe_operations() {
  py::list lines;
  for (const Operation& operation : operations()) {
    py::dict line;
    line["name"] = operation.name;
    line["kind"] = wire_name(operation.kind);
    line["least_role"] = wire_name(operation.least_role);
    line["doc"] = operation.doc;
    line["request"] = operation.request->name;
    line["response"] = reference(*operation.response);
    lines.append(line);
  }
  return lines;
}

py::list describe_types(const Registry& registry) {
  py::list types;
  for (const Type* type : registry.types()) {
    py::dict line;
    line["name"] = type->name;
    line["kind"] = kind_name(type->kind);
    line["doc"] = type->doc;
    py::list fields;
    for (const Field& field : type->fields) {
      fields.append(py::make_tuple(field.name, field.doc, reference(*field.type), field.required));
    }
    line["fields"] = fields;
    py::list enumerators;
    for (const Enumerator& enumerator : type->enumerators) enumerators.append(enumerator.name);
    line["enumerators"] = enumerators;
    types.append(line);
  }
  return types;
}

py::list describe_error_codes() {
  py::list codes;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    const Error error(static_cast<ErrorCode>(code), "");
    codes.append(py::make_tuple(std::string(to_string(error.code())), error.retryable()));
  }
  return codes;
}

}  // namespace smarthandoff::python
