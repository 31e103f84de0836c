"""The servers that the tests ask."""

import shutil

import pytest

from office import Office
from servers import COMMANDS, OFFICES, Server, empty_store, required
from switchboard import Switchboard


def opened(make, request, tmp_path_factory):
    """What `make` makes of a server's name, a folder and a store, for as long as a test or all of them want it."""
    name, kind = request.param
    folder = tmp_path_factory.mktemp(name)
    with empty_store(kind, folder) as store:
        made = make(name, folder, store)
        yield made
        made.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="session", params=OFFICES, ids="-".join)
def office(request, tmp_path_factory):
    yield from opened(Office, request, tmp_path_factory)


@pytest.fixture(scope="session", params=OFFICES, ids="-".join)
def board(request, tmp_path_factory):
    yield from opened(Switchboard, request, tmp_path_factory)


@pytest.fixture(params=COMMANDS)
def launch(request, tmp_path):
    """Starts a server with the required settings changed: None leaves one out."""
    started = []

    def start(**changes):
        settings = {name: value for name, value in {**required(tmp_path), **changes}.items() if value is not None}
        started.append(Server(request.param, settings))
        return started[-1]

    yield start
    for server in started:
        server.kill()
