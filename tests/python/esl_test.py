"""The Event Socket decoder as Python sees it."""

import pytest

import smarthandoff as sh
from smarthandoff.esl import Decoder

BODY = b"Event-Name: CHANNEL_ANSWER\nUnique-ID: abc\nvariable_name: Jo%C3%A3o%0A\nvariable_bad: %FF%20x\n\n"
FRAME = b"Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(BODY), BODY)


def test_a_frame_has_its_parts():
    (frame,) = sh.esl.Decoder().feed(FRAME)
    assert frame.content_type == "text/event-plain"
    assert frame.headers == {"Content-Length": str(len(BODY)), "Content-Type": "text/event-plain"}
    assert frame.body == BODY
    assert frame.event == {
        "Event-Name": "CHANNEL_ANSWER",
        "Unique-ID": "abc",
        "variable_name": "João\n",
        "variable_bad": "\ufffd x",
    }
    assert frame.event is frame.event
    assert (frame.get("Unique-ID"), frame.get("None"), frame.get("None", "")) == ("abc", None, "")
    assert frame.is_event and "text/event-plain" in repr(frame)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
def test_segments_do_not_matter(size):
    decoder = Decoder()
    stream = FRAME * 3
    frames = []
    for start in range(0, len(stream), size):
        frames += decoder.feed(stream[start : start + size])
    assert [frame.get("Unique-ID") for frame in frames] == ["abc"] * 3
    assert decoder.buffered == 0


def test_other_frames_are_no_events():
    (frame,) = Decoder().feed(b"Content-Type: api/response\nContent-Length: 3\n\n+OK")
    assert frame.event is None and frame.event_body is None and frame.get("Event-Name") is None
    assert (frame.body, frame.answer_text) == (b"+OK", "+OK")


@pytest.mark.parametrize("given", [bytes, bytearray, memoryview])
def test_bytes_come_in_any_buffer(given):
    assert len(Decoder().feed(given(FRAME))) == 1


def test_what_is_no_bytes_is_refused():
    with pytest.raises(TypeError):
        Decoder().feed("text")


def test_a_frame_over_the_limit_is_corrupt():
    decoder = Decoder(max_frame_bytes=1000)
    with pytest.raises(sh.Corrupt):
        decoder.feed(b"Content-Type: text/event-plain\nContent-Length: 104857600\n\n")
    with pytest.raises(sh.Corrupt):
        decoder.feed(FRAME)
    with pytest.raises(sh.InvalidArgument):
        Decoder(max_frame_bytes=0)


def test_frames_before_the_damage_are_returned():
    decoder = Decoder()
    frames = decoder.feed(FRAME + b"Content-Length: x\n\n")
    assert len(frames) == 1
    with pytest.raises(sh.Corrupt):
        decoder.feed(b"")


def frame_of(body):
    (frame,) = Decoder().feed(b"Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(body), body))
    return frame


def test_an_event_is_a_dict_in_the_order_sent_and_of_a_repeated_name_the_first_counts():
    event = frame_of(b"B: 1\nA: 2\nB: 3\nC: \xc3\xa3\n\n").event
    assert type(event) is dict
    assert list(event.items()) == [("B", "1"), ("A", "2"), ("C", "\xe3")]


def test_events_with_other_headers_in_the_same_places_are_told_apart():
    bodies = [b"A: 1\nB: 2\n\n", b"B: 1\nC: 2\n\n", b"A: 3\nB: 4\n\n"]
    decoder = Decoder()
    stream = b"".join(b"Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(b), b) for b in bodies)
    assert [frame.event for frame in decoder.feed(stream)] == [{"A": "1", "B": "2"}, {"B": "1", "C": "2"}, {"A": "3", "B": "4"}]


def test_get_and_values_take_their_arguments_by_place_and_by_name():
    frame = frame_of(b"A: ARRAY::x|:y\n\n")
    assert frame.get(name="A") == frame.get("A", default=None) == "ARRAY::x|:y"
    assert frame.get("B", default="none") == frame.get(default="none", name="B") == "none"
    assert frame.values("A") == frame.values(name="A") == ["x", "y"]


@pytest.mark.parametrize(
    "call",
    [
        lambda frame: frame.get(),
        lambda frame: frame.get("A", "b", "c"),
        lambda frame: frame.get("A", name="A"),
        lambda frame: frame.get("A", other="A"),
        lambda frame: frame.get(1),
        lambda frame: frame.get(default=1),
        lambda frame: frame.values(),
        lambda frame: frame.values("A", "B"),
        lambda frame: type(frame)(),
    ],
)
def test_wrong_arguments_are_type_errors(call):
    with pytest.raises(TypeError):
        call(frame_of(b"A: 1\n\n"))


def test_a_frame_outlives_its_decoder():
    frame = frame_of(b"A: 1\n\n")
    assert (frame.event, frame.get("A")) == ({"A": "1"}, "1")


def test_malformed_json_is_corrupt_for_its_frame_only():
    bad, good = Decoder().feed(
        b"Content-Length: 1\nContent-Type: text/event-json\n\n{Content-Length: 9\nContent-Type: text/event-json\n\n"
        b'{"A":"1"}'
    )
    with pytest.raises(sh.Corrupt):
        bad.event
    assert good.event == {"A": "1"}
