"""The names of the months as spreadsheets write them, in the languages of Excel and of India."""

from __future__ import annotations

_NAMES = """
    jan january januar janvier janv ene enero gen gennaio janeiro januari ocak oca sty styczeń stycznia led leden
        янв январь января січ tammi ιαν जन जनवरी জানু জানুয়ারি ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി જાન્યુ;
    feb february februar février févr fév fevr febrero febbraio fevereiro fev februari şubat şub lut luty lutego úno
        únor фев февр февраль февраля лют helmi φεβ फ़र फर फरवरी ফেব ফেব্রু பிப் ఫిబ్ర ಫೆಬ್ರ ഫെബ്രു ફેબ્રુ;
    mar march märz mrz mär mars marzo março mrt maart mart marzec marca bře březen мар март марта бер maalis μαρ
        मार्च মার্চ மார் మార్చి ಮಾರ್ಚ್ മാർ માર્ચ;
    apr april avril avr abr abril aprile nis nisan kwi kwiecień kwietnia dub duben апр апрель апреля кві huhti απρ
        अप्रैल এপ্রিল ஏப் ఏప్రి ಏಪ್ರಿ ഏപ്രി એપ્રિલ;
    may mai mayo mag maggio maio mei maj mayıs maja kvě květen май мая тра touko μαϊ मई মে மே మే ಮೇ മേയ് મે;
    jun june juni juin giu giugno junho junio haz haziran cze czerwiec czerwca čvn červen июн июнь июня чер kesä
        ιουν जून জুন ஜூன் జూన్ ಜೂನ್ ജൂൺ જૂન;
    jul july juli juillet juil lug luglio julho julio tem temmuz lip lipiec lipca čvc červenec июл июль июля лип
        heinä ιουλ जुल जुलाई জুলাই ஜூலை జులై ಜುಲೈ ജൂലൈ જુલાઈ;
    aug august août aou aoû ago agosto agustus augustus ağu ağustos sie sierpień sierpnia srp srpen авг август
        августа сер elo αυγ अग अगस्त আগস্ট ஆக ఆగ ಆಗ ഓഗ ઑગસ્ટ;
    sep sept september septembre set settembre setembro septiembre eyl eylül wrz wrzesień września zář září сен сент
        сентябрь сентября вер syys σεπ सित सितंबर সেপ্টে செப் సెప్టెం ಸೆಪ್ಟೆಂ സെപ്റ്റം સપ્ટે;
    oct october oktober octobre okt ott ottobre outubro out octubre eki ekim paź październik října říj říjen окт
        октябрь октября жов loka οκτ अक्टू अक्तू अक्टूबर অক্টো அக் అక్టో ಅಕ್ಟೋ ഒക്ടോ ઑક્ટો;
    nov november novembre noviembre novembro kas kasım lis listopad listopada ноя нояб ноябрь ноября marras νοε नव
        नवं नवंबर নভে நவ நவம்பர் నవం ನವೆಂ നവം નવે;
    dec december dezember dez décembre déc dic dicembre dezembro diciembre des ara aralık gru grudzień grudnia pro
        prosinec дек декабрь декабря гру joulu δεκ दिस दिसं दिसंबर ডিসে டிச డిసెం ಡಿಸೆಂ ഡിസം ડિસે
"""
"""Of each month, from January on: English, then short and long names of other languages."""

MONTHS = {name: number for number, names in enumerate(_NAMES.split(";"), 1) for name in names.split()}
"""Name of a month in small letters -> its number."""

ALSO_WORDS = frozenset({"set", "out", "gen", "pro", "des", "led", "lip", "ago", "mag", "tem", "elo", "ara"})
"""Names that are words or short forms of other things: `SET-12` and `PRO-24` are ids, `12-set` is a date."""
