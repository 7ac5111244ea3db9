"""Lines of the lexicon: what they become, and how wrong ones are refused."""

from pathlib import Path

import pytest

from pipeline.events.lexicon import COLUMNS, LexiconError, Rule, load_lexicon, parse_rules
from pipeline.events.ontology import load_ontology

CLASSES = {"forces": frozenset({"troop", "army"})}


def read(*lines: str) -> list[Rule]:
    text = "\n".join(["# a comment", "\t".join(COLUMNS), *lines])
    return list(parse_rules("test.tsv", text, load_ontology(), CLASSES))


def test_the_first_marked_word_is_the_head_and_the_rest_must_be_near_it() -> None:
    (rule,) = read("carry/V out strike/N\tASSAULT\t\taerial\tsvo-on\t\tJets carried out strikes on the port.")
    assert (rule.head.lemma, rule.head.word_class) == ("carry", "V")
    assert [(word.lemma, word.word_class) for word in rule.words] == [("out", ""), ("strike", "N")]
    assert (rule.type, rule.mode, rule.cameo, rule.origin) == ("ASSAULT", "aerial", "195", "test.tsv:3")


def test_an_empty_code_is_that_of_the_mode_or_else_of_the_type() -> None:
    with_mode, without = read("visit/V\tCONSULT\t\tvisit\tsvo\t\tx", "confer/V\tCONSULT\t\t\tmutual\t\tx")
    assert (with_mode.cameo, without.cameo) == ("042", "040")


def test_conditions_hold_lemmas_classes_and_voice() -> None:
    (rule,) = read("withdraw/V\tRETREAT\t\twithdraw\tsvo-from\tobj:@forces|tank;not_subj:bank;active\tx")
    assert [(c.role, c.lemmas, c.wanted) for c in rule.conditions] == [
        ("obj", frozenset({"troop", "army", "tank"}), True),
        ("subj", frozenset({"bank"}), False),
    ]
    assert rule.voice == "active"


def test_a_dash_excludes_and_report_only_attributes() -> None:
    exclusion, report = read("strike/V balance/N\t-\t\t\tsvo\t\tx", "say/V\tREPORT\t\t\tsvo\t\tx")
    assert exclusion.type is None
    assert not exclusion.report
    assert report.report


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("attack/V\tASSALT\t\t\tsvo\t\tx", "test.tsv:3: unknown type 'ASSALT'; did you mean 'ASSAULT'?"),
        ("attack/V\tASSAULT\t999\t\tsvo\t\tx", "unknown CAMEO code '999'"),
        ("attack/V\tASSAULT\t\tairial\tsvo\t\tx", "ASSAULT has no mode 'airial'; did you mean 'aerial'?"),
        ("attack/V\tASSAULT\t\t\tsvo-too\t\tx", "unknown frame 'svo-too'; did you mean 'svo-to'?"),
        ("attack/V\tASSAULT\t\t\tsvo\tobject:x\tx", "unknown condition 'object:x'; did you mean 'obj'?"),
        ("attack/V\tASSAULT\t\t\tsvo\tobj:@force\tx", "unknown class '@force'; did you mean 'forces'?"),
        ("attack\tASSAULT\t\t\tsvo\t\tx", "no head in 'attack'"),
        ("attack/Q\tASSAULT\t\t\tsvo\t\tx", "unknown word class 'Q'"),
        ("\tASSAULT\t\t\tsvo\t\tx", "bad trigger ''"),
        ("attack/V\tASSAULT", "2 columns where there must be 7"),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_hint(line: str, says: str) -> None:
    with pytest.raises(LexiconError) as error:
        read(line)
    assert says in str(error.value)
    assert str(error.value).startswith("test.tsv:3: ")


def test_a_wrong_header_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"test\.tsv:1: the header must be"):
        list(parse_rules("test.tsv", "trigger\ttype", load_ontology(), {}))


def test_the_most_specific_rule_of_a_head_comes_first(tmp_path: Path) -> None:
    header = "\t".join(COLUMNS)
    (tmp_path / "a.tsv").write_text(
        f"{header}\nstrike/V\tASSAULT\t\t\tsvo\t\tx\nstrike/V balance/N\t-\t\t\tsvo\t\tx\n", encoding="utf-8"
    )
    lexicon = load_lexicon(tmp_path, tmp_path / "none.tsv")
    assert [len(rule.words) for rule in lexicon.rules["strike"]] == [1, 0]


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    header = "\t".join(COLUMNS)
    path = tmp_path / "a.tsv"
    path.write_text(f"{header}\nraid/V\tASSAULT\t\t\tsvo\t\tx\n", encoding="utf-8")
    first = load_lexicon(tmp_path, tmp_path / "none.tsv").version
    assert load_lexicon(tmp_path, tmp_path / "none.tsv").version == first
    path.write_text(f"{header}\nraid/V\tASSAULT\t\t\tsv\t\tx\n", encoding="utf-8")
    assert load_lexicon(tmp_path, tmp_path / "none.tsv").version != first


def test_every_line_of_the_lexicon_is_right_and_has_an_example() -> None:
    lexicon = load_lexicon()
    assert lexicon.size > 0
    for rules in lexicon.rules.values():
        for rule in rules:
            assert rule.example, rule.origin
