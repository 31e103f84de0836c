# The extension module: its callers are the modules beside it, whose own stubs say what is public.
from typing import Any

def __getattr__(name: str) -> Any: ...
