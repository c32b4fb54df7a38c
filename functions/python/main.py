"""How often does each word occur? The functions of workflows/wordcount-python.flow."""

from unicodedata import category


class _Breaks(dict):
    """What stands in the place of a character where words are cut: itself if it belongs to one, else a blank."""

    def __missing__(self, code):
        kept = code if category(chr(code))[0] in "LN" else 0x20
        self[code] = kept
        return kept


_BREAKS = _Breaks()


def tokenize(chunk):
    """A word is a maximal run of Unicode letters and digits, in lower case."""
    for line in chunk.lines():
        for word in line.lower().translate(_BREAKS).split():
            yield {"word": word, "n": 1}


def total(word, counts):
    return {"word": word, "n": sum(count["n"] for count in counts)}
