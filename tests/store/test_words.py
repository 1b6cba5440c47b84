"""Full-text search in many scripts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store import made

from verbale.records.items import SegmentItem
from verbale.store import Store
from verbale.store.words import index_text, matches, phrases, tokens

TEXTS = {
    "vi": "Tổng Bí thư Tô Lâm hội đàm với Tổng Bí thư, Chủ tịch nước Lào",
    "zh": "两国领导人在北京会谈，同意扩大贸易。",
    "th": "นายกรัฐมนตรีไทยพบกับนายกรัฐมนตรีกัมพูชาที่กรุงเทพฯ",
    "lo": "ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ",
    "ja": "岸田総理はベルリンでショルツ首相と会談した",
    "ko": "한미정상회담에서 무역을 논의했다",
    "ar": "اتَّفَقَ الجانبان على رفع حجم التجارة",
    "hi": "प्रधानमंत्री नरेन्द्र मोदी ने नई दिल्ली में वार्ता की",
    "ru": "Премьер-министр провёл переговоры в Астане",
    "tr": "İstanbul'da görüşme yapıldı",
    "pl": "Wspólne oświadczenie z Łodzi",
    "de": "Die Straße nach Vientiane",
    "km": "នាយករដ្ឋមន្ត្រីកម្ពុជា",
    "my": "မြန်မာနိုင်ငံ",
    "he": "ראש הממשלה נפגש",
    "el": "Ο πρωθυπουργός στην Αθήνα",
    "en": "Tokyo lambs and today's problems",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("words") / "r.db", write=True, create=True)
    store.replace_items([made.segment(language, text, language=language) for language, text in TEXTS.items()])
    return store


@pytest.mark.parametrize(
    ("asked", "language", "marked"),
    [
        ("To Lam", "vi", "Tô Lâm"),
        ("tô lâm", "vi", "Tô Lâm"),
        ("TONG BI THU", "vi", "Tổng Bí thư"),
        ("会谈", "zh", "会谈"),
        ("北京会谈", "zh", "北京会谈"),
        ("京", "zh", "京"),
        ("กัมพูชา", "th", "กัมพูชา"),
        ("รัฐมนตรี", "th", "รัฐมนตรี"),
        ("ລາວ", "lo", "ລາວ"),
        ("ベルリン", "ja", "ベルリン"),
        ("会談", "ja", "会談"),
        ("정상회담", "ko", "정상회담"),
        ("اتفق", "ar", "اتَّفَقَ"),
        ("दिल्ली", "hi", "दिल्ली"),
        ("провел", "ru", "провёл"),
        ("астан", "ru", "Астане"),
        ("istanbul", "tr", "İstanbul"),
        ("lodzi", "pl", "Łodzi"),
        ("strasse", "de", "Straße"),
        ("vient", "de", "Vientiane"),
        ("កម្ពុជា", "km", "កម្ពុជា"),
        ("နိုင်ငံ", "my", "နိုင်ငံ"),
        ("הממשלה", "he", "הממשלה"),
        ("αθηνα", "el", "Αθήνα"),
    ],
)
def test_finds_and_marks(store: Store, asked: str, language: str, marked: str) -> None:
    found = store.search(asked, SegmentItem, 9)
    assert language in [segment.id for segment in found]
    start, end = matches(TEXTS[language], phrases(asked))[0]
    assert TEXTS[language][start:end] == marked


def test_short_words_are_whole_words(store: Store) -> None:
    assert [segment.id for segment in store.search("To Lam", SegmentItem, 9)] == ["vi"]


def test_words_together_come_first(tmp_path: Path) -> None:
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.segment("apart", "trade, then free trade and then free, trade free"),
                made.segment("near", "x " * 40 + "free speech"),
            ]
        )
        store.replace_items(
            [made.segment("apart", "speech free"), made.segment("near", "x " * 40 + "free speech")]
        )
        assert [segment.id for segment in store.search("free speech", SegmentItem, 9)] == ["near", "apart"]


@pytest.mark.parametrize(
    "asked", ["", "  ", '"', "*", "AND", "NEAR(", "a OR b", "x:y", "(", "'; DROP TABLE items", "-", "\x00"]
)
def test_any_text_can_be_asked_for(store: Store, asked: str) -> None:
    store.search(asked, SegmentItem, 9)


def test_limit_is_kept(store: Store) -> None:
    assert len(store.search("tong", SegmentItem, 1)) == 1
    assert store.search("tong", SegmentItem, 0) == []


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        at = token.end
    assert index_text(text) == " ".join(token.text for token in tokens(text))
