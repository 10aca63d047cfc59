"""Requests: the only folder that knows aiohttp and tenacity."""
