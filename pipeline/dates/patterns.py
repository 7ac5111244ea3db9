"""The forms of time expressions, as named regular expressions made of the table of words.

Order matters: of two that match at one place the first is taken. Group names are what
:mod:`pipeline.dates.resolution` reads.
"""

# ruff: noqa: E501 - one form a line reads best whole

from __future__ import annotations

import re

from pipeline.dates.words import Words


def compile_forms(words: Words) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms in order: (name, expression)."""
    m = rf"(?P<month>(?:{words.pattern('month')})\b\.?)"
    m2 = m.replace("?P<month>", "?P<month2>")
    wd = rf"(?P<weekday>(?:{words.pattern('weekday', least=5)})|(?:{words.pattern('weekday')})\.)"
    wd_any = rf"(?:(?:{words.pattern('weekday')})\b\.?,?\s+)"
    d = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    d2 = d.replace("?P<day>", "?P<day2>")
    y = r"(?P<year>1[0-9]\d\d|20\d\d|2100)"
    n = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})*|(?:twenty|thirty|forty|fifty|sixty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|{words.pattern('number')})"
    u = r"(?P<unit>second|minute|hour|day|week|month|quarter|year|decade|centur(?=y|ies))(?:s|y|ies)?"
    part = rf"(?P<part>{words.pattern('part')})"
    season = rf"(?P<season>{words.pattern('season')})"
    clock = r"(?P<hour>[01]?\d|2[0-3])(?:(?::|\.)(?P<minute>[0-5]\d))?"
    dash = r"\s*(?:-|–|—|to|and|through|until)\s*"
    zone = r"(?:\s*\(?(?P<zone>GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|CET|CEST|IST|JST|local time)\)?)?"
    forms = [
        ("iso", rf"{y}-(?P<monthnumber>0[1-9]|1[0-2])(?:-{d})?(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?"),
        ("iso_week", rf"{y}-W(?P<week>[0-5]\d)|{y.replace('year', 'year2')}-Q(?P<quarternumber>[1-4])"),
        ("day_range", rf"{m}\s+{d}{dash}{d2}(?!\d)(?:,?\s+{y})?|{d.replace('?P<day>', '?P<day_a>')}{dash}{d2.replace('?P<day2>', '?P<day_b>')}\s+{m2}(?:,?\s+{y.replace('year', 'year_b')})?"),
        ("month_day", rf"{wd_any}?{m}\s+(?:the\s+)?{d}(?![\d%]|\.\d|,\d{{3}})(?:,?\s+{y}\b)?"),
        ("day_month", rf"{wd_any}?(?:the\s+)?{d}\s+(?:of\s+)?{m}(?:,?\s+(?:{y}\b|['’]?(?P<yy>\d\d)\b(?!:)))?"),
        ("slashed", r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>\d{4}|\d\d)"),
        ("month_year", rf"(?:(?P<modpart>early|mid|late|mid-)[\s-]*)?{m}(?:\s+of)?,?\s+(?:{y}\b|(?P<which>this|last|next)\s+year)"),
        ("quarter", rf"(?:the\s+)?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]+quarter(?:\s+(?:of\s+)?(?:{y}|(?P<which>this|last|next)\s+year))?"),
        ("season_year", rf"(?:the\s+)?{season}\s+(?:of\s+)?{y}|(?P<which>this|last|next)\s+{season.replace('season', 'season2')}"),
        ("decade", r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?:(?P<decade>1[0-9]\d0|20\d0)s|['’](?P<dd>\d0)s)"),
        ("century", r"(?:the\s+)?(?P<century>\d{1,2})(?:st|nd|rd|th)[\s-]century"),
        ("fiscal", rf"(?:the\s+)?(?:fiscal|financial)(?:\s+year)?\s+(?:{y}|(?P<yy>\d\d))"),
        ("named_day", rf"(?:(?P<named>today|tonight|yesterday|tomorrow)(?:\s+{part})?|the\s+day\s+(?P<beyond>before\s+yesterday|after\s+tomorrow)|(?P<this>this)\s+{part.replace('?P<part>', '?P<part2>')}|last\s+(?P<lastnight>night))"),
        ("weekday", rf"(?:(?P<which>last|next|this|this\s+past|this\s+coming|the\s+following|the\s+previous)\s+)?{wd}(?:\s+{part})?(?!s\b)"),
        ("earlier", r"(?:earlier|later)\s+(?:in\s+the\s+|that\s+(?:same\s+)?|the\s+same\s+)day|(?:the\s+same|that(?:\s+same)?)\s+day"),
        ("weekend", r"(?:(?P<which>last|next|this|this\s+past|the|over\s+the)\s+)weekend"),
        ("ago", rf"(?:(?:about|nearly|almost|some|over|more\s+than)\s+)?{n}\s+{u}\s+(?P<dir>ago|earlier|later|from\s+now|previously)\b"),
        ("in_units", rf"(?P<in>(?:with)?in)\s+(?:the\s+next\s+)?{n}\s+{u}(?:['’]\s+time)?"),
        ("past_units", rf"(?:the\s+)?(?P<which>last|past|previous|next|coming)\s+{n}\s+{u}"),
        ("which_unit", r"(?P<which>last|next|this|the\s+past|this\s+past|the\s+previous|the\s+following|that|the\s+same|earlier\s+this|later\s+this|the\s+current)\s+(?P<unit>week|month|quarter|year|decade|century)\b(?!\s*-)"),
        ("which_month", rf"(?P<which>last|next|this|this\s+past)\s+{m}"),
        ("set", rf"(?:every|each)\s+(?:(?P<nth>other)\s+|(?:{n})\s+)?(?:{u}|{wd}|{part})|(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually|hourly)\b"),
        ("holiday", rf"(?P<holiday>{words.pattern('holiday')})(?:,?\s+{y})?"),
        ("clock", rf"{clock}\s*(?P<half>[ap]\.?m\b\.?){zone}|(?P<hour2>[01]\d|2[0-3]):(?P<minute2>[0-5]\d)(?:\s*hours)?{zone.replace('zone', 'zone2')}(?![:\d])|(?P<noon>noon|midnight)"),
        ("duration", rf"(?:(?:a|the)\s+)?{n}[\s-]+{u}(?:[\s-]old)?"),
        ("month_only", rf"(?:(?P<modpart>early|mid|late)[\s-]+)?(?P<month>(?:{words.pattern('month', least=5)}|June|July)\b)"),
        ("year", rf"(?:(?:early|mid|late)[\s-]+)?{y}(?![\d%,.:-]?\d|\s*(?:people|percent|miles|km|kilometers|dollars|troops|men|votes|points|feet|meters|acres|jobs|workers|soldiers))"),
    ]  # fmt: skip
    return tuple((name, re.compile(rf"(?<![\w$€£])(?:{form})(?!\w)", re.IGNORECASE)) for name, form in forms)
