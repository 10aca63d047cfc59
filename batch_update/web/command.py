"""`page`: opens the page, and serves it until it is closed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

from batch_update.arguments import parse_page
from batch_update.screen import Screen
from batch_update.state import state_folder
from batch_update.web.server import PageServer


def open_page(words: Sequence[str], screen: Screen) -> int:
    """Serve the page; its exit code. Raises UsageError."""
    choices = parse_page(words)
    server = PageServer(state=state_folder(os.environ), environ=os.environ, say=screen.give)
    return asyncio.run(server.serve(port=choices.port, opens=choices.opens))
