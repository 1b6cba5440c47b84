"""Texts with marked spans for training and measuring the names tagger.

Two manners of marking meet here. The corpora (UNER, NERGrit) mark PER, ORG and LOC and nothing else; the
project's own segments mark all tags of docs/labelling.md, and mark adjectives of nationality as LOC.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from verbale.models.tagger.labels import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHARED = Path(__file__).parents[2] / "shared" / "corpora"
LABELLED = Path(__file__).parents[1] / "src" / "verbale" / "resources" / "labelled"
WEB = Path(__file__).parent / "data" / "names_web.jsonl"

UNER = {
    "sv": "Swedish-Talbanken/sv_talbanken",
    "da": "Danish-DDT/da_ddt",
    "pt": "Portuguese-Bosque/pt_bosque",
    "hr": "Croatian-SET/hr_set",
    "sk": "Slovak-SNK/sk_snk",
    "zh": "Chinese-GSD/zh_gsd",
    "en": "English-EWT/en_ewt",
}
UNER_TRAINED = ("sv", "da", "pt", "hr", "sk", "zh")

SPELLED_ALIKE = frozenset({"en", "de", "es", "fr", "it", "nl", "sw"})
"""Languages whose names may stand in an English sentence: Latin letters, not inflected."""
DOTTED = frozenset({"tr", "az"})
"""Their `I` has another small letter than Python gives it."""

ALL_TAGS = frozenset(TAGS)
CORPUS_TAGS = frozenset({"PER", "ORG", "LOC"})

HELD_OUT_EVERY = 5
"""One labelled segment in five is held out for measuring, told by the digest of its text."""

_NERGRIT_TAGS = {"PERSON": "PER", "ORGANISATION": "ORG", "PLACE": "LOC"}
_MARKED = re.compile(r"\[\[(\w+)\|(.*?)\]\]")
_NO_SPACE_BEFORE, _NO_SPACE_AFTER = frozenset(",.;:!?)]}%"), frozenset("([{")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its spans (first character, one past the last, tag).

    Attributes:
        known: the tags that were looked for: where no span stands, there is none of these, maybe another.
    """

    text: str
    spans: tuple[tuple[int, int, str], ...]
    language: str
    known: frozenset[str]

    @property
    def own(self) -> bool:
        """Whether it is one of the project's own segments."""
        return self.known == ALL_TAGS


def read_uner(language: str, part: str) -> list[Marked]:
    """Sentences of Universal NER; `part` is train, dev or test."""
    path = SHARED / "ner" / "uner" / f"{UNER[language]}-ud-{part}.iob2"
    sentences = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        text = next(line.removeprefix("# text = ") for line in lines if line.startswith("# text = "))
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        words = _locate(text, [row[1] for row in rows])
        sentences.append(Marked(text, _spans(words, [row[2] for row in rows]), language, CORPUS_TAGS))
    return sentences


def read_nergrit(part: str) -> list[Marked]:
    """Indonesian sentences of NERGrit, with usual spaces put back; `part` is train, valid or test."""
    path = SHARED / "ner" / "nergrit" / f"{part}_preprocess.txt"
    sentences = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if "\t" in line]
        text, words = _join([row[0] for row in rows])
        marks = ["-".join([mark[0], _NERGRIT_TAGS[mark[2:]]]) if mark != "O" else "O" for _, mark in rows]
        sentences.append(Marked(text, _spans(words, marks), "id", CORPUS_TAGS))
    return sentences


def read_factrueval(*, held_out: bool) -> list[Marked]:
    """Russian sentences of FactRuEval's demonstration set, with persons; one document in three is held out.

    Its places and bodies are marked with their descriptions, unlike everywhere else, and are not read.
    """
    sentences: list[Marked] = []
    with zipfile.ZipFile(SHARED / "factrueval" / "devset.zip") as archive:
        books = sorted(name.removesuffix(".txt") for name in archive.namelist() if name.endswith(".txt"))
        for number, book in enumerate(books):
            if (number % 3 == 0) == held_out:
                files = (
                    archive.read(book + end).decode() for end in (".txt", ".tokens", ".spans", ".objects")
                )
                sentences.extend(_factrueval_sentences(*files))
    return sentences


def read_labelled(*, held_out: bool) -> list[Marked]:
    """The project's own segments: those held out, or the others."""
    return [
        example
        for path in sorted(LABELLED.glob("*.jsonl"))
        for example in _read_labelled_file(path)
        if _is_held_out(example.text) == held_out
    ]


def read_web() -> list[Marked]:
    """Sentences in the manner of mails, reviews, weblogs and encyclopedias, written for this project.

    They are marked as the corpora are: PER, ORG and LOC alone, and no adjectives of nationality.
    """
    rows = [json.loads(line) for line in WEB.read_text(encoding="utf-8").splitlines()]
    return [Marked(*_unmark(row["text"]), row["language"], CORPUS_TAGS) for row in rows]


