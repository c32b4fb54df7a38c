"""The functions of ../README.md."""

import array

from flow_runtime import Tensor


def double(n):
    return 2 * n


def greet(who):
    return " ".join([who["name"] or "nobody", *who["tags"]])


def halve(x):
    assert isinstance(x, float)
    return x / 2


def spell(word, times):
    for _ in range(times):
        yield word


def parts(xs):
    for x in xs:
        yield {"odd" if x % 2 else "even": x}


def sums(xs):
    return [len(xs), sum(xs), sum(xs), xs[len(xs) - 1]]


def lines(chunk):
    return sum(1 for _ in chunk.lines())


def same(chunk):
    return chunk


def reverse(data):
    return data[::-1]


def transpose(t):
    rows, columns = t.shape
    turned = [t.data[row * columns + column] for column in range(columns) for row in range(rows)]
    return Tensor("f32", [columns, rows], array.array("f", turned))


def fails(n):
    if n == 7:
        raise ValueError("no 7")
    return n


def tells(n, ctx):
    ctx.log.info("n is %d" % n)
    ctx.count("seen")
    ctx.count("sum", n)
    return n


def reads(chunk):
    try:
        return lines(chunk)
    except OSError:
        return 0
