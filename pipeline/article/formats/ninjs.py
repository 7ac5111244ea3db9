"""IPTC ninjs 1 to 3, and Superdesk's dialect of it.

The names of fields are those of IPTC's newsinjson schemas; 2.x writes lists of objects, 3.x camelCase.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.article.formats.parts import Json, Parts, first, text_of, word

_PLAIN = ("body_text", "bodyText")
_HTML = ("body_xhtml", "body_html", "bodyXhtml", "bodyHtml")
_MARKS = ("bodies", *_PLAIN, *_HTML, "versioncreated", "versionCreated", "headlines", "pubstatus", "pubStatus")
_NOT_USABLE = ("canceled", "cancelled", "withheld", "withholding", "killed")


def is_ninjs(item: Json) -> bool:
    """Whether an object is a ninjs item: it has fields that only ninjs has."""
    return any(name in item for name in _MARKS) and "articleBody" not in item and "@type" not in item


def parts(item: Json) -> Parts:
    """The parts of a ninjs item; of several bodies the plain one, never two."""
    body, field, html = _body(item)
    headline = first(item, "headline", "title") or next(
        (item[name] for name in sorted(item) if name.startswith("headline_") and item[name]), None
    )
    return Parts(
        body=body,
        body_field=field,
        html=html,
        id=first(item, "uri", "guid"),
        title=headline or _main(item.get("headlines")),
        url=first(item, "url") or _link(first(item, "uri")),
        source=text_of(first(item, "infosource", "infosources", "infoSources", "source", "by", "byline"), "name"),
        language=first(item, "language"),
        published=first(
            item, "versioncreated", "versionCreated", "firstcreated", "firstCreated", "contentcreated", "contentCreated"
        ),
        withheld=_withheld(item),
        not_text=_not_text(item),
    )


def _withheld(item: Json) -> str | None:
    status = word(first(item, "pubstatus", "pubStatus")).rpartition(":")[2]
    return f"pubstatus is {status!r}" if status in _NOT_USABLE else None


def _not_text(item: Json) -> str | None:
    kind = word(first(item, "type"))
    return None if kind in ("", "text", "composite", "article") else kind[:40]


def _body(item: Json) -> tuple[object, str, bool | None]:
    for names, html in ((_PLAIN, False), (_HTML, True)):
        for name in names:
            if item.get(name):
                return item[name], name, html
    held = item.get("bodies") or []
    if not isinstance(held, list | Mapping):
        return held, "bodies", None
    listed = held if isinstance(held, list) else [held]
    bodies = [body for body in listed if isinstance(body, Mapping) and body.get("value")]
    if bodies:
        chosen = min(bodies, key=lambda body: (_role(body) not in ("", "main", "body"), "html" in _kind(body)))
        kind = _kind(chosen)
        return chosen["value"], "bodies[].value", "html" in kind if kind else None
    for name in sorted(item):
        if name.startswith("body_") and item[name]:
            return item[name], name, None
    return None, "body_text, body_html or bodies", None


def _main(headlines: object) -> object:
    if not isinstance(headlines, list):
        return text_of(headlines, "value")
    held = [each for each in headlines if isinstance(each, Mapping) and each.get("value")]
    return min(held, key=lambda each: _role(each) not in ("", "main"))["value"] if held else text_of(headlines, "value")


def _kind(body: Json) -> str:
    return word(first(body, "contenttype", "contentType"))


def _role(item: Json) -> str:
    return word(item.get("role"))


def _link(uri: object) -> object:
    return uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None
