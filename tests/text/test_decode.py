"""Bytes of any encoding come out as the text that was written."""

import pytest

from verbale.errors import PageError
from verbale.text.decode import decode

WRITTEN = {
    "utf-8": "Chủ tịch nước tiếp Đại sứ Lào tại Hà Nội.",
    "utf-8-sig": "Chủ tịch nước tiếp Đại sứ Lào tại Hà Nội.",
    "utf-16": "Президент встретился с послом в Москве.",
    "utf-32": "Президент встретился с послом в Москве.",
    "utf-16-le": "The President received the Ambassador of Laos.",
    "utf-16-be": "The President received the Ambassador of Laos.",
    "cp1251": "Министр иностранных дел прибыл в Ханой с официальным визитом и провёл переговоры.",
    "koi8-r": "Министр иностранных дел прибыл в Ханой с официальным визитом и провёл переговоры.",
    "cp1252": "Le ministre a reçu à Paris son homologue étranger; les deux pays ont signé un accord.",
    "cp1250": "Prezident přijal ministra zahraničí a země podepsaly dohodu o spolupráci v oblasti energetiky.",
    "cp1254": "Cumhurbaşkanı Ankara'da dışişleri bakanıyla görüştü ve anlaşma imzaladı.",
    "cp1256": "التقى الرئيس مع وزير الخارجية في القاهرة يوم الثلاثاء وناقشا التعاون.",
    "cp1253": "Ο υπουργός συναντήθηκε με τον ομόλογό του στην Αθήνα.",
    "shift_jis": "首相は東京でベトナムの外相と会談した。両国は協力で一致した。",
    "gb18030": "国家主席在北京会见了老挝总理。双方签署了合作协议。",
    "big5": "外交部發言人表示，雙方將加強合作。",
    "euc-kr": "대통령은 서울에서 외교부 장관을 만났다.",
}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_text_in_any_encoding_is_read_as_written(encoding: str) -> None:
    assert decode(WRITTEN[encoding].encode(encoding)) == WRITTEN[encoding]


def test_a_declared_encoding_is_used_when_it_fits() -> None:
    assert decode("Ćwiczenia w Łodzi".encode("iso8859-2"), "iso-8859-2") == "Ćwiczenia w Łodzi"


def test_an_unknown_declared_encoding_does_no_harm() -> None:
    assert decode("Häuser".encode(), "no-such-code") == "Häuser"


def test_a_few_broken_bytes_leave_the_rest_legible() -> None:
    text = decode("Переговоры прошли в Ханое".encode() + b"\xff\xfe" + " и в Москве".encode())
    assert text.startswith("Переговоры прошли в Ханое")
    assert text.endswith("и в Москве")


def test_line_ends_and_control_characters_are_tidied_and_nothing_else() -> None:
    assert decode(b"\xef\xbb\xbfa\r\n b\rc\x00\x07\td  e\n\n\n") == "a\n b\nc\td  e\n\n\n"


def test_letters_are_kept_as_they_are_coded() -> None:
    decomposed = "Tô Lâm".replace("ô", "o\u0302")
    assert decode(decomposed.encode()) == decomposed


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (bytes(range(256)) * 20, "binary data"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(data: bytes, message: str) -> None:
    with pytest.raises(PageError, match=message):
        decode(data)
