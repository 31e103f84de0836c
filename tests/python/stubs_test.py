"""The stubs are for this build, and a host's program passes mypy --strict with them."""

import pathlib
import subprocess
import sys

import smarthandoff as sh
from smarthandoff import _errors, _operations, _types

SAMPLE = pathlib.Path(__file__).parent / "typed_sample.py"
WRONG = pathlib.Path(__file__).parent / "typed_wrong.py"
SOURCE = pathlib.Path(__file__).resolve().parents[2] / "bindings" / "python" / "smarthandoff"
PACKAGE = pathlib.Path(sh.__file__).parent


def mypy(*files):
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache()), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def cache():
    return pathlib.Path(__file__).resolve().parents[2] / "build" / "mypy-cache"


def test_a_typed_program_passes():
    done = mypy(SAMPLE)
    assert done.returncode == 0, done.stdout


def test_the_package_itself_passes():
    done = mypy(SOURCE)
    assert done.returncode == 0, done.stdout


def test_wrong_programs_are_found():
    done = mypy(WRONG)
    found = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    expected = {n for n, line in enumerate(WRONG.read_text().splitlines(), 1) if "# wrong" in line}
    assert found == expected, done.stdout


def test_every_name_of_the_package_is_in_the_stubs():
    text = (PACKAGE / "__init__.pyi").read_text()
    for name in [*_errors.CLASSES, *_types.CLASSES]:
        assert f"class {name}(" in text or f"class {name}:" in text, name
    for line in _operations.OPERATIONS:
        _, method = _operations.split(line["name"])
        assert f"def {method}(" in text, line["name"]
    assert (PACKAGE / "py.typed").exists()
