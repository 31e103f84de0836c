"""FreeSWITCH's Event Socket protocol: bytes to frames, however they were cut."""

from ._native import Decoder, Frame

Decoder.__module__ = Frame.__module__ = __name__

__all__ = ["Decoder", "Frame"]
