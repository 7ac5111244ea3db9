"""HTML becomes the text that a reader sees, none of it lost."""

from __future__ import annotations

import pytest

from pipeline.article.text import html_to_text


@pytest.mark.parametrize("tag", ["<br>", "<img src=x>", "<p>", "<li>", "<hr>", "<p>word<br>"])
def test_elements_that_need_no_end_are_not_nested(tag: str) -> None:
    text = html_to_text("<div>First." + tag * 2_000 + "Last.</div>")
    assert text.startswith("First.")
    assert text.endswith("Last.")


@pytest.mark.parametrize("levels", [10, 255, 256, 300, 390])
def test_text_in_nested_elements_is_kept(levels: int) -> None:
    assert html_to_text("<div>" * levels + "deep" + "</div>" * levels + "after").split() == ["deep", "after"]


@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_lists_have_no_markers_and_items_are_paragraphs(kind: str) -> None:
    html = f"<p>Before.</p><{kind}><li>One.</li><li><p>Two.</p></li></{kind}><p>After.</p>"
    assert html_to_text(html) == "Before.\n\nOne.\n\nTwo.\n\nAfter."


def test_what_is_no_text_of_the_article_is_left_out() -> None:
    html = "<p>One<script>x('<p>')</script>two<style>p {}</style>.</p><figure><figcaption>Photo</figcaption></figure>"
    assert html_to_text(html) == "One two ."
    assert html_to_text("<script>" * 50_000 + "x") == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<?xml version="1.0" encoding="utf-8"?><p>Text.</p>', "Text."),
        ("<!-- note --><p>Text.</p>", "Text."),
        ("<!-- note -->", ""),
        ("", ""),
        ("Text<!-- note --> more.<p>End.", "Text more.\n\nEnd."),
        ("a &lt; b", "a < b"),
        ("<p>One.</p>\n<p>Two<br>lines.</p>", "One.\n\nTwo\nlines."),
    ],
)
def test_odd_html_is_read(html: str, text: str) -> None:
    assert html_to_text(html) == text
