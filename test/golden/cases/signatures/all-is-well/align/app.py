def handle(n):
    return n
