"""Texts as they are found: bytes in one encoding or another, and the words that spreadsheets show. Pure."""
