"""Sentences and clauses in many scripts, each exactly where it stands in the source."""

import pytest

from verbale.records.reading import Dropped, Segment, Source
from verbale.stages.segment import segment
from verbale.text.lines import lines_of


def source(text: str, language: str = "en", dropped: tuple[Dropped, ...] = ()) -> Source:
    return Source(
        id="source-1",
        path="page.txt",
        url=None,
        outlet=None,
        title=None,
        language=language,
        published=None,
        published_from=None,
        sha256="",
        text=text,
        dropped=dropped,
    )


def texts(text: str, language: str) -> list[str]:
    return [s.text for s in segment(source(text, language))]


SENTENCES = {
    "sv": [
        "Den 2 dec. 2025 möttes de bl.a. i Vientiane kl. 10.30.",
        "– Bra, sade prof. A. Ek m.fl.",
        "Källan är säker.",
    ],
    "de": [
        "Am 4. Dezember traf Dr. O. Scholz den Präsidenten.",
        "„Gut!“, sagte er.",
        "Es war u. a. das 2. Treffen usw.",
        "Danach reiste er ab.",
    ],
    "fr": [
        "M. Ruto a vu Mme Samia le 10 oct. 2022.",
        "« C'est bien ! » a-t-il dit.",
        "La réunion a duré 2 h.",
    ],
    "ru": [
        "Встреча прошла 1 дек. 2025 г. в г. Вьентьяне.",
        "Товарооборот составил 2,2 млрд. долл. США.",
        "«Хорошо!» — сказал он.",
    ],
    "vi": [
        "TS. Nguyễn Văn A. dự lễ tại TP. Hồ Chí Minh.",
        "Kim ngạch đạt 2,2 tỷ USD, tăng 50.4%.",
        "Hai bên nhất trí.",
    ],
    "en": [
        "Mr. Smith met Gen. To Lam at 10.30 a.m. in Washington D.C. on Tuesday.",
        "The U.S. envoy left.",
        "“We agree!” she said.",
    ],
    "ar": ["التقى الرئيس د. أحمد مع الوزير.", "هل تم الاتفاق؟", "بلغت التجارة 2.5 مليار دولار."],
    "hi": ["विदेश मंत्री एस. जयशंकर ने डॉ. शर्मा से मुलाकात की।", "क्या समझौता हुआ?", "दोनों देश सहमत हुए।"],
    "km": ["នាយករដ្ឋមន្ត្រីបានជួបជាមួយឯកអគ្គរដ្ឋទូតចិន។", "តម្លៃពាណិជ្ជកម្មមាន ២.៥ ពាន់លានដុល្លារ។"],
    "my": ["ဝန်ကြီးချုပ်သည် သံအမတ်ကြီးနှင့် တွေ့ဆုံခဲ့သည်။", "နှစ်ဖက် သဘောတူညီခဲ့ကြသည်။"],
    "el": ["Ο κ. Μητσοτάκης συνάντησε τον πρόεδρο.", "Υπήρξε συμφωνία;", "Ναι, δήλωσε."],
    "hy": ["Նախագահը Երևանում հանդիպեց արտգործնախարարին։", "Առևտուրը հասավ 2.5 միլիարդ դոլարի։"],
    "am": ["ጠቅላይ ሚኒስትሩ በአዲስ አበባ ተገናኙ።", "ንግዱ 2.5 ቢሊዮን ዶላር ደረሰ።"],
    "ka": ["პრეზიდენტი თბილისში მინისტრს შეხვდა.", "ვაჭრობამ 2.5 მილიარდ დოლარს მიაღწია."],
    "xx": ["Aa bb cc 2.5 dd.", "Ee A. Ff gg!", "Hh ii?"],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(language: str) -> None:
    assert texts(" ".join(SENTENCES[language]), language) == SENTENCES[language]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["国家主席在北京会见了总理。", "“我们很高兴。”他说。", "双方签署了3.5亿美元的协议！"]),
        ("ja", ["首相は外相と会談した。", "「嬉しい。」と述べた。", "次回はいつか？"]),
    ],
)
def test_scripts_without_spaces(language: str, sentences: list[str]) -> None:
    assert texts("".join(sentences), language) == sentences


def test_thai_is_split_at_spaces_before_words_that_begin_a_sentence() -> None:
    first = "นายกรัฐมนตรีหารือกับเอกอัครราชทูตจีนประจำประเทศไทย"
    second = "นอกจากนี้ทั้งสองฝ่ายเห็นพ้องที่จะขยายการค้าระหว่างกัน"
    assert texts(f"{first} {second}", "th") == [first, second]


