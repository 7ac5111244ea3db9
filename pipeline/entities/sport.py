"""News of sport: a club that bears its town's name, and the names in results, tables and line-ups."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from pipeline.entities.datelines import HEADINGS
from pipeline.entities.joining import GIVEN_NAMES, Span
from pipeline.entities.names import Name
from pipeline.entities.tables import Countries, known_organisations, plain, word_list
from pipeline.language.parsed import ParsedText

STRONG = word_list("of sport alone")
WORDS = STRONG | word_list("of sport")
"""Words that an article of another kind seldom has several of."""
_ENOUGH = 5
"""Different words of sport, those of sport alone counted twice, that make an article one of sport."""
_DEEDS = word_list("team deeds") | word_list("deeds in sport")
_PEOPLE = word_list("people of a team")
_NATIONS = word_list("nations of sport")
_NO_NAMES = word_list("days and months") | HEADINGS
_AGAINST = frozenset({"for", "against", "over", "v", "vs", "vs.", "versus"})
_BESIDE_TEAMS = _PEOPLE | {"v", "vs", "vs.", "game", "roster", "lineup", "dugout", "franchise"}
_LEAVES = frozenset({"leave", "head", "depart", "bind", "bid", "base"})
_JOINS = frozenset({"join", "sign", "buy", "loan", "transfer", "arrive", "come"})
_AT = frozenset({"in", "at", "near", "outside", "around", "through", "of", "from", "to", "into", "across"})
_SMALL_IN_NAMES = word_list("particles") | {"&", "-"}
_SMALL_TAGS = frozenset({"IN", "DT", "PRP", "PRP$", "CC", "TO", "MD", "WDT", "WP", "WRB", "EX"})
_DISMISSED = frozenset({"b", "c", "lbw", "st"})
"""How a batsman was out: "S. Campbell c Waugh b Warne"."""
_OUT = _DISMISSED | {"not", "run", "retired"}
_SCORERS = frozenset({"scorers", "scorer", "goalscorers", "goals", "tries", "points", "wickets"})
_LONGEST, _WIDE = 4, 3
"""Words of a name in a table; figures in a row of it, and numbers of a bowler's figures."""


def is_sport(hits: list[dict[str, list[int]]], texts: tuple[ParsedText, ...]) -> bool:
    """Whether an article is about sport, by the different words of sport in it.

    Args:
        hits: for each field, the tokens that are words of sport, under "of sport".
        texts: the parsed fields.
    """
    words = {text.doc[place].lower_ for text, found in zip(texts, hits, strict=True) for place in found["of sport"]}
    return len(words) + len(words & STRONG) >= _ENOUGH and not words.isdisjoint(STRONG)


def listed(parsed: ParsedText, spans: list[Span]) -> list[Span]:
    """The spans of a text of sport, with those of its results, tables and line-ups put right.

    "Utrecht 0", "1. Ajax 16 12 2 2" are teams; "1-Ian Walker (Tottenham)", "4. Sonja Nef, Switzerland, 2:32",
    "(Suker 18, 77 penalty)" are people.
    """
    doc = parsed.doc
    found: list[Span] = []
    free = 0
    for place, small in enumerate(doc.to_array("IS_LOWER").tolist()):
        if small or place < free:
            continue
        last = _run(parsed, place)
        if place < last < len(doc) and not _in_prose(doc, place, last) and (kind := _kind(parsed, place, last)):
            found.append((place, last, kind))
        free = last
    found += [
        (a, b, "PERSON") for first, last, kind in spans if kind == "PERSON" for a, b in _batsmen(doc, first, last)
    ]
    kept = [span for span in spans if not any(span[0] < last and first < span[1] for first, last, _ in found)]
    return sorted(kept + found)


