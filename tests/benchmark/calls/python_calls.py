"""What a call of a pure function costs from Python: a line of JSON, the microseconds of the fastest of ten rounds."""

import json
import timeit

import smarthandoff as sh

CALLS = 50_000
ROUNDS = 10


def fastest(call) -> float:
    return min(timeit.repeat(call, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6


def main() -> None:
    text = "529.982.247-25"
    with sh.Engine() as engine:
        documents = engine.tenant("acme").documents
        pure, of_tenant = fastest(lambda: sh.documents.parse(text)), fastest(lambda: documents.parse(text))
    print(json.dumps({"pure": pure, "of_tenant": of_tenant}))


if __name__ == "__main__":
    main()
