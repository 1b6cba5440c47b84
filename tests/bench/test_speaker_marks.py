"""The accounts with marked speakers are what the benchmark takes them for."""

from __future__ import annotations

import json
import re

from bench.harness import ROOT

FOLDER = ROOT / "bench" / "data" / "speakers"


def test_every_mark_can_be_found_and_names_someone() -> None:
    marks = 0
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            account = json.loads(line)
            text, people = account["text"], account["people"]
            unknown = [name for person in people.values() for name in person["names"] if name not in text]
            assert not unknown, account["id"]
            for mark in account["marks"]:
                assert text.count(mark["quote"]) == 1, (account["id"], mark["quote"])
                speaker = mark["speaker"]
                assert speaker in people or re.fullmatch(r"both|none|side:[A-Z]{2}|third:.+", speaker), (
                    speaker
                )
                marks += 1
    assert marks >= 400