def _run(parsed: ParsedText, first: int) -> int:
    """One past the capitals that begin at a token on one line, particles among them; the token where none does."""
    doc, last = parsed.doc, first
    while last < len(doc) and last - first < 2 * _LONGEST:
        token = doc[last]
        inner = last > first and token.lower_ in _SMALL_IN_NAMES and last + 1 < len(doc)
        inner = inner and (token.text != "-" or not token.whitespace_)
        if not (_capital(token) or (inner and _capital(doc[last + 1]))) or (last > first and _new_line(parsed, last)):
            break
        last += 1
    return last


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and token.tag_ not in _SMALL_TAGS


def _new_line(parsed: ParsedText, place: int) -> bool:
    """Whether a line begins with a token."""
    before, token = parsed.doc[place - 1], parsed.doc[place]
    return "\n" in parsed.text[before.idx + len(before) : token.idx] or before.is_space


def _kind(parsed: ParsedText, first: int, last: int) -> str | None:
    """What a table or a list makes of a run of capitals: a team by the figures behind it, a person by the bracket.

    Something follows the run.
    """
    doc, words = parsed.doc, parsed.doc[first:last]
    named = words[0].lower_ not in _NO_NAMES or (len(words) > 1 and len(words[0]) < _LONGEST)  # "Sun Jun", no "Sunday"
    if not named or len(words) > _LONGEST or _new_line(parsed, last):
        return None
    before, after = doc[first - 1].text if first else "", doc[last].text
    if _is_nation(words.text):
        return "GPE" if before == "(" or after[0].isdigit() else None
    if before.lower() in _DISMISSED or after in _DISMISSED:
        return "PERSON"
    sporting = any(token.lower_ in WORDS for token in words)
    if sporting or (after == "(" and _credit(doc, last)):
        return None
    acronym = len(words) == 1 and after == "(" and doc[last + 1].is_upper  # "World Series of Poker (WSOP)"
    if (after == "(" and not acronym and _bracketed(parsed, last)) or (after == "," and _ranked(parsed, first, last)):
        return "ORG" if after == "(" and _team_score(parsed, last) else "PERSON"
    if before == "-" and first > 1 and doc[first - 2].text.isdigit() and len(words) > 1 and not after[0].isdigit():
        return "PERSON"
    figures, numbers = _figures(doc, last)
    if not figures:
        return "ORG" if before == ")" and _of_nation(doc, first - 1) and doc[last].lower_ in ("one", "same") else None
    if numbers >= _WIDE or (before in ("(", ",", ";", ":", "-") and _scored_by(doc, first)):
        return "PERSON"
    if before == ")" and _of_nation(doc, first - 1) and not _new_line(parsed, first):
        return "ORG"
    team = figures > _WIDE or _beside(parsed, first, last)
    return "ORG" if team and words[0].lower_ not in GIVEN_NAMES else None


def _in_prose(doc: Doc, first: int, last: int) -> bool:
    """Whether a word follows a run, and neither a mark of a list nor how somebody was out stands beside it."""
    before, after = doc[first - 1].lower_ if first else "", doc[last].text
    return after[0].isalpha() and after not in _DISMISSED and before not in _DISMISSED and before not in ("(", ")", "-")


def _is_nation(words: str) -> bool:
    return words in Countries.load().names or words.lower().replace(" ", "-") in _NATIONS


def _credit(doc: Doc, place: int) -> bool:
    """Whether a bracket holds a news agency, as behind a dateline."""
    return place + 2 < len(doc) and doc[place + 2].text == ")" and plain(doc[place + 1].text) in known_organisations()


def _figures(doc: Doc, first: int) -> tuple[int, int]:
    """How many figures of a table stand from a token on, and how many numbers hyphens join in the first."""
    figures, joined, last = 0, 1, first
    while last < len(doc):
        text = doc[last].text
        if text == "-" and last + 1 < len(doc) and doc[last + 1].text[0].isdigit() and not doc[last].whitespace_:
            joined += figures == 1
            last += 2
            continue
        if not (text.lstrip(".")[:1].isdigit() or text in ("-", "1/2")) or len(text.strip(".stndrh")) > _WIDE:
            break
        figures += text != "-"
        last += 1
    return figures, joined


