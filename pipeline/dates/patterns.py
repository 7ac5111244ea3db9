"""The forms of time expressions, as named regular expressions made of the table of words.

Order matters: of two that match as much at one place the first is taken. Group names are what
the resolver reads. A form is tried only at the words that it can begin with.
"""

# ruff: noqa: E501 - one form a line reads best whole

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.dates.words import Words

_HEDGES = "about around nearly almost some over more roughly at approximately just only less"
_PARTS_OF = "early mid late"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what it is called, the words it can begin with, and the whole of it.

    ``starts`` names lower-case words; ``#`` stands for a number of up to three digits,
    ``####`` for a longer one, ``@kind`` for the first words of a kind of the table, ``@units`` for
    the units in the plural, ``@long`` for "daylong" and the like; ``the+last`` for "the" before "last".
    """

    name: str
    starts: str
    pattern: re.Pattern[str]


def compile_forms(words: Words) -> tuple[Form, ...]:
    """The forms in order."""
    # A full name has no full stop of its own.
    short = "|".join(name for name in words.kinds["month"] if len(name) < 5 and name not in ("may", "june", "july"))
    m = rf"(?P<month>(?:{words.pattern('month', least=5)}|june|july|may)\b|(?:{short})\b\.?)"
    m2 = m.replace("?P<month>", "?P<month2>")
    wd = rf"(?P<weekday>(?:{words.pattern('weekday', least=5)})|(?:{words.pattern('weekday')})\.)"
    wd_any = rf"(?:(?P<on>{words.pattern('weekday')})\b\.?\s?,?\s+)"
    d = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    d2 = d.replace("?P<day>", "?P<day2>")
    dth = d.removesuffix("?")
    nth = rf"(?P<spelt>{words.pattern('nth')})"
    y = r"(?P<year>1[0-9]\d\d|20\d\d|2100)"
    rel = r"\s+(?:of\s+)?(?P<rel>that|the\s+same|the\s+following|the\s+next|the\s+previous)\s+year"
    n = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})*|(?:{_TENS})-(?:{_ONES})|(?:a|{_ONES})\s+hundred|{words.pattern('number')})"
    fraction = r"(?P<fraction>\.\d+|[\s-]?(?:1/2|½)|\s+and\s+a\s+half)?"
    more = r"(?:\s+(?:more|additional|further|full|whole|consecutive|straight|long))?"
    u = r"(?P<unit>second(?!-quarter)|minute|hour|day|week|fortnight|month|quarter|year|decade|centur(?=y|ies))(?:(?P<plural>s|ies)|y)?"
    u2 = u.replace("?P<unit>", "?P<unit2>").replace("plural", "plural2")
    bare = r"(?:(?<=\bfor\s)|(?<=\bafter\s)|(?<=\bwithin\s)|(?<=\bover\s)|(?<=\bin\s)|(?<=\btook\s)|(?<=\btake\s)|(?<=\blasted\s))"
    part = rf"(?P<part>{words.pattern('part')})"
    season = rf"(?P<season>{words.pattern('season')})"
    clock = r"(?P<hour>[01]?\d|2[0-3])(?:(?::|\.)(?P<minute>[0-5]\d))?"
    since = r"(?P<hour>1[0-2]|[1-9])(?::(?P<minute>[0-5]\d))?"
    until = r"(?P<until>1[0-2]|[1-9])(?::[0-5]\d)?\s*(?P<half>[ap])\.?\s?m\b"
    dash = r"\s*(?:-|–|—|to|and|through|until)\s*"
    zone = r"(?:\s*(?P<zoned>\()?(?P<zone>GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|CET|CEST|IST|JST|ET|local time)(?(zoned)\)))?"
    mod = r"(?:(?P<modpart>early|mid|late|the\s+end\s+of|the\s+start\s+of|the\s+beginning\s+of)(?:\s+|-))?"
    hedge = rf"(?:(?:{_HEDGES.replace(' ', '|')}|more\s+than|less\s+than|at\s+least)\s+)?"
    forms = [
        ("iso", "####", rf"{y}-(?P<monthnumber>0[1-9]|1[0-2])(?:-{d})?(?:[T ](?P<clock>[01]\d:[0-5]\d|2[0-3]:[0-5]\d)(?::\d\d)?(?P<utc>Z?))?"),
        ("iso_week", "####", rf"{y}-W(?P<week>[0-5]\d)|{y.replace('year', 'year2')}-Q(?P<quarternumber>[1-4])"),
        ("year_range", "####", rf"{y}\s?[-–]\s?(?P<last>\d{{4}}|\d\d)(?![\d-])"),
        ("day_range", "# @month", rf"{m}\s+{d}{dash}{d2}(?!\d)(?:\s?,?\s+{y})?|{d.replace('?P<day>', '?P<day_a>')}{dash}{d2.replace('?P<day2>', '?P<day_b>')}\s+{m2}(?:,?\s+{y.replace('year', 'year_b')})?"),
        ("month_day", "@weekday @month last this next", rf"{wd_any}?(?:(?P<which>last|this|next)\s+)?{m}\s+(?:the\s+)?(?:{d}(?![\d%]|\.\d|,\d{{3}}|-\d)|{nth}\b(?!-|\s+(?:quarter|half|round|week|time)\b))(?:\s?,?\s+{y}\b|{rel}|\s+(?:of\s+)?(?P<whose>this|last|next)\s+year\b)?"),
        ("day_month", "@weekday # @nth the+# the+@nth", rf"{wd_any}?(?:(?:the\s+)?{d}\s+(?:of\s+)?|(?:the\s+)?{nth}\s+of\s+){m}(?:\s?,?\s+(?:{y}\b|['’]?(?P<yy>\d\d)\b(?!:))|\s+(?:of\s+)?(?P<whose>this|last|next)\s+year\b)?"),
        ("slashed", "#", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d\d)(?![/.]?\d)"),
        ("month_year", f"@month {_PARTS_OF} the+end the+start the+beginning", rf"{mod}{m}(?:(?:\s+of)?\s?,?\s+(?:{y}\b|['’](?P<yy>\d\d)\b|(?P<which>this|last|next)\s+year)|{rel})"),
        ("nth_weekday", "@ordinal last the+@ordinal the+last", rf"(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+(?:(?P<weekday>{words.pattern('weekday', least=6)})|day)\s+(?:of|in)\s+{m}(?:\s?,?\s+(?:of\s+)?{y}\b)?"),
        ("day_of_month", "the+# the+@nth", rf"the\s+(?:{dth}|{nth})\s+of\s+(?P<which>this|last|next|the)\s+month"),
        ("weekdays_ago", "@number #", rf"{n}\s+(?P<weekday>{words.pattern('weekday', least=6)})s\s+ago"),
        ("bare_day", "@weekday the+#", rf"(?:(?:(?<=\bon\s)|(?<=\bby\s)|(?<=\buntil\s)|(?<=\bof\s)|(?<=\bsince\s)|(?<=\bfor\s))|{wd}\s+)the\s+{dth}(?=\s*(?:[.,;:)]|and\b|or\b|to\b|with\b|at\b|$))"),
        ("ago_day", "@number #", rf"{n}\s+(?:weeks?\s+(?:ago\s+(?:on\s+)?|(?P<from>from)\s+)(?:(?P<named>today|tomorrow|yesterday)|{wd})|(?P<unit>month|year)s?\s+ago\s+(?:(?P<named2>today|tomorrow|yesterday)|(?P<whole>this\s+(?:month|week))|in\s+{m}))"),
        ("year_ago_period", "year its their the+year", r"(?:(?:the|its|their)\s+)?year-(?:ago|earlier)(?:\s+(?:fiscal\s+)?(?P<unit>quarter|period|month|week|half)\b)?"),
        ("same_period", "the+same the+corresponding the+comparable the+like", rf"the\s+(?:same|corresponding|comparable|like)\s+(?:quarter|period|month|week|half|(?P<day>day)|(?:three|six|nine)\s+months)\s+(?:a\s+year\s+(?:earlier|ago|before|previously)|(?:of\s+|in\s+)?(?:last\s+year|the\s+(?:previous|prior|preceding)\s+year|{y}))"),
        ("period_of_year", "the+####", rf"the\s+{y}\s+(?:fiscal\s+)?(?:(?P<ordinal>{words.pattern('ordinal')})[\s-]+)?(?P<unit>quarter|half|period)"),
        ("period_beside", "the+prior the+preceding the+previous the+week the+month the+quarter the+year", r"the\s+(?:(?:prior|preceding|previous)\s+(?P<unit>week|month|quarter|half|year|period)|(?P<unit2>week|month|quarter|year)\s+before(?=\s*(?:[.,;:)]|and\b|--|'')))(?!\s*-)"),
        ("latest", "the+latest the+most the+current", r"the\s+(?:latest|most\s+recent)\s+(?:reporting\s+|fiscal\s+)?(?P<unit>week|month|quarter|half|year)|the\s+(?P<now>current)\s+period"),
        ("that_period", "the+quarter the+half the+period the+month", r"(?:(?<=\bin\s)|(?<=\bfor\s)|(?<=\bduring\s)|(?<=\bof\s))the\s+(?P<unit>quarter|half|period|month)(?!\s+(?:of|final|century|ended|ending|that))"),
        ("months_of", "@ordinal last final opening closing the+first the+last the+final the+opening the+closing", rf"(?:the\s+)?(?P<side>first|last|final|opening|closing)\s+(?:(?P<n>three|six|3|6)\s+months|(?P<quarter>quarter))\s+of\s+(?:{y}|(?P<which>this|last|next|the)\s+year)"),
        ("quarter_of_months", "@month the+@month", rf"(?:the\s+)?{m}(?:\s?(?:-|–|to|through)\s?{m2}\s+(?:quarter|period)|(?:(?<=January)[-–](?=March)|(?<=April)[-–](?=June)|(?<=July)[-–](?=September)|(?<=October)[-–](?=December)){m2.replace('month2', 'month3')}|\s+(?P<unit>quarter))(?:\s+(?:of\s+)?{y})?"),
        ("week_of_month", "first second third fourth last the+first the+second the+third the+fourth the+last", rf"(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{m}(?:\s?,?\s+(?:of\s+)?{y}\b)?"),
        ("end_of", "year month mid the+year the+month", r"(?:the\s+)?(?P<unit>year|month|week)(?:-|\s?['’]s\s+|\s)end(?!\w)|mid-(?P<unit2>week|month|year)"),
        ("half_bare", "the+first the+second first second", r"(?:(?:(?<=\bin\s)|(?<=\bfor\s)|(?<=\binto\s))the\s+(?P<half>first|second)\s+half(?!\s+of)|(?P<half2>first|second)-half(?=\s+(?:results?|profits?|figures|earnings|sales|net|revenue|loss|output|income)))"),
        ("whole_year", "the+full the+whole the+entire the+year", r"(?:(?<=\bfor\s)|(?<=\bin\s))the\s+(?:full|whole|entire)\s+year|(?<=\bfor\s)the\s+year(?=\s*[.,;:)])"),
        ("in_part", "the+@part the+early the+late early earlier late later mid @mid @part", rf"(?:(?:(?<=\bin\s)|(?P<into>(?<=\binto\s))|(?<=\bduring\s)|(?<=\bthrough\s)|(?<=\bthroughout\s)|(?<=\bspent\s)|(?<=\bby\s)|(?P<sure>(?:early|earlier|late|later)\s+in\s+))the\s+(?:(?:early|late)\s+)?|(?P<mid>mid-?)(?!night)|(?P<by>(?:(?<=\bby\s)|(?<=\buntil\s))(?:(?:early|late)\s+)?|(?:(?<=\bfrom\s)|(?<=\bsince\s)|(?<=\bthrough\s))(?:early|late)\s+)(?!night)){part}(?!\s+(?:of|after|before)\b)"),
        ("trading_part", "@part mid early late", rf"(?:mid-|(?:early|late)\s+)?{part}(?=\s+(?:trading|trade|dealings|session)\b)"),
        ("for_the_unit", "the+day the+week", r"(?<=\bfor\s)the\s+(?P<unit>day|week)(?=\s*[.,;:)]|\s+(?:but|and|when|after|as)\b)|(?<=\bspent\s)the\s+(?P<spent>day)(?!\s+(?:before|after)\b)"),
        ("in_the_unit", "early late earlier later", r"(?:early|late|earlier|later)\s+in\s+the\s+(?P<unit>week|month|quarter|year)"),
        ("new_year", "the+new", r"the\s+new\s+year(?!\s?['’])"),
        ("beyond", "the+week the+month the+year the+weekend", r"the\s+(?P<unit>week|month|year|weekend)\s+(?P<beyond>after\s+next|before\s+last)"),
        ("short_year", "#", r"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\bof\s)|(?<=\buntil\s)|(?<=\bby\s)|(?<=\bafter\s)|(?<=\bbefore\s))['’](?P<yy>\d\d)(?!\d|s)"),
        ("clock_part", "#", rf"(?:(?<=\bat\s)|(?<=\bby\s)|(?<=\bbefore\s)|(?<=\baround\s)|(?<=\babout\s)|(?<=\buntil\s)|(?<=\bfrom\s)|(?<=\bafter\s)){clock}\s+(?:(?P<named>tonight)|(?:(?P<near>this|tomorrow|yesterday)|{wd})\s+{part}|last\s+(?P<lastnight>night|evening))"),
        ("quarter", "@ordinal the+@ordinal the+# #", rf"(?P<by>(?<=\bby\s))?(?:the\s+)?(?P<ordinal>{words.pattern('ordinal')})[\s-]+quarter(?:\s+(?:of\s+)?(?:{y}|(?P<which>this|last|next)\s+year))?"),
        ("half_year", "first second the+first the+second", r"(?:the\s+)?(?P<half>first|second)\s+half\s+of\s+(?:" + y + r"|(?P<which>this|last|next|the)\s+year)"),
        ("season_only", "@season", rf"(?:(?<=\bin\s)|(?<=\bin\sthe\s)|(?<=\bby\s)|(?<=\bby\sthe\s)|(?<=\buntil\s)|(?<=\buntil\sthe\s)|(?<=\bcome\s)|(?<=\bthrough\sthe\s)|(?<=\bduring\sthe\s)|(?<=\brest\sof\sthe\s)|(?P<for>(?<=\bfor\sthe\s))|(?P<ahead>(?<=\bbefore\s)|(?<=\bbefore\sthe\s))|(?<=\bthe\s)(?=summer|winter)|(?<=\bspend\sthe\s)|(?<=\bsince\s)|(?<=\bsince\sthe\s)|(?<=\bspring\sand\s)|(?<=\bsummer\sand\s)|(?<=\bautumn\sand\s)|(?<=\bfall\sand\s)|(?<=\bwinter\sand\s)|(?<=\binto\s)|(?<=\binto\sthe\s)|(?<=\bat\sleast\s)|(?<=\bto\sthe\s)(?=spring)|(?<=\blate\s)|(?<=\bearly\s)){season}(?!\s+(?:of|months?)\b)(?(for)(?=\s*[.,;:)]))"),
        ("season_year", f"@season last this next that {_PARTS_OF} the+@season the+following the+coming", rf"{mod}(?:the\s+)?(?:{season}\s+(?:of\s+)?(?:{y}|['’](?P<yy>\d\d)\b|(?P<whose>this|last|next)\s+year)|(?P<which>this\s+past|this|last|next|that|the\s+following|the\s+coming|this\s+coming)\s+{season.replace('season', 'season2')})"),
        ("decade", f"#### # {_PARTS_OF} the+early the+mid the+late the+#### the+# the+@decade", r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?:(?P<decade>1[0-9]\d0|20\d0)\s?['’]?s|['’](?P<dd>\d0)s)|the\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<dd2>[2-9]0)\s?['’]s|(?P<spelt>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))|(?:early|late)[\s-]+(?P<dd3>[2-9]0)\s?['’]?s"),
        ("century", "# the+#", r"(?:the\s+)?(?P<century>\d{1,2})(?:st|nd|rd|th)[\s-]century"),
        ("fiscal", "fiscal financial the+fiscal the+financial the+####", rf"(?:the\s+)?(?:fiscal|financial)(?:\s+year)?\s+(?:{y}|['’]?(?P<yy>\d\d))|the\s+{y.replace('year', 'year2')}\s+fiscal\s+year"),
        ("named_day", "today tonight yesterday tomorrow this last early late earlier later the+day the+night", rf"(?:(?:early|late|earlier|later)\s+)?(?:(?P<named>today|tonight|yesterday|tomorrow)(?:\s+{part}|['’]s(?=\s+(?P<era>{words.pattern('era')})\b))?|the\s+(?:day\s+(?P<beyond>before\s+yesterday|after\s+tomorrow)|(?P<nightbefore>night)\s+before\s+last)|(?P<this>this)\s+{part.replace('?P<part>', '?P<part2>')}|last\s+(?P<lastnight>night|evening))"),
        ("weekday", "@weekday last next this that early late a the+following the+previous", rf"(?:(?P<which>last|next|(?<=,\s)a(?=\s+\w+\s*[,.;:)])|this|this\s+past|this\s+coming|the\s+following|the\s+previous|that)\s+)?(?:(?:early|late)\s+)?{wd}(?:\s+{part})?(?:,?\s+(?:of\s+)?(?P<week>last|this|next)\s+week)?(?!s\b)"),
        ("that_day", "earlier later that the+same the+day", rf"(?:earlier|later)\s+(?:(?P<inday>in\s+the)\s+|that\s+(?:same\s+)?|the\s+same\s+)day|(?:the\s+same|that(?:\s+same)?)\s+(?:day|date|{part})|(?<=\bon\s)the\s+day(?=\s*[.,;:)])"),
        ("next_day", "a one the+next the+following the+previous the+@part", rf"the\s+(?P<side>next|following|previous)\s+(?:day|{part})|the\s+{part.replace('?P<part>', '?P<partbefore>')}\s+before(?=\s*(?:[.,;:)]|\w+ed\b))|(?:a|one)\s+day\s+(?P<side2>earlier|later)"),
        ("weekday_beside", "the+@weekday the+@part", rf"the\s+(?:{wd}|{part})\s+(?P<side>before|after)\s+(?:(?P<holiday>{words.pattern('holiday')})|{m}\s+{d}(?!\d))(?:,?\s+{y})?"),
        ("weekend", "last next this over the+weekend", r"(?:(?P<which>last|next|this|this\s+past|this\s+coming|the|over\s+the)\s+)weekend"),
        ("ago", f"@number # @units {_HEDGES} the+@unit", rf"{hedge}(?:{n}{fraction}\s+)?{u}\s+(?P<dir>ago|earlier(?!\s+(?:this|last)\s+(?:week|month|year)\b)|later|from\s+now|previously|after\s+that|before\s+that|afterwards?|hence|before(?=\s*[.,;:)]))(?!\w)|(?P<halved>an?\s+year\s+and\s+a\s+half)\s+(?P<dir3>ago|earlier|later)\b|the\s+{u2}\s+(?P<dir2>before|after)(?=\s*[.,;:)])"),
        ("offset", f"@number # @units {_HEDGES} the+@unit the+@units", rf"(?:(?P<for>(?<=\bfor\s))|(?<!\bfor\s)){hedge}(?:(?:{n}{fraction}|(?P<the>the))\s+)?{u}\s+(?P<dir>before|after|(?(for)(?!))from(?=\s+(?:{words.pattern('weekday', least=5)}|today|tomorrow)))\b"),
        ("within", "@part @unit the+@part the+@unit the+@units the+weekend", rf"(?:the\s+)?(?:{part}|(?P<unit>week|weekend))\s+(?:of|beginning|starting)\b"),
        ("ended_unit", "the+week the+month the+quarter", r"the\s+(?P<unit>week|month|quarter)(?=\s+(?:that\s+)?(?:ended|ending|to)\b)"),
        ("in_units", "in within", rf"(?P<in>(?:with)?in)\s+(?P<next>the\s+next\s+)?{n}\s+{u}(?:['’]\s+time)?"),
        ("past_units", "last past previous next coming the+last the+past the+previous the+next the+coming", rf"(?:the\s+)?(?P<which>last|past|previous|next|coming)\s+{n}\s+{u}"),
        ("which_unit", f"last next this that later earlier {_PARTS_OF} the+past the+last the+next the+coming the+previous the+following the+same the+current the+present the+end the+start the+beginning the+middle the+rest", r"(?:(?:early|mid|late|earlier|later)\s+)?(?P<which>last|next|this|the\s+past|the\s+last|the\s+next|this\s+past|this\s+coming|the\s+coming|the\s+previous|the\s+following|that|the\s+same|the\s+(?:current|present)|the\s+(?:end|start|beginning|middle|rest)\s+of\s+the)\s+(?P<unit>week|month|quarter|year|decade|century)\b(?!\s*-)"),
        ("which_month", f"last next this that the+next the+following {_PARTS_OF}", rf"{mod}(?P<which>last|next|this|that|the\s+next|the\s+following|this\s+past|this\s+coming)\s+{m}(?!\s+\d)"),
        ("set", "every each daily weekly monthly quarterly yearly annually hourly", rf"(?:every|each)\s+(?:(?P<nth>other|second(?=\s+(?:day|week|month|year)))\s+|(?:{n})\s+)?(?:{u}|{wd}|{part})|(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually|hourly)\b"),
        ("times", "once twice thrice several many @number #", rf"(?:once|twice|thrice|(?:several|many|{n})\s+times)\s+(?:a|an|per|each|every)\s+{u}"),
        ("holiday", "@holiday last next this", rf"(?:(?P<which>last|next|this)\s+)?(?P<holiday>{words.pattern('holiday')})(?:\s+(?P<span>week(?:end)?)\b)?(?:,?\s+(?:(?:of|in)\s+)?{y})?"),
        ("clock", "# #### @hour", rf"(?P<hour3>[01]\d|2[0-3])(?P<minute3>[0-5]\d)\s+(?:hours|local\s+time|(?P<zone3>GMT|UTC|BST|EST|EDT|CET|CEST))|{clock}\s*(?P<half>[ap](?:\.\s?m\b\.?|m\b)){zone}|(?P<hour2>[01]\d|2[0-3]):(?P<minute2>[0-5]\d)(?:\s*hours)?{zone.replace('zone', 'zone2')}(?![:\d])|(?P<named>{words.pattern('hour')})"),
        ("bare_clock", "#", r"(?:(?<=\bat\s)|(?<=\bby\s)|(?<=\buntil\s))(?P<hour>1[0-2]|[1-9]):(?P<minute>[0-5]\d)(?![:\d]|\s*(?:[ap]\.?m\b|seconds?|minutes?|left|remaining))"),
        ("clock_from", "#", rf"(?:(?<=\bfrom\s)|(?<=\bbetween\s)){since}(?=\s*(?:to|and|until)\s*{until})|{since.replace('hour', 'hour2').replace('minute', 'minute2')}\s?[-–]\s?{until.replace('until', 'until2').replace('half', 'half2')}\.?"),
        ("clock_words", f"# {_ONES.replace('|', ' ')} ten eleven twelve", rf"(?:{clock}|(?P<spelt>{_ONES}|ten|eleven|twelve))\s+(?:o['’]clock(?:\s+in\s+the\s+{part})?|in\s+the\s+{part.replace('?P<part>', '?P<part2>')})|(?P<spelt2>{_ONES}|ten|eleven|twelve)\s+(?P<half>[ap])(?:\.\s?m\b\.?|m\b)"),
        ("clock_past", f"a quarter half # {_ONES.replace('|', ' ')} ten twenty", rf"(?:(?P<fraction>(?:a\s+)?quarter|half(?=\s+past))|{n}\s+minutes?)\s+(?P<side>past|to|before|after)\s+(?:(?P<hour>1[0-2]|[1-9])|(?P<spelt>{_ONES}|ten|eleven|twelve))(?:\s+o['’]clock)?(?:\s+(?:in\s+the|at)\s+{part})?(?=\s*(?:[.,;:)]|$|(?:on|when|and|this|that|yesterday|last)\b))"),
        ("duration", "@number # the+@number the+#", rf"(?:(?:a|the)\s+)?{n}{fraction}{more}[\s-]+{u}(?:[\s-](?:long|(?P<old>olds?)))?"),
        ("half", "half a an", r"half\s+an?\s+(?P<unit>hour|day|year|decade|century)(?:\s+(?P<dir>later|earlier|before(?=[.,;:)])))?|an?\s+(?P<unit2>hour|day|week|month|year)\s+and\s+a\s+half"),
        ("bare_units", "@units @long", rf"{bare}{u}(?<=s)(?!\s+old)|{u2}(?P<long>[\s-]?long)"),
        ("reference", "@reference the+near the+@reference", rf"(?:the\s+(?:near\s+)?)?(?P<reference>{words.pattern('reference')})(?!-)"),
        ("month_only", f"@month {_PARTS_OF} the+end the+start the+beginning", rf"{mod}(?P<month>(?:{words.pattern('month', least=5)}|June|July|May)\b)"),
        ("year", f"#### {_PARTS_OF}", rf"(?:(?P<modpart>early|mid|late)[\s-]+)?{y}(?![\d%,.:-]?\d|[,.]\d)(?(modpart)|(?:(?<=\b[Ii]n\s\d\d\d\d)(?=\s+(?:people|men|women)\b)|(?![\d%,.:-]?\d|[,.]\d|\s*(?:people|percent|miles|km|kilometers|dollars|troops|men|women|votes|points|feet|meters|acres|jobs|workers|soldiers|hours|euros|pounds|members|cases|models?)\b)))"),
    ]  # fmt: skip
    return tuple(
        Form(name, starts, re.compile(rf"(?<![\w$€£])(?<!\d[.,:/-])(?:{form})(?!\w)", re.IGNORECASE))
        for name, starts, form in forms
    )
