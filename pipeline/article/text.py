"""The one normalisation of titles and bodies: everything after it counts in its characters."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from inscriptis import Inscriptis
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.article.article import UnreadableArticle

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
# Soft hyphen, zero-width space, word joiner, byte-order mark, and what text cannot hold: NUL. The joiners
# U+200C and U+200D stay: they are spelling in Persian, Indic scripts and emoji.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00]")
_TAG = re.compile(
    r"<\s*(?:!doctype|/?(?:html|body|p|div|br|span|b|i|em|strong|a|ul|ol|li|h[1-6]|figure|img|table|section|article|blockquote)\b)[^<>]{0,2000}>",
    re.I,
)
_BLOCKS = re.compile(r"\n{3,}")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ASIDES = ("script", "style", "figcaption", "noscript", "template")
# A list is shown as paragraphs: a marker before each item would be text that nobody wrote.
_SHOWN_AS = {"ul": "div", "ol": "div", "menu": "div", "dir": "div", "li": "p"}
_MAX_DEPTH = 400


def normalise(text: str) -> str:
    r"""NFC, line ends as ``\n``, no invisible characters, no unpaired surrogates (U+FFFD instead)."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def is_html(text: str) -> bool:
    """Whether a text is HTML: it has a tag that articles are marked up with."""
    return "<" in text and _TAG.search(text) is not None


def html_to_text(html: str) -> str:
    """The text of HTML, a blank line between its blocks; scripts, styles and captions left out.

    Raises:
        UnreadableArticle: it is nested deeper than any article.
    """
    try:
        tree = document_fromstring(_DECLARATION.sub("", html, count=1), parser=HTMLParser(huge_tree=True))
        if _deeper_than(_MAX_DEPTH, tree):
            raise UnreadableArticle("html-too-deep", f"the HTML is nested deeper than {_MAX_DEPTH} elements")
        _prepare(tree)
        text = Inscriptis(tree, ParserConfig(css=STRICT_CSS_PROFILE)).get_text()
    except LxmlError:  # no element and no text in it
        text = unescape(re.sub(r"<[^<>]*>", " ", html))
    lines = (line.strip() for line in text.split("\n"))
    return _BLOCKS.sub("\n\n", "\n".join(lines)).strip()


def _prepare(tree: HtmlElement) -> None:
    for element in list(tree.iter(*_ASIDES)):
        element.tail = " " + (element.tail or "")
        element.drop_tree()
    for element in tree.iter(*_SHOWN_AS):
        element.tag = _SHOWN_AS[element.tag]


def _deeper_than(most: int, tree: HtmlElement) -> bool:
    level = [tree]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