def _bracketed(parsed: ParsedText, place: int) -> bool:
    """Whether a bracket holds one name, as that of a player's country or club."""
    last = _run(parsed, place + 1)
    return place + 1 < last < len(parsed.doc) and parsed.doc[last].text in (")", ",") and last - place < 2 + _LONGEST


def _team_score(parsed: ParsedText, place: int) -> bool:
    """Whether one figure and another team, or halftime's score, follow a bracket: "(Turkey) 74 Tel Aviv (..."."""
    doc = parsed.doc
    close = _run(parsed, place + 1)
    if close + 2 >= len(doc) or doc[close].text != ")" or _figures(doc, close + 1) != (1, 1):
        return False
    start = close + 2
    end = _run(parsed, start)
    if end + 2 >= len(doc) or doc[end].text != "(":
        return False
    at_half = doc[end + 1].text in ("halftime", "half-time") or (doc[end + 1].is_digit and doc[end + 2].text == "-")
    return end > start or at_half


def _ranked(parsed: ParsedText, first: int, last: int) -> bool:
    """Whether two words or more behind a rank have a country behind them: "4. Sonja Nef, Switzerland, 2:32"."""
    rank = "".join(token.text for token in parsed.doc[max(first - 2, 0) : first])
    if last - first < 2 or not rank.rstrip(".)-")[-1:].isdigit() or rank[-1].isdigit():
        return False
    end = _run(parsed, last + 1)
    return end > last + 1 and _is_nation(parsed.doc[last + 1 : end].text)


def _of_nation(doc: Doc, close: int) -> bool:
    """Whether a closing bracket ends one that holds a country: "(France) Gan"."""
    opening = next((place for place in range(close - 1, max(close - 5, -1), -1) if doc[place].text == "("), close)
    return _is_nation(doc[opening + 1 : close].text)


def _scored_by(doc: Doc, place: int) -> bool:
    """Whether scorers are listed here: in a bracket that a score opened ("4 ( Ronaldo 8 , ..."), behind "Scorers:"."""
    for token in reversed(doc[max(place - 24, 1) : place]):
        if token.text == ":":
            return token.nbor(-1).lower_ in _SCORERS
        if token.text in ("(", ")"):
            return token.text == "(" and token.nbor(-1).text[0].isdigit()
    return False


def _beside(parsed: ParsedText, first: int, last: int) -> bool:
    """Whether one figure behind a run is a score: another run with its figure, or its scorers, stand beside it."""
    doc = parsed.doc
    figures, _ = _figures(doc, last)
    place = next(
        (place for place in range(last, len(doc)) if not (doc[place].text[0].isdigit() or doc[place].text == "-")), 0
    )
    if figures == 1 and place:
        listed = doc[place].text == ","  # "Cleveland 8, Minnesota 3:", and no longer list of scorers
        start = place + 1 if listed or doc[place].text == "(" else place
        end = _run(parsed, start)
        ends = end + 1 < len(doc) and doc[end + 1].text in (",", "and")
        if end > start and _figures(doc, end)[0] and not _new_line(parsed, start) and not (listed and ends):
            return True
    if figures != 1 or first < 2 or _new_line(parsed, first):
        return False
    if doc[first - 1].text == ")":
        return _scored_by(doc, first - 1)
    if doc[first - 1].text == "," and first > 2:
        ends = last + 1 < len(doc) and doc[last + 1].text in (",", "and")
        return doc[first - 2].text.isdigit() and doc[first - 3].text[0].isupper() and not ends
    return doc[first - 1].text.isdigit() and doc[first - 2].text[0].isupper()


