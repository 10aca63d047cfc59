"""The texts that spreadsheets show instead of a value, in the languages of Excel: one table for every stage.

Knows texts only. `.xlsx` files hold errors in English whatever the language; CSV files, pasted cells and texts hold
what was on the screen. Sources: the help pages of Excel, LibreOffice and Google Sheets in each language.
"""

from __future__ import annotations

import re
import unicodedata

_NAMES = """
    NULL! DIV/0! VALUE! REF! NAME? NUM! N/A GETTING_DATA SPILL! CALC! FIELD! BLOCKED! CONNECT! BUSY! UNKNOWN! PYTHON!
    EXTERNAL! DATA! CYCLE! ERROR! DIV/0 N/A! NA
    WERT! BEZUG! ZAHL! NV DATEN_ABRUFEN ÜBERLAUF! KALK! FELD! BLOCKIERT! VERBINDEN! BESCHÄFTIGT! UNBEKANNT! FEHLER!
    NUL! VALEUR! NOM? NOMBRE! CHARGEMENT_DONNEES OBTENTION_DONNEES PROPAGATION! EPARS! CALCUL! CHAMP! ERREUR!
    NULO! VALOR! NOMBRE? N/D OBTENIENDO_DATOS DESBORDAMIENTO! CAMPO! BLOQUEADO! CONECTAR! OCUPADO! DESCONOCIDO!
    NULLO! VALORE! RIF! NOME? ESTRAZIONE_DATI ESTRAZIONE_DATI_IN_CORSO ESPANSIONE! ERRORE!
    NÚM! OBTENDO_DADOS DESPEJAR! DESCONHECIDO! ERRO!
    LEEG! DEEL/0! DELING.DOOR.0! WAARDE! VERW! NAAM? GETAL! N/B GEGEVENS_OPHALEN GEGEVENS.OPHALEN OVERLOOP! OVERLOPEN!
    BEREKENEN! VELD! ONBEKEND! FOUT!
    DIVISION/0! VÆRDI! REFERENCE! NAVN? I/T OVERLØB! BEREGN! VERDI! OVERFLYT! FEJL! FEIL!
    SKÄRNING! VÄRDEFEL! REFERENS! NAMN? OGILTIGT! SAKNAS! BERÄKNA! FEL!
    TYHJÄ! JAKO/0! ARVO! VIITTAUS! NIMI? LUKU! PUUTTUU! VIRHE!
    ZERO! PUSTE! DZIEL/0! ARG! ADR! NAZWA? LICZBA! N/D! ROZLANIE! OBL! BŁĄD!
    DĚLENÍ_NULOU! HODNOTA! ODKAZ! NÁZEV? ČÍSLO! NENÍ_K_DISPOZICI NAČÍTÁNÍ_DAT! PŘESAH! PŘESAH_DAT! VÝPOČET! CHYBA!
    DELENIENULOU! DELENIE_NULOU! NÁZOV? NEDOSTUPNÝ NEDOSTUPNÉ NEPLATNÝ!
    NULLA! ZÉRÓOSZTÓ! ÉRTÉK! HIV! NÉV? SZÁM! HIÁNYZIK HIBA!
    ПУСТО! ДЕЛ/0! ЗНАЧ! ССЫЛКА! ИМЯ? ЧИСЛО! Н/Д ОЖИДАНИЕ_ДАННЫХ ПОЛУЧЕНИЕ_ДАННЫХ ПЕРЕНОС! ВЫЧИСЛ! ПОЛЕ! ДАННЫЕ!
    ЗАБЛОКИРОВАНО! ПОДКЛЮЧЕНИЕ! ЗАНЯТО! НЕИЗВЕСТНО! ОШИБКА! ДІЛ/0! ПОСИЛАННЯ! ІМ'Я? ПОМИЛКА!
    BOŞ! SAYI/0! DEĞER! BAŞV! AD? SAYI! YOK TAŞMA! HESAPLA! HATA!
    DIJ/0! VRIJEDNOST! NAZIV? BROJ! VREDN! ŠTEV! DEL/0! IME? N/V SKLIC! NIČ! VALOARE! NUME?
    ΤΙΜΗ! ΑΡΙΘ! ΔΙΑΙΡ./0! ΟΝΟΜΑ? Δ/Υ ΑΝΑΦ! ΚΕΝΟ!
    スピル! 溢出! 분산! สปิลล์!
"""
"""What stands behind the `#`, a line or two for each language; Spanish inverted marks are left out."""

_WAITING = frozenset(
    ("loading", "wird geladen", "chargement", "cargando", "carregando", "a carregar", "caricamento", "laden",
     "indlæser", "läser in", "laster inn", "ładowanie", "načítání", "загрузка", "yükleniyor",
     "लोड हो रहा है", "লোড হচ্ছে", "読み込んでいます", "正在加载", "로드 중")
)  # fmt: skip
"""What Google Sheets shows while it computes, before three dots."""

_ERRORS = frozenset("#" + name.casefold() for name in _NAMES.split())
_TOO_NARROW = re.compile(r"#{2,}")
_NUMBERED_WORDS = (
    "err", "error", "erreur", "errore", "erro", "fehler", "fout", "fejl", "feil", "fel", "virhe", "błąd", "chyba",
    "hiba", "ошибка", "hata",
)  # fmt: skip
"""What stands before the number of LibreOffice's errors (`Err:502`)."""
_NUMBERED = re.compile(rf"({'|'.join(_NUMBERED_WORDS)}): ?5\d\d")
BEGINNINGS_OF_ERRORS = frozenset(word[:2] for word in (*_WAITING, *_NUMBERED_WORDS))
"""The first two letters of the texts that do not begin with `#`, in small letters."""
_FIRST = frozenset("#＃" + "".join(word[0] + word[0].upper() for word in (*_WAITING, *_NUMBERED_WORDS)))
_LONGEST = 40  # characters; every text of the tables is shorter


def is_error_text(text: str) -> bool:
    """Whether a text is what a spreadsheet shows instead of a value; a name such as `#1 sale` is none.

    Errors (`#N/A`, `#BEZUG!`, `Err:502`), a column too narrow for its number (`########`), and a cell that was not
    computed yet (`Loading...`), in any case and width.
    """
    if text[:1] not in _FIRST or len(text) > _LONGEST:
        return _TOO_NARROW.fullmatch(text) is not None
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace("¡", "").replace("¿", "")
    if plain.endswith("..."):  # NFKC makes three dots of one ellipsis
        return plain.rstrip(". ") in _WAITING
    return plain in _ERRORS or bool(_TOO_NARROW.fullmatch(plain) or _NUMBERED.fullmatch(plain))
