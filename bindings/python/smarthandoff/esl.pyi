from typing import Optional, TypeVar, Union, overload

_T = TypeVar("_T")

class Frame:
    """One message of the Event Socket protocol."""
    @property
    def content_type(self) -> str:
        """e.g. ``text/event-plain``."""
    @property
    def headers(self) -> dict[str, str]:
        """The frame's own headers as sent; of a repeated name the first."""
    @property
    def body(self) -> bytes:
        """The body, byte for byte."""
    @property
    def is_event(self) -> bool: ...
    @property
    def event(self) -> Optional[dict[str, str]]:
        """The event's headers, decoded; None for other frames."""
    @property
    def event_body(self) -> Optional[bytes]:
        """The event's own body, e.g. a background job's result."""
    @property
    def answer_text(self) -> str:
        """The answer to a command."""
    @overload
    def get(self, name: str) -> Optional[str]: ...
    @overload
    def get(self, name: str, default: _T) -> Union[str, _T]:
        """One decoded header of the event, without decoding the others: the fast way."""
    def values(self, name: str) -> list[str]:
        """The values of a repeated header."""

class Decoder:
    """Turns the bytes of a connection into frames, however they are cut."""
    def __init__(self, max_frame_bytes: int = ...) -> None: ...
    def feed(self, bytes: Union[bytes, bytearray, memoryview]) -> list[Frame]:
        """The frames completed by these bytes. Raises Corrupt when the stream cannot be framed any more."""
    @property
    def buffered(self) -> int:
        """The bytes kept of an incomplete frame."""
