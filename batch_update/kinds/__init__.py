"""The kinds of cells, for any resource: what they hold in a person's words, their reader, what `<clear>` makes of them.

Pure: no column's name, file, network or clock. A kind that one resource alone has stands in that resource's folder.
"""
# fmt: off

from batch_update.kinds.choices import read_choice, read_flag
from batch_update.kinds.doubts import doubt_list, doubt_text
from batch_update.kinds.ids import make_row_id, read_id
from batch_update.kinds.lists import read_integers, read_strings
from batch_update.kinds.numbers import read_digits, read_integer, read_ratio
from batch_update.kinds.texts import read_phone_number, read_text, read_url
from batch_update.resource import JsonType, Kind

TEXT = Kind(name="text", json_type=JsonType.STRING, read=read_text, doubt=doubt_text, cleared="",
            may_hold="any text")
PHONE_NUMBER = Kind(name="telephone number", json_type=JsonType.STRING, read=read_phone_number, cleared="",
                    may_hold="a telephone number")
ID = Kind(name="id", json_type=JsonType.STRING, read=read_id, cleared="", may_hold="one id, not a name")
URL = Kind(name="web address", json_type=JsonType.STRING, read=read_url, cleared="",
           may_hold="a web address that starts with https:// (or http://)")
SECONDS = Kind(name="seconds", json_type=JsonType.STRING, read=read_digits, cleared="",
               may_hold="a whole number of seconds")
MINUTES = Kind(name="minutes", json_type=JsonType.STRING, read=read_digits, cleared="",
               may_hold="a whole number of minutes")
COUNT = Kind(name="whole number", json_type=JsonType.STRING, read=read_digits, cleared="", may_hold="a whole number")
RATIO = Kind(name="number", json_type=JsonType.STRING, read=read_ratio, cleared="",
             may_hold="a number such as 2 or 1.5")
CHOICE = Kind(name="choice", json_type=JsonType.STRING, read=read_choice, cleared=None,
              may_hold="one of the choices, by its number, its name, or both (1 - Preview)")
FLAG = Kind(name="flag", json_type=JsonType.INTEGER, read=read_flag, cleared=None, is_flag=True,
            may_hold="1 or 0; yes/no, true/false and on/off are understood too")
INTEGER = Kind(name="integer", json_type=JsonType.INTEGER, read=read_integer, cleared=None, may_hold="a whole number")
STRINGS = Kind(name="list of strings", json_type=JsonType.STRINGS, read=read_strings, doubt=doubt_list, cleared=[],
               may_hold="whole numbers with commas or semicolons between them")
INTEGERS = Kind(name="list of integers", json_type=JsonType.INTEGERS, read=read_integers, doubt=doubt_list, cleared=[],
                may_hold="whole numbers with commas or semicolons between them")

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
