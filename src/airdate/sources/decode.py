"""Bytes to text: unpacked within a bound, decoded by what is true of them before what they declare.

The ladder: byte order mark; valid UTF-8 (nothing else looks like it by chance); the declared charset
(HTTP header, XML declaration, `<meta>`) where it decodes without error; UTF-8 with little damage; a
guess by charset-normalizer. Text that no rung can read is an error.
"""

from __future__ import annotations

import codecs
import re
import zlib

from airdate.errors import DocumentError

GZIP = b"\x1f\x8b"
_SNIFFED = 65_536  # bytes looked at to tell binary from text, and to guess a charset

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARIES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"RIFF", "a RIFF media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed"),
)
_CHARSET_PARAM = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_CHARSET_IN_PAGE = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})|"
    rb"<meta[^>]{0,400}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
#: Declared names that stand for a larger set, as browsers read them (WHATWG Encoding Standard).
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
#: What Western texts in the commonest old encoding hold beyond ASCII.
_WESTERN = frozenset("‘’“”–—…•€£©®°·«»¿¡ \xa0ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüœ")
#: Bytes that text does not hold; ESC is spared, for stateful charsets use it.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])


def unpack(data: bytes, *, id: str, max_bytes: int) -> bytes:
    """Undo gzip, never past `max_bytes`; other bytes come back as they are.

    Raises:
        DocumentError: broken gzip, or more than `max_bytes` once unpacked.
    """
    if not data.startswith(GZIP):
        return data
    parts: list[bytes] = []
    room = max_bytes + 1
    while data and room > 0:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(data, room)
        except zlib.error as error:
            raise DocumentError(f"broken gzip: {error}", id=id) from None
        if not unpacker.eof and len(part) < room:
            raise DocumentError("broken gzip: it ends early", id=id, hint="fetch it again")
        parts.append(part)
        room -= len(part)
        data = unpacker.unused_data if unpacker.unused_data.startswith(GZIP) else b""
    if room <= 0:
        raise too_large(id, max_bytes)
    return b"".join(parts)


def too_large(id: str, max_bytes: int) -> DocumentError:
    """The error for more bytes than are read."""
    return DocumentError(f"larger than {max_bytes:,} bytes", id=id, hint="raise max_bytes to read it")


def decode(data: bytes, *, id: str, content_type: str | None = None) -> str:
    """Text of the bytes, without NUL characters.

    Raises:
        DocumentError: empty, binary, or in no encoding that could be told.
    """
    if not data.strip():
        raise DocumentError("empty", id=id)
    text = _decode(data, id, content_type)
    return text.replace("\0", "") if "\0" in text else text


def _decode(data: bytes, id: str, content_type: str | None) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    _refuse_binary(data, id)
    if wide := _utf16_without_mark(data):
        return data.decode(wide, "replace")
    return _by_ladder(data, _declared(data, content_type), id)


def _refuse_binary(data: bytes, id: str) -> None:
    for magic, what in _BINARIES:
        if data.startswith(magic):
            raise DocumentError(f"not text but {what}", id=id, hint="give the text or the HTML page")
    head = data[:_SNIFFED]
    controls = len(head) - len(head.translate(None, delete=_CONTROLS))
    if controls > len(head) // 20 and not _utf16_without_mark(data):
        raise DocumentError("binary, not text", id=id, hint="give the text or the HTML page")


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:1000]
    even, odd = head[::2], head[1::2]
    if odd and odd.count(0) > len(odd) * 0.7 and even.count(0) == 0:
        return "utf-16-le"
    if odd and even.count(0) > len(even) * 0.7 and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _declared(data: bytes, content_type: str | None) -> str | None:
    if header := _CHARSET_PARAM.search(content_type or ""):
        return _codec(header[1])
    if found := _CHARSET_IN_PAGE.search(data[:4096]):
        return _codec((found[1] or found[2]).decode("ascii", "ignore"))
    return None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # refuses codecs that are not of text, such as zlib
    except (LookupError, TypeError, ValueError):
        return None
    return (
        None if found.name.startswith(("utf-16", "utf-32", "utf-7")) else _WIDER.get(found.name, found.name)
    )


def _by_ladder(data: bytes, declared: str | None, id: str) -> str:
    stateful = declared is not None and declared.startswith(("iso2022", "hz"))  # seven-bit: valid UTF-8 too
    for encoding in (declared, "utf-8") if stateful else ("utf-8", declared):
        if encoding is not None and (text := _strictly(data, encoding)) is not None:
            return text
    damaged = data.decode("utf-8", "replace")
    if 2 * damaged.count("\ufffd") <= sum(char > "\x7f" and char != "\ufffd" for char in damaged[:_SNIFFED]):
        return damaged
    return _guess(data, id)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return None


def _guess(data: bytes, id: str) -> str:
    western = data.decode("cp1252", "replace")
    odd = [char for char in western[:_SNIFFED] if char > "\x7f"]
    if sum(char in _WESTERN for char in odd) >= 0.9 * len(odd):
        return western
    from charset_normalizer import from_bytes  # 60 ms to import, and rarely needed

    best = from_bytes(data[:_SNIFFED]).best()
    text = data.decode(best.encoding, "replace") if best is not None else western
    if text.count("\ufffd") * 50 > len(text):
        raise DocumentError("in no encoding that could be told", id=id, hint="save it as UTF-8")
    return text
