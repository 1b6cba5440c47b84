import msgspec
import pytest

from verbale.records.items import Change, Judged, Name, Project, Target, Undertaking
from verbale.records.vocabulary import Strength
from verbale.stages.merge.labels import Told, compose_label
from verbale.stages.merge.relabel import relabelled

BOTH = Told(by=("VN", "LA"), act="undertaking", strength="agree", pillars=("economy",))


def target(
    value: float, by: str | None = None, unit: str = "USD", indicator: str = "two-way trade"
) -> Target:
    return Target(
        id=f"target-{value}",
        indicator=indicator,
        value=value,
        unit=unit,
        by=by,
        countries=("LA", "VN"),
        meeting="m",
        status="target",
        evidence=(),
    )


def project(*names: tuple[str, str]) -> Project:
    return Project(
        id="project-1",
        name=names[0][0],
        names=tuple(Name(text, language, "Latn") for text, language in names),
        countries=("LA", "VN"),
        number=None,
        period=None,
        evidence=(),
    )


def test_a_kind_reads_as_an_infinitive_with_figure_and_date() -> None:
    told = BOTH._replace(
        kind=("trade-raise-volume", 0.8), targets=(target(1e10), target(5e9, "2030")), deadline="2030"
    )
    assert (
        compose_label(told)
        == "Laos and Vietnam agree to raise two-way trade to 5 billion USD by 2030 and to 10 billion USD"
    )


@pytest.mark.parametrize(
    ("strength", "one", "nobody"),
    [
        (
            "consider",
            "Laos will consider whether to cooperate in the economy",
            "To be considered: cooperate in",
        ),
        ("intend", "Laos intends to cooperate in the economy", "Intended: cooperate in the economy"),
        ("commit", "Laos pledges to cooperate in the economy", "Pledged: cooperate in the economy"),
        (
            "signed",
            "Laos signed an agreement to cooperate in the economy",
            "Signed: cooperate in the economy",
        ),
        ("reported done", "Laos reports as done: cooperate in the economy", "Reported done: cooperate in"),
    ],
)
def test_strength_is_told_by_the_verb(strength: Strength, one: str, nobody: str) -> None:
    assert compose_label(BOTH._replace(by=("LA",), strength=strength)) == one
    assert compose_label(BOTH._replace(by=(), strength=strength)).startswith(nobody)


def test_a_proposal_is_told_as_one_and_a_person_only_where_no_country_is_known() -> None:
    told = BOTH._replace(by=("person-1",), act="proposal", strength=None, person="Kaja Kallas")
    assert compose_label(told) == "Kaja Kallas proposes to cooperate in the economy"
    assert compose_label(told._replace(by=("EE",))).startswith("Estonia proposes to")


def test_a_kind_that_is_not_sure_is_not_told() -> None:
    told = BOTH._replace(kind=("trade-raise-volume", 0.3), pillars=("economy", "transport"))
    assert compose_label(told) == "Laos and Vietnam agree to cooperate in the economy"


def test_a_target_names_the_object_where_no_kind_is_told() -> None:
    told = BOTH._replace(
        targets=(target(50_000, "2027-06", "people", "tourists and visitors"),), deadline="2028"
    )
    assert (
        compose_label(told)
        == "Laos and Vietnam agree to bring tourists and visitors to 50,000 people by June 2027"
    )


def test_names_stand_in_the_object_in_english_or_as_written_where_the_kind_has_room_for_them() -> None:
    told = BOTH._replace(kind=("bridge-build", 0.9), deadline="2028-03-15")
    named = told._replace(named=(project(("Friendship Bridge", "en"), ("ສະພານມິດຕະພາບ", "lo")),))
    assert compose_label(named) == "Laos and Vietnam agree to build the Friendship Bridge by 15 March 2028"
    named = told._replace(
        named=(
            project(
                ("Cầu Hữu Nghị", "vi"),
            ),
        )
    )
    assert compose_label(named) == "Laos and Vietnam agree to build “Cầu Hữu Nghị” by 15 March 2028"
    placed = told._replace(places=("Mukdahan",))
    assert (
        compose_label(placed)
        == "Laos and Vietnam agree to build a bridge or tunnel in Mukdahan by 15 March 2028"
    )


def test_other_names_and_amounts_stand_behind() -> None:
    told = BOTH._replace(
        kind=("twin-cities", 0.9), named=(project(("Eastern Corridor", "en")),), figures=((5e7, "USD"),)
    )
    assert compose_label(told) == (
        "Laos and Vietnam agree to link cities, provinces and border districts"
        " (the Eastern Corridor; 50 million USD)"
    )


def test_a_share_is_a_change_where_it_is_told_to_be_one() -> None:
    rise = msgspec.structs.replace(target(15, "2026", "percent"), change=Change(value=15, unit="percent"))
    told = BOTH._replace(kind=("trade-raise-volume", 0.8), targets=(rise,))
    assert compose_label(told) == "Laos and Vietnam agree to raise two-way trade by 15% by 2026"


def test_countries_whose_names_take_an_article_have_it() -> None:
    assert compose_label(BOTH._replace(by=("US", "VN"))).startswith("The United States and Vietnam agree to")


def _edited(**fields: object) -> Undertaking:
    """An undertaking of Laos and Vietnam, due by 2030, of which fields were edited."""
    said = tuple(
        Judged(judgement=name, action="edit", author="Ida", time="2026", field=name) for name in fields
    )
    item = Undertaking(
        id="u",
        meeting="m",
        act="undertaking",
        by=("LA", "VN"),
        speaker=None,
        pillars=("economy",),
        strength="agree",
        label="as it was read",
        deadline="2030",
        named=(),
        target=None,
        thread=None,
        text="text",
        evidence=(),
    )
    return msgspec.structs.replace(item, judged=said, **fields)


def test_a_label_says_what_holds_after_an_edit() -> None:
    told = BOTH._replace(kind=("trade-raise-volume", 0.8), targets=(target(5e9, "2030"),), deadline="2030")
    aims = {"target-5000000000.0": target(5e9, "2030")}

    def label(**fields: object) -> str:
        return relabelled(_edited(**fields), told, aims, {}, {"person-1": "Kaja Kallas"}).label

    assert label(by=("LA",)) == "Laos agrees to raise two-way trade to 5 billion USD by 2030"
    assert label(by=("person-1",)).startswith("Kaja Kallas agrees to")
    assert label(deadline="2035").endswith("to 5 billion USD by 2035")
    assert label(strength="intend").startswith("Laos and Vietnam intend to")
    assert label(label="my own", deadline="2035") == "my own"


def test_a_label_leaves_out_a_target_that_was_rejected() -> None:
    told = BOTH._replace(kind=("trade-raise-volume", 0.8), targets=(target(5e9, "2030"),), deadline="2030")
    assert "billion" not in relabelled(_edited(), told, {}, {}, {}).label
