"""Which language a text is in, and what articles say of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.codes import language_code
from pipeline.language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers met in Geneva on Monday to talk about the border.", "en"),
        ("THE MINISTERS MET IN GENEVA ON MONDAY TO TALK ABOUT THE BORDER.", "en"),
        ("Die Minister trafen sich am Montag in Genf und sprachen über die Grenze.", "de"),
        ("Les ministres se sont réunis lundi à Genève pour parler de la frontière.", "fr"),
        ("اجتمع الوزراء في جنيف يوم الاثنين للحديث عن الحدود بين البلدين", "ar"),
        ("Министры встретились в Женеве в понедельник, чтобы обсудить границу.", "ru"),
        ("會談在日內瓦舉行討論邊界問題，雙方代表出席了會議。", "zh"),
        ("部长们周一在日内瓦会晤", "zh"),
        ("大臣らは月曜日にジュネーブで会談した", "ja"),
        ("", None),
        ("1234 5678 !!! ---", None),
    ],
)
def test_languages_are_told_apart(text: str, language: str | None) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    ["Obama in Cuba", "Trump", "Putin meets Xi", "Syria truce", "Gaza ceasefire collapses", "Kim Jong Un", "Israel",
     "Taliban attack Kabul", "Protesters clash police", "Gunmen kill 12", "Hello.", "Talks resume today.",
     "Netanyahu, Abbas, Sisi, Erdogan", "Mali junta, Ansar Dine sign Bamako accord"],
)  # fmt: skip
def test_a_few_english_words_are_never_another_language(text: str) -> None:
    assert detect(text) in ("en", None)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    answer = detect(text)
    assert answer is None or (answer.isalpha() and len(answer) in (2, 3))


@pytest.mark.parametrize(
    ("said", "code"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("eng", "en"), ("English", "en"), ("ger", "de"), ("und", None),
     ("", None), (None, None), ("not a language", None), ("fil", "fil")],
)  # fmt: skip
def test_declared_languages_become_codes(said: str | None, code: str | None) -> None:
    assert language_code(said) == code
