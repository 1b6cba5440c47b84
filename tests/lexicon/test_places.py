"""Cities have one English name in every language, and words that only look like a city are none."""

import pytest

from verbale.lexicon import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Hai bên gặp nhau tại thủ đô Viêng Chăn.", "vi", "Vientiane", "LA"),
        ("De möttes i huvudstaden Vientiane.", "sv", "Vientiane", "LA"),
        ("Переговоры прошли во Вьентьяне.", "ru", "Vientiane", "LA"),
        ("พบกันที่เวียงจันทน์", "th", "Vientiane", "LA"),
        ("ພົບກັນທີ່ ນະຄອນຫຼວງວຽງຈັນ", "lo", "Vientiane", "LA"),
        ("Cuộc gặp diễn ra ở Bắc Kinh.", "vi", "Beijing", "CN"),
        ("Встреча в Пекине", "ru", "Beijing", "CN"),
        ("双方在北京会谈", "zh", "Beijing", "CN"),
        ("両外相は北京で会談した", "ja", "Beijing", "CN"),
        ("양측은 베이징에서 만났다", "ko", "Beijing", "CN"),
        ("عقد الاجتماع في بكين", "ar", "Beijing", "CN"),
        ("دیدار در پکن", "fa", "Beijing", "CN"),
        ("Tapaaminen Pekingissä", "fi", "Beijing", "CN"),
        ("Συνάντηση στην Ουάσινγκτον", "el", "Washington", "US"),
        ("बैठक नई दिल्ली में हुई", "hi", "New Delhi", "IN"),
        ("שיחות בתל אביב", "he", "Tel Aviv", "IL"),
        ("შეხვედრა თბილისში", "ka", "Tbilisi", "GE"),
        ("Հանդիպում Երևանում", "hy", "Yerevan", "AM"),
        ("ជួបគ្នានៅភ្នំពេញ", "km", "Phnom Penh", "KH"),
        ("সভা হয়েছে বেইজিং শহরে", "bn", "Beijing", "CN"),
        ("Зустріч у Києві", "uk", "Kyiv", "UA"),
        ("Görüşme Cenevre'de yapıldı", "tr", "Geneva", "CH"),
        ("Talks at The Hague", "en", "The Hague", "NL"),
    ],
)
def test_a_city_has_one_name_in_all_languages(
    lexicon: Lexicon, text: str, language: str, name: str, country: str
) -> None:
    assert lexicon.place_name(text, language) == name
    assert lexicon.place(text, language) == country


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("في 6 أكتوبر", "ar"),
        ("الرياضة", "ar"),
        ("في مسقط رأسه", "ar"),
        ("แอฟริกา", "th"),
        ("ให้บริการ", "th"),
        ("ប្រាក់", "km"),
        ("다카이치", "ko"),
        ("빈 자리", "ko"),
        ("Венера", "ru"),
        ("Бернард", "ru"),
        ("Парижское соглашение", "ru"),
        ("Милан Петровић", "sr"),
        ("上海合作组织", "zh"),
        ("パリティ", "ja"),
        ("La paz es posible", "es"),
        ("Haga lo que quiera", "es"),
        ("Bernd und Roman", "de"),
        ("Chủ tịch Hồ Chí Minh", "vi"),
        ("Nice to meet you, reading at a bar", "en"),
        ("the Paris Agreement", "en"),
        ("Shanghai Cooperation Organisation", "en"),
    ],
)
def test_words_that_hold_a_city_are_none(lexicon: Lexicon, text: str, language: str) -> None:
    assert lexicon.find_places(text, language) == []
    assert lexicon.place_name(text, language) is None


def test_a_nationality_makes_no_place(lexicon: Lexicon) -> None:
    assert lexicon.place("Egyptian Expatriates", "en") is None
    assert lexicon.place("southern Egypt", "en") == "EG"
