"""How often does each word occur? The functions of workflows/wordcount-python.flow."""

import re

# A word is a maximal run of Unicode letters and digits: of what \w is, all but the underscore.
WORD = re.compile(r"[^\W_]+")


def tokenize(chunk):
    for line in chunk.lines():
        for word in WORD.findall(line.lower()):
            yield {"word": word, "n": 1}


def total(word, counts):
    return {"word": word, "n": sum(count["n"] for count in counts)}
