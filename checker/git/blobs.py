"""Git's ids of contents."""


def identity(data: bytes, length: int) -> str:
    """The id that git gives a content; 40 digits are SHA-1, which git uses for identity and not for security, 64 are SHA-256."""
    from hashlib import sha1, sha256  # few runs have to tell

    digest = sha1(usedforsecurity=False) if length == 40 else sha256()
    digest.update(b"blob %d\0" % len(data) + data)
    return digest.hexdigest()
