"""Prints what this library and its peers do in the same run: run.py [part]... Started by run.sh, which builds both."""

import sys
from typing import Callable

from queues import queue, queue_postgresql
from rounds import HERE, PEERS_PYTHON, PYTHON, ROOT, Command, PoolServer, interleaved, load, measure, program

ROUNDS = 5
TEN_MILLION = 19532 * 512  # whole pools

# V8 doubles the space for new objects, some 32 MB, at a moment of its own choice.
FIXED_HEAP = ["--expose-gc", "--min-semi-space-size=16", "--max-semi-space-size=16"]
NODE_CLIENT = HERE / "esl/node_client.js"
PYTHON_CLIENT = HERE / "esl/python_client.py"
NO_LIBESL = (
    "libesl and its bindings (python ESL) are not compared: they are in no package of Debian, npm or PyPI, only in\n"
    "FreeSWITCH's own sources."
)


def cpp(port: int, mode: str, count: int) -> Command:
    return [*program("esl_client"), port, mode, count]


def node(port: int, client: str, count: int) -> Command:
    return ["node", "--no-warnings", NODE_CLIENT, port, client, count]


def python(port: int, client: str, count: int, interpreter=PYTHON) -> Command:
    return [interpreter, PYTHON_CLIENT, port, client, count]


def esl() -> None:
    with PoolServer() as port:
        commands = {
            "any reader at all: received and dropped": cpp(port, "sink", 409600),
            "C++ connection, 3 headers": cpp(port, "connection-lazy", 409600),
            "C++ connection, all 61 headers": cpp(port, "connection-eager", 409600),
            "C++ Client, 3 headers": cpp(port, "client-lazy", 409600),
            "C++ Client, all 61 headers": cpp(port, "client-eager", 409600),
            "npm esl, json": node(port, "esl-json", 51200),
            "npm esl, plain (values left encoded)": node(port, "esl-plain", 51200),
            "npm modesl, json": node(port, "modesl-json", 51200),
            "npm modesl, plain": node(port, "modesl-plain", 25600),
            "Node, 3 headers by get()": node(port, "smarthandoff-get", 204800),
            "Node, 3 headers of event": node(port, "smarthandoff-event", 204800),
            "greenswitch": python(port, "greenswitch", 25600, PEERS_PYTHON),
            "Python, 3 headers by get()": python(port, "smarthandoff-get", 204800),
            "Python, 3 headers of event": python(port, "smarthandoff-event", 102400),
        }
        results = interleaved(commands, ROUNDS)
    esl_peer, green = results["npm esl, json"]["events_per_s"], results["greenswitch"]["events_per_s"]
    print(f"{'events of 2.7 KB with 61 headers':42} {'events/s':>10} {'CPU us':>7} {'/ npm esl':>10} {'/ greenswitch':>14}")
    for name, result in results.items():
        rate = result["events_per_s"]
        cpu = f"{result['cpu_us']:7.2f}" if "cpu_us" in result else " " * 7
        print(f"{name:42} {rate:10.0f} {cpu} {rate / esl_peer:10.2f} {rate / green:14.2f}")
    right = results["C++ connection, 3 headers"]["characters"]
    wrong = [name for name, result in results.items() if result.get("characters", right) != right]
    print(f"values that differ from ours: {', '.join(wrong) or 'none'}\n{NO_LIBESL}")


def echo() -> None:
    with PoolServer() as port:
        commands = {
            "bare sockets, no library": cpp(port, "echo-bare", 10000),
            "C++ connection": cpp(port, "echo-connection", 10000),
            "C++ Client::api_and_wait": cpp(port, "echo-client", 10000),
            "Node decoder": node(port, "smarthandoff-echo", 10000),
            "npm esl": node(port, "esl-echo", 10000),
            "npm modesl": node(port, "modesl-echo", 50),
            "Python decoder": python(port, "smarthandoff-echo", 10000),
            "greenswitch": python(port, "greenswitch-echo", 10000, PEERS_PYTHON),
        }
        results = interleaved(commands, ROUNDS)
        pipelined = interleaved({"": cpp(port, "echo-64", 20000)}, ROUNDS)[""]["commands_per_s"]
    bare = results["bare sockets, no library"]["p50"]
    print(f"{'api echo, one at a time':42} {'p50 us':>10} {'p99 us':>10} {'/ bare':>8}")
    for name, result in results.items():
        print(f"{name:42} {result['p50']:10.1f} {result['p99']:10.1f} {result['p50'] / bare:8.2f}")
    print(f"C++ connection, 64 in flight: {pipelined:.0f} commands/s")