@pytest.mark.parametrize(
    ("language", "clauses"),
    [
        (
            "vi",
            [
                "Hai bên nhất trí tăng cường hợp tác quốc phòng;",
                "duy trì các cơ chế giao lưu văn hóa, thể thao;",
                "thực hiện tốt đề án về giáo dục.",
            ],
        ),
        (
            "ar",
            ["اتفق الجانبان على زيادة حجم التبادل التجاري؛", "وتعهدا بتسهيل إجراءات الاستثمار بين البلدين."],
        ),
        (
            "el",
            [
                "Οι δύο ηγέτες συμφώνησαν να επισπεύσουν τη διασύνδεση·",
                "θα υπογράψουν μνημόνιο τον επόμενο Μάιο.",
            ],
        ),
        ("zh", ["双方同意继续推进高级别交往；", "加强在经贸领域的务实合作。"]),
    ],
)
def test_clauses_of_a_communique_keep_their_subject(language: str, clauses: list[str]) -> None:
    found = segment(source("".join(clauses) if language == "zh" else " ".join(clauses), language))
    assert [s.text for s in found] == clauses
    assert [s.lead for s in found] == ["", *[clauses[0]] * (len(clauses) - 1)]


def test_short_items_and_brackets_are_not_clauses() -> None:
    text = "With veterans; guests; and the envoys (of Laos, the host; of Vietnam, the guest; of Cambodia)."
    assert texts(text, "en") == [text]


def test_a_sentence_too_long_for_the_encoder_is_cut_at_commas() -> None:
    found = segment(source(", ".join(f"the parties agreed on point number {n}" for n in range(100)), "en"))
    assert len(found) > 3
    assert all(len(s.text) <= 1200 for s in found)
    assert all(s.text.endswith(",") for s in found[:-1])


def test_lines_are_paragraphs_and_dropped_stretches_are_left_out() -> None:
    text = "Talks in Hanoi\n\nThe ministers met. They agreed.\nPhoto: VNA\nThey parted.  "
    at = text.index("Photo")
    found = segment(source(text, dropped=(Dropped(at, at + 10, "credit"),)))
    assert [(s.paragraph, s.text) for s in found] == [
        (0, "Talks in Hanoi"),
        (1, "The ministers met."),
        (1, "They agreed."),
        (2, "They parted."),
    ]
    assert all(text[s.start : s.end] == s.text for s in found)


def test_a_paragraph_in_another_script_has_its_own_language() -> None:
    found = segment(
        source(
            "The ministers met in Hanoi on Tuesday to speak of trade.\nМинистры встретились в Ханое во вторник."
        )
    )
    assert [s.language for s in found] == ["en", "ru"]


def test_ids_depend_on_the_place_alone() -> None:
    one, other = segment(source("We agree. We agree."))
    assert one.id != other.id
    assert segment(source("We agree. We agree."))[1] == other


def test_lines_without_a_word_are_no_segments() -> None:
    assert segment(source("***\n—\n…\n")) == ()


def test_lines_know_where_they_stand() -> None:
    text = "  a \n\n b\n"
    assert [(line.number, text[line.start : line.end]) for line in lines_of(text)] == [(0, "a"), (2, "b")]
    assert isinstance(segment(source("A line."))[0], Segment)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The two sides agreed to:\n- open a second gate at Bavet;\n- share the costs.\nThey met in May.",
        ),
        ("zh", "双方同意：\n（一）开通两国首都之间的直航班列；\n（二）扩大农产品进口。\n会谈在北京举行。"),
        ("km", "ភាគីទាំងពីរបានឯកភាព៖\n១. បើកច្រកព្រំដែនថ្មី។\n២. បន្ថយពន្ធ។\nកិច្ចប្រជុំបានបញ្ចប់។"),
    ],
)
def test_items_of_a_list_take_their_lead_from_the_sentence_above_them(language: str, text: str) -> None:
    introduction, first, second, after = segment(source(text, language))
    assert [s.lead for s in (introduction, first, second, after)] == ["", *[introduction.text] * 2, ""]


def test_a_space_in_thai_parts_two_clauses_but_not_a_name_from_its_verb() -> None:
    first = "ทั้งสองฝ่ายเห็นพ้องที่จะเปิดเที่ยวบินตรงระหว่างเชียงใหม่กับดานัง"
    second = "นายสมชาย ใจดี รัฐมนตรีช่วยว่าการ เสนอให้ลดค่าธรรมเนียมวีซ่าสำหรับนักธุรกิจ"
    assert texts(f"{first} {second}", "th") == [first, second]
