"""The stand-in of the API on loopback, so that a run can be tried with no account. It and `sending` alone know HTTP."""

from batch_update.sandbox.account import Received, Sandbox, SandboxOptions
from batch_update.sandbox.server import open_sandbox, serve

__all__ = ["Received", "Sandbox", "SandboxOptions", "open_sandbox", "serve"]
