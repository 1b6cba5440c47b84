"""What the act head takes for furniture, and what becomes of it by where it stands."""

import pytest

from verbale.lexicon import Lexicon
from verbale.records.reading import Page, Source
from verbale.stages.clean import clean
from verbale.stages.clean.doubt import doubted
from verbale.stages.segment import segment

MINUTES = """Agreed minutes of the committee

The heads of delegation welcomed the participants of the fourth meeting.

2. Access fees
Tonga proposed a fee of USD 11,500 for each vessel day of the season.

Josefa Waqa
Secretary for Fisheries"""

PAGE = """Home | World | Sport
Ministers agree on a border gate in Hanoi
Staff reporter

The ministers agreed in Hanoi on Tuesday to open a second border gate.

Strategic links

The guest proposed a new railway line between the two capitals.
Comments (3)
Rain expected
Share"""


def dropped_by_doubt(text: str, p: float) -> list[str]:
    """The segments that are dropped when the head gives every segment this probability of furniture."""
    source: Source = clean(Page(text=text, path="page.txt"), Lexicon.load())[0]
    segments = segment(source)
    gone = doubted(source, segments, [p] * len(segments))
    return [segments[number].text for number in sorted(gone)]


def test_minutes_without_furniture_keep_headings_and_signatures_however_sure_the_head_is() -> None:
    assert dropped_by_doubt(MINUTES, 0.999) == []


def test_among_furniture_a_suspicion_is_enough_but_not_for_the_headline_nor_between_paragraphs() -> None:
    assert dropped_by_doubt(PAGE, 0.6) == ["Staff reporter", "Rain expected"]


def test_a_heading_between_paragraphs_goes_only_when_the_head_is_as_sure_as_can_be() -> None:
    assert "Strategic links" not in dropped_by_doubt(PAGE, 0.9)
    assert "Strategic links" in dropped_by_doubt(PAGE, 0.995)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "HERALD\nMonday edition\nGhana and Togo settle the coastal road\nBy our staff\n\n"
            "Ghana and Togo agreed on Monday how the coastal road at Aflao will be paid for.",
            "Ghana and Togo settle the coastal road",
        ),
        (
            "国际\n东方瞭望\n中国与坦桑尼亚商定铁路修复时间表\n\n"
            "中国交通运输部副部长在达累斯萨拉姆会见坦桑尼亚工程部长，就铁路修复的时间表交换意见。",
            "中国与坦桑尼亚商定铁路修复时间表",
        ),
    ],
)
def test_the_headline_is_the_line_whose_words_the_account_takes_up(text: str, title: str) -> None:
    assert clean(Page(text=text, path="page.txt"), Lexicon.load())[0].title == title


def test_a_statement_is_dated_by_its_signing_and_keeps_the_line() -> None:
    text = (
        "Joint statement on fisheries\n\nThe Parties agreed to share the costs of two patrol boats.\n\n"
        "Done at Rabat, 5 October 2018, in two originals.\nFor the Government of Morocco"
    )
    source = clean(Page(text=text, path="page.txt"), Lexicon.load())[0]
    assert (source.published, source.dropped) == ("2018-10-05", ())


def test_teasers_that_open_with_their_day_are_sources_though_other_lines_follow_them() -> None:
    text = (
        "Ghana and Togo met\n\nGhana and Togo agreed on Monday how the coastal road will be paid for.\n\n"
        "Related stories\nPort to get a third quay\n9 May 2022 - The port authority opened a tender for a third quay.\n"
        "Border post reopens\n2 May 2022 - Officers reopened the crossing after the floods of last month.\n"
        "We use cookies to improve your experience on this site."
    )
    page, *teasers = clean(Page(text=text, path="page.txt"), Lexicon.load())
    assert [(t.title, t.published) for t in teasers] == [
        ("Port to get a third quay", "2022-05-09"),
        ("Border post reopens", "2022-05-02"),
    ]
    assert "notice" in {d.reason for d in page.dropped}


def test_where_no_furniture_word_is_known_labels_and_services_below_the_account_tell() -> None:
    account = (
        "Cyfarfu Gweinidog Tramor Kenya â Gweinidog Tramor y Ffindir yn Nairobi ddydd Mawrth.\n\n"
        "Cytunodd y ddau weinidog i hyfforddi athrawon ym mhrifysgolion y Ffindir.\n\n"
    )
    foot = "Llun: Swyddfa'r Arlywydd\nRhannwch yr erthygl hon ar Facebook"
    assert dropped_by_doubt(account + foot, 0.98) == foot.split("\n")
    assert dropped_by_doubt(account + foot, 0.9) == []
    assert dropped_by_doubt(account + "Y Gweinidog\nMiriam Wanjala", 0.999) == []
