"""Who performs each act."""

from __future__ import annotations

from msgspec.structs import replace

from tests.stages.made import Line, classified, mentions, segments_of, source
from verbale.lexicon.data import table
from verbale.records.reading import Speaker
from verbale.stages.attribute import attribute


def speakers(*lines: Line, language: str = "en") -> list[tuple[str, str | None]]:
    """Performer and the words that name the speaker, for each line."""
    page = source("\n".join(line.text for line in lines))
    segments = [replace(segment, language=language) for segment in segments_of(list(lines), page)]
    found = [m for line, segment in zip(lines, segments, strict=True) for m in mentions(line, segment)]
    words = {mention.start: mention.text for mention in found}
    told: tuple[Speaker, ...] = attribute(segments, [classified(line) for line in lines], found)
    return [(s.performer, None if s.at is None else words[s.at]) for s in told]


def test_the_name_that_opens_a_sentence_speaks_even_when_others_are_named() -> None:
    line = Line("Ann Ek thanked Bo Ro for the visit.", people={"Ann Ek": "SE", "Bo Ro": "RO"})
    assert speakers(line) == [("one", "Ann Ek")]


def test_after_a_fronted_phrase_the_name_behind_the_comma_speaks() -> None:
    line = Line("Thanking Bo Ro for coming, Ann Ek stressed trade.", people={"Ann Ek": "SE", "Bo Ro": "RO"})
    assert speakers(line) == [("one", "Ann Ek")]


def test_a_sentence_that_names_nobody_is_carried_over() -> None:
    first = Line("Ann Ek stressed trade.", people={"Ann Ek": "SE"})
    then = Line("She also proposed a new bridge.", act="proposal")
    assert speakers(first, then) == [("one", "Ann Ek"), ("one", "Ann Ek")]


def test_an_office_without_a_name_can_speak() -> None:
    line = Line("The minister proposed a ferry.", act="proposal", offices=["minister"])
    assert speakers(line) == [("one", "minister")]


def test_both_sides_carry_nobody() -> None:
    first = Line("Ann Ek stressed trade.", people={"Ann Ek": "SE"})
    both = Line("The two sides agreed on a ferry.", act="undertaking", performer="both")
    after = Line("She thanked her hosts.", act="courtesy")
    assert speakers(first, both, after) == [("one", "Ann Ek"), ("both", None), ("one", "Ann Ek")]


def test_later_clauses_of_a_sentence_keep_its_speaker() -> None:
    first = Line("Ann Ek proposed a ferry;", act="proposal", people={"Ann Ek": "SE"}, paragraph=0)
    clause = Line("to open a school", act="proposal", performer="both", lead=first.text, paragraph=0)
    assert speakers(first, clause) == [("one", "Ann Ek"), ("one", "Ann Ek")]


def test_a_clause_that_opens_with_a_name_of_its_own_has_a_speaker_of_its_own() -> None:
    first = Line("The two sides agreed on a ferry;", act="undertaking", performer="both", paragraph=0)
    clause = Line(
        "Bo Ro thanked his hosts", act="courtesy", people={"Bo Ro": "RO"}, lead=first.text, paragraph=0
    )
    assert speakers(first, clause) == [("both", None), ("one", "Bo Ro")]


def test_two_names_joined_by_and_speak_together() -> None:
    line = Line(
        "Ann Ek and Bo Ro praised the progress.", act="assessment", people={"Ann Ek": "SE", "Bo Ro": "RO"}
    )
    assert speakers(line) == [("both", None)]


def test_the_writer_speaks_for_nobody() -> None:
    told = speakers(
        Line(
            "Ann Ek met Bo Ro.",
            act="encounter",
            meeting="talks",
            performer="none",
            people={"Ann Ek": "SE", "Bo Ro": "RO"},
        ),
        Line("The two states share a river.", act="background", performer="none"),
    )
    assert told == [("none", None), ("none", None)]


def test_quoted_words_are_somebody_s_whatever_the_act_seems_to_be() -> None:
    line = Line('"We have turned a page," Ann Ek said.', act="furniture", people={"Ann Ek": "SE"})
    assert speakers(line) == [("one", "Ann Ek")]


def test_a_pronoun_of_the_other_gender_passes_over_the_last_speaker() -> None:
    first = Line("Mrs Ann Ek met Mr Bo Ro.", act="courtesy", people={"Ann Ek": "SE", "Bo Ro": "RO"})
    then = Line("Ann Ek proposed a ferry.", act="proposal", people={"Ann Ek": "SE"})
    reply = Line("He stressed trade.")
    assert speakers(first, then, reply)[-1] == ("one", "Bo Ro")


def test_a_counted_office_is_several_where_no_word_for_both_is_known() -> None:
    first = Line("Ann Ek stressed trade.", people={"Ann Ek": "SE"})
    several = Line(
        "Tri ministers agreed on a ferry.", act="undertaking", performer="both", offices=["ministers"]
    )
    assert speakers(first, several) == [("one", "Ann Ek"), ("both", None)]


def test_a_surname_before_an_honorific_names_its_person() -> None:
    first = Line(
        "王小明会见了李大力。", act="encounter", performer="none", people={"王小明": "CN", "李大力": "VN"}
    )
    then = Line("李先生提出建议。", act="proposal")
    assert speakers(first, then, language="zh")[-1] == ("one", "李大力")


def test_with_nobody_named_at_all_nobody_is_guessed() -> None:
    assert speakers(Line("He stressed trade.")) == [("one", None)]


def test_what_both_should_do_stays_with_whoever_asks_it() -> None:
    first = Line("Ann Ek proposed a ferry.", act="proposal", people={"Ann Ek": "SE"}, paragraph=0)
    then = Line("The two sides must share its cost.", act="undertaking", performer="both", paragraph=0)
    agreed = Line("The two sides agreed on a school.", act="undertaking", performer="both", paragraph=1)
    told = speakers(first, then, agreed)
    assert told == [("one", "Ann Ek"), ("one", "Ann Ek"), ("both", None)]


def test_an_outsider_is_kept_apart() -> None:
    told = speakers(
        Line("Ann Ek stressed trade.", people={"Ann Ek": "SE"}),
        Line('"It is too little," said the analyst Ed Fox.', act="objection", people={"Ed Fox": None}),
        Line("Ann Ek thanked her hosts.", act="courtesy", people={"Ann Ek": "SE"}),
    )
    assert [name for _, name in told] == ["Ann Ek", "Ed Fox", "Ann Ek"]


def test_words_of_speakers_are_words() -> None:
    # YAML reads a bare `on` or `no` as a truth value.
    found = [w for rows in table("speakers").values() for words in rows.values() for w in words]
    assert all(isinstance(word, str) and word for word in found)


def test_every_argued_weight_was_learned() -> None:
    weights = table("speaker_weights")
    assert set(weights["prior"]) == set(weights["weights"])
