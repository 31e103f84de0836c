#!/usr/bin/env python3
"""Fails when the code leaves its plan: the layer arrows, the public-header rule, or the sizes.

The rules are those of docs/architecture.md: includes go down the layers only, public headers include only the
standard library and ours, a header has at most 250 lines, a source 500, a function 60, static variables of
functions are never destroyed.
"""

import ast
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Each module and those it may include, beside itself.
BASE = {"base"}
STORAGE = BASE | {"storage"}
TELEPHONY = STORAGE | {"telephony"}
MESSENGER = STORAGE | {"messenger"}
CONTACT = TELEPHONY | MESSENGER
CALLBACK = CONTACT | {"contact"}
HANDOFF = CALLBACK | {"callback"}
CALLS = CALLBACK | {"callback", "telephony/twilio", "http", "s3"}
EDGES = {"telephony/esl", "telephony/freeswitch", "telephony/fusionpbx", "telephony/simulator",
         "telephony/twilio", "telephony/twilio_double", "http", "s3", "messenger/whatsapp",
         "messenger/slack"}
ENGINE = HANDOFF | {"handoff", "calls"} | EDGES
MAY_INCLUDE = {
    "base": set(),
    "storage": BASE,
    "telephony": STORAGE,
    "telephony/esl": BASE,
    "telephony/freeswitch": TELEPHONY | {"telephony/esl"},
    "telephony/fusionpbx": TELEPHONY,
    "telephony/simulator": TELEPHONY | {"telephony/esl"},
    "telephony/twilio": TELEPHONY | {"http"},
    "telephony/twilio_double": BASE | {"telephony/twilio", "telephony/simulator", "http"},
    "http": BASE,
    "s3": BASE | {"http"},
    "messenger": STORAGE,
    "messenger/whatsapp": MESSENGER | {"http"},
    "messenger/slack": MESSENGER | {"http"},
    "contact": CONTACT,
    "callback": CALLBACK,
    "handoff": HANDOFF,
    "calls": CALLS,
    "engine": ENGINE,
    "api": ENGINE | {"engine"},
}

STANDARD = re.compile(r"^[a-z_0-9]+$")  # <vector>, <cstdint>: no slash, no suffix
# A variable with a destructor, which would run while a static engine's threads still work.
MORTAL = re.compile(r"^\s+static (const )?(?!Immortal)([A-Z]\w+|std::(vector|map|set|string)\S*) \w+( =|\{|;|$)")
MAX_HEADER, MAX_SOURCE, MAX_FUNCTION = 250, 500, 60


def module_of(path: str) -> str:
    """The module a path inside include/smarthandoff or src belongs to."""
    if path == "smarthandoff.hpp":
        return "api"  # the umbrella header
    parts = path.split("/")
    if parts[0] in ("telephony", "messenger"):
        stem = parts[1].split(".")[0]
        while len(parts) == 2 and f"{parts[0]}/{stem}" not in EDGES and "_" in stem:
            stem = stem.rpartition("_")[0]  # simulator_types.hpp is the simulator's
        if f"{parts[0]}/{stem}" in EDGES:
            return f"{parts[0]}/{stem}"
    return parts[0]


def included_module(include: str, quoted: bool) -> str | None:
    if include.startswith("smarthandoff/"):
        return module_of(include.removeprefix("smarthandoff/"))
    return module_of(include) if quoted and "/" in include else None


def check_includes(file: pathlib.Path, relative: str, public: bool) -> list[str]:
    module = module_of(relative)
    problems = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if not match:
            continue
        include = match.group(2)
        where = f"{file.relative_to(ROOT)}:{number}"
        if public and not include.startswith("smarthandoff/") and not STANDARD.match(include):
            problems.append(f"{where}: a public header includes <{include}>")
        target = included_module(include, match.group(1) == '"')
        if target and target != module and target not in MAY_INCLUDE.get(module, set()):
            problems.append(f"{where}: {module} may not know {target} ({include})")
    return problems


def cpp_functions(lines: list[str]):
    """(first line, length, text) of each block that clang-format closes in the column where it opened."""
    for indent in ("", "  "):
        start = None
        for number, line in enumerate(lines):
            opens = line.startswith(indent) and line[len(indent):len(indent) + 1].strip() not in ("", "}", "#", "/")
            if opens:
                if start is None or not continues(lines[number - 1], indent):
                    start = number
            if line.rstrip() == indent + "}" and start is not None:
                yield start + 1, number - start + 1, lines[start]
                start = None


def continues(previous: str, indent: str) -> bool:
    return previous.rstrip().endswith((",", "(", "&&", "||")) and previous.startswith(indent)


def python_functions(text: str):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1, node.name


def check_sizes(file: pathlib.Path) -> list[str]:
    text = file.read_text()
    lines = text.splitlines()
    name = file.relative_to(ROOT)
    limit = MAX_HEADER if file.suffix == ".hpp" and "include" in name.parts[0] else MAX_SOURCE
    problems = [f"{name}: {len(lines)} lines, at most {limit}"] if len(lines) > limit else []
    functions = python_functions(text) if file.suffix == ".py" else cpp_functions(lines)
    for number, length, what in functions:
        if length > MAX_FUNCTION and not re.match(r"\s*(namespace|struct|class|enum|extern|if|for|while|switch|try|do)\b", what):
            problems.append(f"{name}:{number}: {length} lines in one function, at most {MAX_FUNCTION}: {what.strip()[:60]}")
    return problems


def check_statics(file: pathlib.Path) -> list[str]:
    lines = file.read_text().splitlines()
    mortal = [number for number, line in enumerate(lines, 1) if MORTAL.match(line)]
    return [f"{file.relative_to(ROOT)}:{number}: a static variable that is not Immortal<>" for number in mortal]


def main() -> int:
    problems = []
    public = ROOT / "include" / "smarthandoff"
    for file in sorted(public.rglob("*.hpp")):
        problems += check_includes(file, str(file.relative_to(public)), True)
    for file in sorted((ROOT / "src").rglob("*.[ch]pp")):
        problems += check_includes(file, str(file.relative_to(ROOT / "src")), False)
        problems += check_statics(file)
    for folder in ("include", "src", "bindings", "examples"):
        for suffix in ("hpp", "cpp", "py", "js", "mjs"):
            for file in sorted((ROOT / folder).rglob(f"*.{suffix}")):
                if "node_modules" not in file.parts and "build" not in file.parts and ".venv" not in file.parts:
                    problems += check_sizes(file)
    for problem in problems:
        print(problem)
    print(f"architecture: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
