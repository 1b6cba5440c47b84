"""Ids made from content: the same input gives the same ids, on any machine and in any order."""

import hashlib

ID_BYTES = 8
"""Bytes of digest in an id: 64 bits keep the chance of one clash among a million items under 1e-7."""

_SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: object) -> str:
    """Return `prefix-digest`, where the digest depends on every part and on their order.

    Args:
        prefix: a short word for the kind of item, such as `meeting`.
        parts: what the item is made of; each is written with `str`, None as the empty string.
    """
    joined = _SEPARATOR.join("" if part is None else str(part) for part in parts)
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=ID_BYTES)
    return f"{prefix}-{digest.hexdigest()}"


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
