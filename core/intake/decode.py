"""Which encoding? Amazon's flat files come as UTF-8, windows-1252, cp932 and, saved again by Excel, as GBK or UTF-16.

Order: byte order mark → strict UTF-8 → the first of cp932, gb18030, cp1252 in which the header is a known report
→ cp932 when it shows kana → gb18030 when every high byte is half of a pair → cp1252.
"""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from core.errors import UnreadableFile

HEAD = 1 << 18
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
]  # fmt: skip
_KANA = re.compile(r"[\u3040-\u30ff]{2}")
_PAIRS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xfe][\xa1-\xfe])*")


def detect(path: Path, knows: Callable[[str], bool]) -> str:
    """The encoding of a text file. `knows(text)`: is the header in this text a known report, written with letters outside ASCII?
    Raises UnreadableFile (not_text) for binary content."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if b"\x00" in head:
        return _utf16_without_mark(head)
    return "utf-8" if _is_utf8(path) else _legacy(path, head, knows)


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    half = min(len(head), 2000) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    raise UnreadableFile("not_text")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(path: Path, head: bytes, knows: Callable[[str], bool]) -> str:
    whole_lines = head[: head.rfind(b"\n") + 1] or head
    for encoding in ("cp932", "gb18030", "cp1252"):
        text = _decoded(whole_lines, encoding)
        if text is not None and knows(text):
            return encoding
    marked = _lines_with_high_bytes(path)
    if _KANA.search(_decoded(marked, "cp932") or ""):
        return "cp932"
    return "gb18030" if _PAIRS.fullmatch(marked) and _decoded(marked, "gb18030") is not None else "cp1252"


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines_with_high_bytes(path: Path, enough: int = 1 << 20) -> bytes:
    found = bytearray()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found += line
            if len(found) > enough:
                break
    return bytes(found)
