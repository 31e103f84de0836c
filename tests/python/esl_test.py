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
