import pathlib
import subprocess
import sys
import textwrap

import pytest

import smarthandoff as sh

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def engine():
    with sh.Engine() as opened:
        yield opened


@pytest.fixture
def tenant(engine):
    return engine.tenant("acme")


@pytest.fixture
def pbx():
    with sh.SimulatedPbx() as model:
        model.add_standard_phones()
        model.start()
        yield model


@pytest.fixture
def office(pbx):
    """A tenant whose phones are the simulated PBX's."""
    with sh.Engine(telephony=pbx) as opened:
        yield opened.tenant("acme")


@pytest.fixture
def run_child():
    """Runs a program in a process of its own and answers what it printed; it must end in time and well."""

    def run(program, *, expect=0, seconds=30):
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(program)],
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    return run
