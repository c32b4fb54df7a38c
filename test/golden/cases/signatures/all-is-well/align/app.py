def align(n):
    return n
