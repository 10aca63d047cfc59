"""The longer questions to the journal's tables, in SQL."""

from __future__ import annotations

CHAIN = """
WITH RECURSIVE chain (number, continues) AS (
    SELECT number, continues FROM runs WHERE id = :id
    UNION SELECT runs.number, runs.continues FROM runs JOIN chain ON runs.id = chain.continues
) SELECT number FROM chain
"""
"""The numbers of a run and of those that it goes on with."""

NEWEST = """
SELECT * FROM runs WHERE place = :place AND target = :target
AND (:worksheet IS NULL OR worksheet IS NULL OR worksheet = :worksheet COLLATE NOCASE) ORDER BY number DESC LIMIT 1
"""
"""The newest run of a sheet; of one that an earlier version wrote down, which worksheet it was is not known."""

LIVELY = """
SELECT number FROM runs WHERE target = :target AND :since <= (
    SELECT coalesce(ended, started) FROM entries WHERE run = runs.number ORDER BY entries.number DESC LIMIT 1
) ORDER BY number
"""
"""Runs that gave a sign of life since then, oldest first."""

_LIVING = """
WITH RECURSIVE living (number, continues) AS (
    SELECT number, continues FROM runs WHERE started >= :before
    UNION SELECT runs.number, runs.continues FROM runs JOIN living ON runs.id = living.continues
)
"""
"""Old is a run from before, unless a younger one goes on with it."""

_OLD = "SELECT number FROM runs WHERE number NOT IN (SELECT number FROM living)"
"""Lines are found by these, through an index: to look at every line for its run takes as long as sending some rows."""

FORGET_ENTRIES = f"{_LIVING} DELETE FROM entries WHERE run IN ({_OLD})"  # noqa: S608 - constant
FORGET_READINGS = f"{_LIVING} DELETE FROM readings WHERE run IN ({_OLD})"  # noqa: S608 - constant
FORGET_SHEETS = (
    f"{_LIVING} DELETE FROM sheets WHERE digest NOT IN"  # noqa: S608 - constant
    " (SELECT digest FROM runs WHERE number IN (SELECT number FROM living))"
)
