"""The kinds of cells, for any resource: what they hold in a person's words, their readers, what `<clear>` sends.

Each has two readers, of a cell and of what the account gave, and says when two values are the same.

Pure: no column's name, file, network or clock. A kind that one resource alone has stands in that resource's folder.
"""
# fmt: off

from batch_update.kinds.choices import read_choice, read_flag
from batch_update.kinds.doubts import doubt_list, doubt_text
from batch_update.kinds.equality import same_items, same_number, same_one_id, same_text
from batch_update.kinds.ids import make_row_id, read_id
from batch_update.kinds.lists import read_integers, read_strings
from batch_update.kinds.live import (
    live_choice,
    live_digits,
    live_flag,
    live_id,
    live_integer,
    live_integers,
    live_ratio,
    live_strings,
    live_text,
)
from batch_update.kinds.numbers import read_digits, read_integer, read_ratio
from batch_update.kinds.texts import read_phone_number, read_text, read_url
from batch_update.resource import JsonType, Kind

TEXT = Kind(name="text", json_type=JsonType.STRING, read=read_text, doubt=doubt_text, cleared="",
            live=live_text, same=same_text, may_hold="any text")
PHONE_NUMBER = Kind(name="telephone number", json_type=JsonType.STRING, read=read_phone_number, cleared="",
                    live=live_text, same=same_text, may_hold="a telephone number")
ID = Kind(name="id", json_type=JsonType.STRING, read=read_id, cleared="", live=live_id, same=same_one_id,
          may_hold="one id, not a name")
URL = Kind(name="web address", json_type=JsonType.STRING, read=read_url, cleared="", live=live_text, same=same_text,
           may_hold="a web address that starts with https:// (or http://)")
SECONDS = Kind(name="seconds", json_type=JsonType.STRING, read=read_digits, cleared="",
               live=live_digits, same=same_number, may_hold="a whole number of seconds")
MINUTES = Kind(name="minutes", json_type=JsonType.STRING, read=read_digits, cleared="",
               live=live_digits, same=same_number, may_hold="a whole number of minutes")
COUNT = Kind(name="whole number", json_type=JsonType.STRING, read=read_digits, cleared="",
             live=live_digits, same=same_number, may_hold="a whole number")
RATIO = Kind(name="number", json_type=JsonType.STRING, read=read_ratio, cleared="",
             live=live_ratio, same=same_number, may_hold="a number such as 2 or 1.5")
CHOICE = Kind(name="choice", json_type=JsonType.STRING, read=read_choice, cleared=None, live=live_choice,
              may_hold="one of the choices, by its number, its name, or both (1 - Preview)")
FLAG = Kind(name="flag", json_type=JsonType.INTEGER, read=read_flag, cleared=None, live=live_flag, is_flag=True,
            may_hold="1 or 0; yes/no, true/false and on/off are understood too")
INTEGER = Kind(name="integer", json_type=JsonType.INTEGER, read=read_integer, cleared=None, live=live_integer,
               may_hold="a whole number")
STRINGS = Kind(name="list of strings", json_type=JsonType.STRINGS, read=read_strings, doubt=doubt_list, cleared=[],
               live=live_strings, same=same_items, may_hold="whole numbers with commas or semicolons between them")
INTEGERS = Kind(name="list of integers", json_type=JsonType.INTEGERS, read=read_integers, doubt=doubt_list, cleared=[],
                live=live_integers, same=same_items, may_hold="whole numbers with commas or semicolons between them")

__all__ = [
    "CHOICE",
    "COUNT",
    "FLAG",
    "ID",
    "INTEGER",
    "INTEGERS",
    "MINUTES",
    "PHONE_NUMBER",
    "RATIO",
    "SECONDS",
    "STRINGS",
    "TEXT",
    "URL",
    "make_row_id",
]
