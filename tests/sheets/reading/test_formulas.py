"""What a formula gives: an aggregate or a look-up, a number for certain or perhaps a text."""

from __future__ import annotations

import pytest

from batch_update.sheets.reading.formulas import is_aggregate, never_gives_text

AGGREGATES = [
    "=SUM(A2:A9)", "=sum(A2:A9)", "= sum ( A1 )", "=SUBTOTAL(103,Table1[id])", "=SUBTOTAL(109,[id])", "=COUNTA(A2:A9)",
    "=_xlfn.AGGREGATE(9,5,T[id])", "=_xlfn.MAXIFS(A:A,B:B,1)", "=@SUM(A1:A2)", "=_xlfn.SINGLE(SUM(A1:A2))",
    "=SUM(A1:A3)+1", "=1*SUM(A1)", "=-SUM(A1)", "=(SUM(A1))", "=((-((SUM(A1)))))", "=SUM(A1:A2)%",
    "=SUM(A1:A2)/COUNT(A1:A2)", "=SUM('a (b'!A1:A2)", '=SUMPRODUCT((A1:A3="x")*1)', "=MAX(A$1:A1)+1",
    "=IFERROR(SUM(A1:A2),0)", '=IF(A1="","",SUM(A1:A3))', "=IF(ISERROR(SUM(A1)),0,SUM(A1))",
    "=ROUND(AVERAGE(A1:A2),0)", '=TEXT(SUM(A1),"0")', '=SUM(A1)&""', '="Total: "&COUNTA(A2:A9)',
    '=CONCATENATE("n ",SUM(A1))', "of:=SUM([.A1:.A3];[.B2])", "of:=COM.MICROSOFT.MAXIFS([.A1])",
    "msoxl:=COUNTIFS(A:A,1)", "=COUNTIF(A:A,A2)", "=MEDIAN(A:A)", "=ROWS(A2:A9)",
]  # fmt: skip
OTHERS = [
    "=VLOOKUP(A2,B:C,2,0)", "=INDEX(A:A,MATCH(B2,C:C,0))", "=INDEX(A:A,COUNTA(A:A))", "=_xlfn.XLOOKUP(A2,B:B,C:C)",
    "=A2",
    '=TEXT(A2,"0")', '=A1&"-"&B1', '=A2&"-"&COUNTIF(A$2:A2,A2)', '=IF(COUNTIF(A:A,A2)>1,"twice",A2)',
    '="SUM(A1)"', "=SUMMARY!A2", "='SUM(x)'!A2", "=MYSUM(A1)", "=T.SUM(A1)", "=OFFSET(A1,COUNT(B:B),0)", "=A2+1",
    '=IFERROR(VLOOKUP(A2,B:C,MAX(1,2),0),"")', "=Table1[SUM(x)]", "={1,2}", "=LEFT(A2,MIN(5,LEN(A2)))",
    "=COUNT(A:A)>3", '=LOOKUP(2,1/(A:A<>""),A:A)', '=HYPERLINK("x",A2)', "of:=[.A2]", "a formula", "=", "",
]  # fmt: skip


@pytest.mark.parametrize("formula", AGGREGATES)
def test_a_formula_that_adds_up_or_counts_is_an_aggregate(formula: str) -> None:
    assert is_aggregate(formula)


@pytest.mark.parametrize("formula", OTHERS)
def test_a_formula_that_looks_up_or_joins_is_none(formula: str) -> None:
    assert not is_aggregate(formula)


@pytest.mark.parametrize("formula", ["=SUM(", "=SUM(A1))", "=SUM(A1", "=SUM(" + "A1," * 5000 + "A2)"])
def test_a_formula_that_can_not_be_taken_apart_is_judged_by_its_first_word(formula: str) -> None:
    assert is_aggregate(formula)


NUMBERS = [
    "=A1*2", "=A1+B1", "=-A1", "=A1=B1", '=A1&"x"=B1', "=SUM(A1)", "=ROUND(A1,0)", "=IF(A1,1,2)", "=(A1-1)", "=5",
    "=A1%", "=TRUE", "=IF(A1>2,A1*2,0)", "=A1^2", "=+(A1*2)",
]  # fmt: skip
PERHAPS_TEXTS = [
    "=A1", "=+A1", "=A1&B1", '=IF(A1="","",A1)', "=VLOOKUP(A1,B:C,2,0)", '=""', '=IF(A1,A1*2,"")',
    "=INDEX(A:A,1)", '=TEXT(A1,"0")', "=CONCATENATE(A1)", "=(A1)", "=T(A1)", "=A1:B2 A2:C3", "=", "=IF(A1)",
]  # fmt: skip


@pytest.mark.parametrize("formula", NUMBERS)
def test_arithmetic_and_comparisons_never_give_a_text(formula: str) -> None:
    assert never_gives_text(formula)


@pytest.mark.parametrize("formula", PERHAPS_TEXTS)
def test_what_hands_on_a_cell_may_give_a_text(formula: str) -> None:
    assert not never_gives_text(formula)
