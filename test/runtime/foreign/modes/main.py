"""A function for each way in which flow calls one."""

import os
from dataclasses import dataclass


@dataclass
class Sum:
    name: str
    n: float


def element(x):
    return x * 2


def batch(xs):
    return sum(xs)


def streamed(xs):
    total = 0
    for x in xs:
        total += x
        yield total


def whole(xs):
    return [len(xs), xs[0], xs[len(xs) - 1], sum(xs), sum(xs)]


def parted(xs):
    for x in xs:
        yield {"even" if x % 2 == 0 else "odd": x}


def pooled(name, left, right):
    return Sum(name, sum(r["n"] for r in left) / 2 + sum(r["n"] for r in right))


def add(a, b):
    return a + b


def write(name, lines, ctx):
    with open(os.path.join(ctx.temporary_directory, name), "w") as file:
        file.writelines("%d\n" % n for n in lines)
    return ctx.file_at(name)


def created(name, ctx):
    return ctx.create_file(name, ["a\n", b"b\n"])


def measure(file):
    return [file.size, len(file.bytes()), sum(1 for _ in file.text().lines()), len(file.text().string())]


def upper(chunk):
    return chunk.string().upper()


def flip(data):
    return bytes(255 - byte for byte in data)


def special(xs):
    return [x / 2 for x in xs]


def draws(n, ctx):
    ctx.count("drawn", n)
    return [ctx.random.random() for _ in range(n)]


def picky(x):
    if x == 3:
        raise ValueError("no threes")
    if x == 5:
        os._exit(9)
    return x
