"""Whatever a campaign holds: its row as it was pulled is no edit, and holds no problem."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from support.pulled_rows import LISTS, pulled, pulled_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import NameBook, check_rows, take_snapshot
from batch_update.kinds.spelling import spell
from batch_update.live import NameLists
from batch_update.model import Untouched
from batch_update.texts.fitting import fit_cell

LIKELY = st.sampled_from(
    (0, 1, 2, -5, 12, 1234, 4817, 30.0, 1.5, True, None, "", " ", "0", "1", "030", "1.50", "1:2", "1:02", "02-Jan",
     "1e5", "yes", "Ratio", "New", "ab-12", "4,817", "Diwali\r\noffers", "<clear>", "delete_value", "NULL", "[1]",
     "#N/A", "12", "57", "1234", "2026", "1759333", "+911140001234", "=cmd()", "'12", "x" * 40_000)
)  # fmt: skip
ITEMS = st.fixed_dictionaries({"id": st.integers(1, 9), "name": st.text(max_size=9) | st.sampled_from(("a, b", "c:1"))})
LEADS = st.fixed_dictionaries({"list_id": st.integers(1230, 1240), "list_status": st.integers(0, 1)})
HELD = st.one_of(
    LIKELY, st.text(), st.integers(), st.lists(LIKELY, max_size=3), st.lists(ITEMS, max_size=3),
    st.lists(LEADS, max_size=3),
)  # fmt: skip
CAMPAIGNS = st.dictionaries(st.sampled_from([field.name for field in CAMPAIGN.fields]), HELD, max_size=20)


@given(CAMPAIGNS, st.sampled_from((LISTS, None)), st.booleans())
def test_a_row_as_it_was_pulled_is_untouched(held: Mapping[str, object], lists: NameLists | None, gone: bool) -> None:
    snapshot = take_snapshot(CAMPAIGN, "281", held)
    book = NameBook(CAMPAIGN, lists)
    cells = {
        field.name: fit_cell(spell(field, snapshot.values.get(field.name), book.labels(field, snapshot))) or None
        for field in map(CAMPAIGN.field, held)
    }
    of = pulled(snapshot, lists=None if gone else lists)
    (verdict,) = check_rows(CAMPAIGN, [pulled_row(**cells)], pulled=of)
    assert isinstance(verdict, Untouched), verdict
    assert verdict.warnings == ()
