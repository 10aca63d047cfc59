"""The terminal as an audience: what is said where, laid out to its width and in its colours. Alone knows rich."""

from batch_update.screen.terminal import Screen, as_json

__all__ = ["Screen", "as_json"]
