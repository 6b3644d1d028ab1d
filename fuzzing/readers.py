"""Feed broken HTML, JSON, DOCX and PDF to the reader for a while and say what it did.

    python -m fuzzing.readers --minutes 10 --seed 1

Each input is a seed (a page of the tests, or a document made here) with bytes flipped, cut,
repeated or spliced in. The reader must give a document or one clear line, in two seconds and in
500 MB; whatever else happens is kept under build/fuzz/ and makes the run fail.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import docx

from vacatio_parser import UnreadableInput, parse_bytes

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
SLOW = 2.0
MEMORY = 500 * 1024 * 1024
DEEP = (b"<div>" * 3000, b"[" * 5000, b'{"a":' * 3000, b"<table><tr><td>" * 800)
WORDS = (
    "вводится в действие по истечении ".encode(),
    "Сноска. Статья 1 (".encode(),
    "«".encode() * 200,
    b"\xff\xfe",
    b"\x00",
    b'<meta charset="utf-16">',
    b"&#1114112;&amp;" * 50,
    b"<!DOCTYPE a [<!ENTITY b 'cc'>]>",
)


def word_document() -> bytes:
    """Make a small DOCX."""
    made = docx.Document()
    made.add_heading("Приказ", 1)
    for line in ("ПРИКАЗЫВАЮ:", "1. Утвердить.", "2. Вводится в действие со дня подписания."):
        made.add_paragraph(line)
    made.add_table(rows=2, cols=2).cell(0, 0).text = "1)"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def portable_document() -> bytes:
    """Make a small PDF with a compressed text layer."""
    words = zlib.compress(b"BT /F1 12 Tf 72 700 Td (Order No. 5 dated May 5, 2025) Tj ET")
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n",
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
        % (len(words), words),
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n",
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
    ]
    return b"".join(parts)


def seeds() -> list[bytes]:
    """Gather the pages of the tests and the documents made here."""
    pages = [path for path in sorted((ROOT / "tests" / "pages").rglob("*")) if path.is_file()]
    return [*(path.read_bytes() for path in pages), word_document(), portable_document()]


def broken(body: bytes, pool: list[bytes], rng: random.Random) -> bytes:
    """Break a body in one to four ways."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0:
                for _ in range(rng.randint(1, 20)):
                    if data:
                        data[rng.randrange(len(data))] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randint(1, 400)]
            case 2:
                data[at:at] = bytes(data[at : at + rng.randint(1, 300)]) * rng.randint(2, 60)
            case 3:
                data[at:at] = rng.choice(WORDS) * rng.randint(1, 5)
            case 4:
                data[at:at] = rng.choice(DEEP)
            case _:
                other = rng.choice(pool)
                cut = rng.randrange(len(other) + 1)
                data[at:at] = other[cut : cut + 2000]
    if rng.random() < 0.7:  # most pages should get past the decoding
        return data.decode("utf-8", "ignore").encode()
    return bytes(data)


def main() -> int:
    """Run for the asked time; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    pool = seeds()
    outcomes: Counter[str] = Counter()
    longest = 0.0
    faults = 0
    end = time.monotonic() + 60 * asked.minutes
    while time.monotonic() < end:
        body = broken(rng.choice(pool), pool, rng)
        began = time.process_time()
        try:
            parse_bytes(body)
            outcomes["read"] += 1
            wrong = None
        except UnreadableInput as refused:
            outcomes["refused"] += 1
            wrong = "more than one line" if "\n" in str(refused) else None
        except Exception as error:  # whatever it is, it is what this run looks for
            wrong = repr(error)
        spent = time.process_time() - began
        longest = max(longest, spent)
        if wrong is None and spent > SLOW:
            wrong = f"{spent:.1f} s"
        if wrong is not None:
            faults += 1
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"{asked.seed}-{sum(outcomes.values())}.bin").write_bytes(body)
            print(f"fault: {wrong}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    total = sum(outcomes.values())
    print(
        f"{total} inputs: {outcomes['read']} read, {outcomes['refused']} refused, {faults} faults; "
        f"longest {longest:.2f} s, peak memory {peak // 1024 // 1024} MB"
    )
    return 1 if faults or peak > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