def calls() -> None:
    commands = {
        "C++": program("calls"),
        "Node": ["node", HERE / "calls/node_calls.js"],
        "Python": [PYTHON, HERE / "calls/python_calls.py"],
    }
    results = interleaved(commands, ROUNDS)
    itself = results["C++"]["pure"]
    print(f"{'documents.parse':42} {'us a call':>10} {'of it the binding':>18}")
    for name, result in results.items():
        for kind, micros in result.items():
            label = f"{name}, {'without a tenant' if kind == 'pure' else 'of a tenant'}"
            print(f"{label:42} {micros:10.2f} {micros - itself:18.2f}")


def engine() -> None:
    result = interleaved({"": program("idle")}, ROUNDS)[""]
    addon = (ROOT / "build/node/addon/smarthandoff.node").stat().st_size / 1e6
    print(f"open: {result['first_open_ms']:.1f} ms for a new store, {result['open_ms']:.1f} ms afterwards")
    print(f"idle engine: {result['resident_mb']:.1f} MB resident; Node addon: {addon:.1f} MB on disk")


def memory() -> None:
    print(f"{'resident MB over 10 million events':42} {'after 1 M':>10} {'after 10 M':>10} {'growth':>8}")
    with PoolServer() as port:
        commands = {
            "C++ connection": [*program("esl_growth"), port, TEN_MILLION],
            "Node": ["node", *FIXED_HEAP, *node(port, "smarthandoff-growth", TEN_MILLION)[1:]],
            "Python": python(port, "smarthandoff-growth", TEN_MILLION),
        }
        for name, command in commands.items():
            result = measure(command)
            growth = result["late_mb"] / result["early_mb"] - 1
            print(f"{name:42} {result['early_mb']:10.1f} {result['late_mb']:10.1f} {growth:8.1%}", flush=True)


def handoffs() -> None:
    result = interleaved({"": program("in_flight")}, 1)[""]
    print("from the PBX's event to the caller's sentence, 1,000 handoffs in flight:")
    print(
        f"{result['answers']:.0f} answers, {result['per_second']:.0f}/s: p50 {result['p50_ms']:.1f} ms, "
        f"p90 {result['p90_ms']:.1f} ms, p99 {result['p99_ms']:.1f} ms"
    )


def durable() -> None:
    print(measure(program("durable"), text=True), end="")
    from_node = interleaved({"": ["node", HERE / "durable/node_durable.js"]}, 3)[""]
    for name, rate in from_node.items():
        print(f"{'from one Node thread, 1000 in flight: ' + name:58} {rate:9.0f}/s")


def twilio() -> None:
    """A webhook of 26 parameters and a document of 640 bytes, beside Twilio's own packages."""
    sample = ROOT / "tests/data/twilio/webhooks/voice_status_3_completed.json"
    peers = ROOT / "build/benchmark-peers"
    python_side = HERE / "twilio/python_twilio.py"
    results = interleaved(
        {
            "C++": [*program("twilio"), sample, 1],
            "Node": ["node", "--no-warnings", HERE / "twilio/node_twilio.js", sample, peers, 1],
            "Python": [PYTHON, python_side, sample, 1],
            "PyPI": [PEERS_PYTHON, python_side, sample, 1, "peer"],
        },
        3,
    )
    cpp_side, node_side, ours, pypi = results["C++"], results["Node"], results["Python"], results["PyPI"]
    print(f"{'per second of processor time':42} {'ours':>10} {'theirs':>10} {'ratio':>7}")
    for name, mine, peer in (
        ("form + signature, C++ / npm twilio", cpp_side["check_per_s"], node_side["checkTheirs"]),
        ("TwiML, C++ / npm twilio", cpp_side["twiml_build_per_s"], node_side["twimlTheirs"]),
        ("form + signature, Node / npm twilio", node_side["checkOurs"], node_side["checkTheirs"]),
        ("TwiML, Node / npm twilio", node_side["twimlOurs"], node_side["twimlTheirs"]),
        ("WhatsApp, Node / crypto and JSON.parse", node_side["whatsappOurs"], node_side["whatsappTheirs"]),
        ("form + signature, Python / PyPI twilio", ours["check"], pypi["check"]),
        ("TwiML, Python / PyPI twilio", ours["twiml"], pypi["twiml"]),
    ):
        print(f"{name:42} {mine:10.0f} {peer:10.0f} {mine / peer:7.1f}")


PARTS: dict[str, Callable[[], None]] = {
    part.__name__: part
    for part in (esl, echo, calls, engine, memory, handoffs, durable, queue, queue_postgresql, twilio)
}


def main() -> None:
    only_check = sys.argv[1:2] == ["--check"]  # before everything is built for nothing
    chosen = sys.argv[1 + only_check :] or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        print(f"no part is called {', '.join(unknown)}\nrun.sh [{'] ['.join(PARTS)}]", file=sys.stderr)
        sys.exit(2)
    if only_check:
        return
    for name in chosen:
        print(f"\n== {name} ({load()})", flush=True)
        PARTS[name]()


if __name__ == "__main__":
    main()