def _batsmen(doc: Doc, first: int, last: int) -> list[tuple[int, int]]:
    """The people in a span that runs over how one of them was out, or nothing."""
    cuts = [place for place in range(first + 1, last) if doc[place].text in _OUT]
    if not cuts:
        return []
    edges = [first - 1, *cuts, last]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1 and doc[a + 1].text[0].isupper()]


def clubs(texts: tuple[ParsedText, ...], names: list[Name], datelines: set[tuple[int, int]]) -> list[Name]:
    """The names of an article of sport, with towns and states that stand for their clubs as organisations.

    A town that is a team once in the article is one wherever no word says that something is there.

    Args:
        texts: the parsed fields.
        names: names in order of mention.
        datelines: the field and the first token of the places of datelines, which are no clubs.
    """
    towns = [
        name.kind == "GPE" and not _is_nation(name.words) and (name.text, name.first) not in datelines for name in names
    ]
    teams = {name.words for name, town in zip(names, towns, strict=True) if town and _plays(texts[name.text], name)}
    clubs = (
        town and name.words in teams and not _is_there(texts[name.text], name)
        for name, town in zip(names, towns, strict=True)
    )
    return [
        name._replace(kind="ORG" if club else "GPE") if club or _plays_for_nation(name) else name
        for name, club in zip(names, clubs, strict=True)
    ]


def _plays_for_nation(name: Name) -> bool:
    """Whether a country was taken for something else, as "England" in "England coach"."""
    return name.kind in ("ORG", "PERSON") and _is_nation(name.words)


def _plays(parsed: ParsedText, name: Name) -> bool:
    """Whether a town does here what only a team does."""
    doc = parsed.doc
    before = doc[name.first - 1] if name.first else None
    after = doc[name.last] if name.last < len(doc) else None
    if after is not None and after.text in ("'s", "'"):
        return doc[name.head].head.lower_ in _PEOPLE
    if before is not None and before.lower_ in _AGAINST:
        return before.head.lemma_ not in _LEAVES and (before.lower_ != "over" or before.head.pos_ == "NOUN")
    if before is not None and before.text == "(" and name.first > 1 and doc[name.first - 2].text[0].isupper():
        return doc[name.first - 2].ent_type_ not in ("GPE", "LOC", "FAC")
    if _is_there(parsed, name):
        joined = before is not None and before.lower_ == "from" and before.head.lemma_ in _JOINS
        return joined or _fixture(parsed, name)
    if after is not None and (_figures(doc, name.last)[0] or after.lower_ in _BESIDE_TEAMS):
        return True
    head = doc[name.head]
    return (head.dep_ in ("nsubj", "dobj") and head.head.lemma_ in _DEEDS) or _fixture(parsed, name)


def _fixture(parsed: ParsedText, name: Name) -> bool:
    """Whether a line names nothing but a game: "VANCOUVER AT NEW JERSEY"."""
    start, end = parsed.text.rfind("\n", 0, name.start) + 1, parsed.text.find("\n", name.end)
    home, at, guest = parsed.text[start : end if end >= 0 else None].lower().partition(" at ")
    return bool(at) and len(home.split()) < _WIDE + 1 and len(guest.split()) < _WIDE + 1 and bool(guest.strip())


def _is_there(parsed: ParsedText, name: Name) -> bool:
    """Whether a word says that something is at the town, or a dateline begins with it."""
    doc = parsed.doc
    before = doc[name.first - 1] if name.first else None
    if before is None or before.lower_ in _AT:
        return not _fixture(parsed, name)
    if before.text == "," and name.first > 1 and doc[name.first - 2].ent_type_ in ("GPE", "LOC", "FAC"):
        return True
    after = doc[name.last] if name.last < len(doc) else None
    dated = after is not None and (after.text in ("-", "--", ",") or (after.ent_type_ == "DATE" and len(after) > _WIDE))
    return dated and (doc[name.first].is_sent_start or _new_line(parsed, name.first))