def recased(sentences: Sequence[Marked], count: int, seed: int = 0) -> list[Marked]:
    """`count` sentences with names in small letters, and every fourth in capitals: headlines and chats."""
    chooser = random.Random(seed)  # noqa: S311  not for secrets
    made: list[Marked] = []
    for each in chooser.sample(sentences, len(sentences)):
        text = each.text.upper() if len(made) % 4 == 3 else each.text.lower()
        # Letters that change their number (`ß`) would move the marks.
        if each.spans and text != each.text and len(text) == len(each.text):
            made.append(replace(each, text=text))
        if len(made) == count:
            break
    return made


def swapped(sentences: Sequence[Marked], names: Sequence[Marked], seed: int = 0) -> list[Marked]:
    """The sentences with their names put in place by others of the same tag, taken from `names`."""
    chooser = random.Random(seed)  # noqa: S311  not for secrets
    pool: dict[str, list[str]] = {}
    for each in names:
        for start, end, tag in each.spans:
            pool.setdefault(tag, []).append(each.text[start:end])
    made = []
    for each in sentences:
        text, at, spans = "", 0, []
        for start, end, tag in each.spans:
            text += each.text[at:start]
            name = chooser.choice(pool[tag])
            name = name.lower() if each.text[start:end].islower() else name
            spans.append((len(text), len(text) + len(name), tag))
            text, at = text + name, end
        if spans:
            made.append(replace(each, text=text + each.text[at:], spans=tuple(spans)))
    return made


def made_up(corpora: Mapping[str, Sequence[Marked]], own: Sequence[Marked]) -> list[Marked]:
    """More texts from what there is: English ones with other names, and others in small letters and capitals.

    Args:
        corpora: training parts by language.
        own: segments of the project.
    """
    web = read_web()
    english = [each for each in web if each.language == "en"]
    names = [each for each in (*web, *own) if each.language in SPELLED_ALIKE]
    cased = [each for language in UNER_TRAINED if language != "zh" for each in corpora[language][:530]]
    cased += corpora["id"][:530]
    return [
        *swapped(english, names),
        *swapped(english, names, 1),
        *recased(web, 120),
        *recased(cased, 500),
        *recased([each for each in own if each.language not in DOTTED], 200),
    ]


def labelled_digest() -> str:
    """SHA-256 of the project's own segments, all files in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(LABELLED.glob("*.jsonl")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sample(sentences: Sequence[Marked], count: int, seed: int = 0) -> list[Marked]:
    """At most `count` sentences, those with spans three times as likely as others to be among them."""
    chooser = random.Random(seed)  # noqa: S311  not for secrets
    weights = {index: chooser.random() / (3 if each.spans else 1) for index, each in enumerate(sentences)}
    return [sentences[index] for index in sorted(sorted(weights, key=weights.__getitem__)[:count])]


def _read_labelled_file(path: Path) -> Iterator[Marked]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            text, spans = _unmark(json.loads(line)["text"])
            yield Marked(text, spans, path.stem, ALL_TAGS)


def _unmark(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    text, spans, at = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], tuple(spans)


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT_EVERY == 0


def _locate(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    places, at = [], 0
    for word in words:
        found = text.find(word, at)
        start = at if found < 0 else found
        at = start + len(word) if found >= 0 else at
        places.append((start, at))
    return places


def _join(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    text, places = "", []
    for word in words:
        if text and word[0] not in _NO_SPACE_BEFORE and text[-1] not in _NO_SPACE_AFTER:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, places


def _spans(words: Sequence[tuple[int, int]], marks: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """Spans of IOB2 marks; other tags than PER, ORG and LOC are left out."""
    spans: list[tuple[int, int, str]] = []
    tag = ""
    for (start, end), mark in zip(words, marks, strict=True):
        if mark[0] == "I" and mark[2:] == tag and spans:
            spans[-1] = (spans[-1][0], end, tag)
        else:
            tag = mark[2:] if mark[2:] in CORPUS_TAGS else ""
            if tag:
                spans.append((start, end, tag))
    return tuple(span for span in spans if span[0] < span[1])


def _factrueval_sentences(text: str, tokens: str, spans: str, objects: str) -> Iterator[Marked]:
    places = {}
    for line in spans.splitlines():
        number, _, start, length = line.split()[:4]
        places[number] = int(start), int(start) + int(length)
    found = []
    for line in objects.splitlines():
        head = line.split("#")[0].split()
        if len(head) > 2 and head[1] == "Person":
            parts = [places[number] for number in head[2:] if number in places]
            found.append((min(parts)[0], max(part[1] for part in parts), "PER"))
    for block in tokens.strip().split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip()]
        first, last = int(rows[0][1]), int(rows[-1][1]) + int(rows[-1][2])
        inside = [span for span in found if first <= span[0] and span[1] <= last]
        kept = tuple((start - first, end - first, tag) for start, end, tag in _without_overlaps(inside))
        yield Marked(text[first:last], kept, "ru", frozenset({"PER"}))


def _without_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
