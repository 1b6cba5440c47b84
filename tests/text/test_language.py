"""Languages of pages, of one line, and of what is no language."""

import pytest

from verbale.text.language import identify

PAGES = {
    "sv": "Statsministern träffade sin kollega i Stockholm.\nDe enades om att öka handeln mellan länderna.",
    "vi": "Chủ tịch nước tiếp Đại sứ Lào tại Hà Nội.\nHai bên nhất trí tăng cường hợp tác.",
    "ru": "Министр иностранных дел прибыл в Ханой.\nСтороны обсудили торговлю.",
    "uk": "Президент зустрівся з прем'єр-міністром у Києві.\nСторони підписали угоду.",
    "zh": "国家主席在人民大会堂会见了老挝总理。双方签署了合作协议。",
    "lo": "ນາຍົກລັດຖະມົນຕີ ໄດ້ຕ້ອນຮັບ ຄະນະຜູ້ແທນຈາກ ສປ.ຈີນ.",
    "km": "នាយករដ្ឋមន្ត្រីបានជួបជាមួយឯកអគ្គរដ្ឋទូត។",
    "sw": "Rais alikutana na waziri wa mambo ya nje jijini Nairobi na kutia saini makubaliano.",
    "am": "ጠቅላይ ሚኒስትሩ በአዲስ አበባ ከውጭ ጉዳይ ሚኒስትር ጋር ተገናኙ።",
}


@pytest.mark.parametrize("language", PAGES)
def test_a_page_is_told_with_its_probability(language: str) -> None:
    code, p = identify(PAGES[language])
    assert code == language
    assert 0.4 <= p <= 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "id",
            "Kedua negara sepakat meningkatkan kerja sama karena investasi mencapai Rp5 miliar pada Agustus.",
        ),
        (
            "ms",
            "Kedua-dua pemimpin bersetuju kerana pelaburan mencecah RM5 bilion pada Ogos, kata beliau di pejabat.",
        ),
    ],
)
def test_close_languages_are_told_by_the_words_only_one_uses(language: str, text: str) -> None:
    assert identify(text)[0] == language


@pytest.mark.parametrize("text", ["", "12.5 % — 2025", "VNA", "fb yt zl tw", "\n \n", "\u202e\u200f"])
def test_what_cannot_be_told_is_und(text: str) -> None:
    assert identify(text) == ("und", 0.0)


def test_menus_in_another_language_do_not_outweigh_the_text() -> None:
    page = "Home\nAbout us\nContact\n" + PAGES["sv"] * 3 + "\nShare this page\nRead more news"
    assert identify(page)[0] == "sv"


def test_a_declared_language_counts_only_when_the_text_allows_it() -> None:
    assert identify(PAGES["sv"], "en-US")[0] == "sv"
    assert identify(PAGES["sv"], "sv-SE")[0] == "sv"
