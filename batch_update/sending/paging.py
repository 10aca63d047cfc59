"""Puts the pages of a list together, and knows when to ask for no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from batch_update.sending.shapes import Item, Mark, Page

MOST_PAGES = 1_000
MOST_ENTRIES = 200_000
"""What is read of one list; an account has a few hundred campaigns, and a paging that never ends must end here."""


@dataclass(slots=True)
class Pages:
    """The pages so far. `is_complete` is known when `take` has given None; if it is False, `remark` says why."""

    entries: list[Item] = field(default_factory=list)
    count: int = 0
    is_complete: bool = False
    remark: str = ""
    _seen: set[str] = field(default_factory=set)

    def take(self, page: Page) -> Mark | None:
        """Add a page, and give the mark to ask for the next with; None: there is none, or no more is asked for."""
        self.count += 1
        new = [entry for entry, key in zip(page.entries, page.keys, strict=True) if key not in self._seen]
        self._seen.update(page.keys)
        self.entries += new
        self.remark = self._why_unfinished(page, has_new=bool(new))
        self.is_complete = not self.remark and (not page.entries or not page.more)
        return None if self.remark or self.is_complete else page.mark

    def _why_unfinished(self, page: Page, *, has_new: bool) -> str:
        if not page.entries:
            return ""
        if not has_new:
            return "The API gave the same page twice, so the list may not be whole."
        if page.more is None and page.total is not None and page.total > len(self.entries):
            return f"The API speaks of {page.total} entries, and gave {len(self.entries)}."
        if page.more and page.mark is None:
            return "The API says that there is more, and not how to ask for it."
        if page.more and (self.count >= MOST_PAGES or len(self.entries) >= MOST_ENTRIES):
            return f"The list goes on and on: no more was read after {self.count} pages."
        return ""
