"""Functions as users write them in Python, good and bad."""

import os
import subprocess
import sys
import time


def double(n):
    return 2 * n


def where(n):
    return os.getpid()


def loops(n):
    print("pid", os.getpid(), flush=True)
    while True:
        pass


def escapes(n):
    """Leaves a process behind that has left everything it could leave."""
    child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    print("pid", child.pid, flush=True)
    while True:
        time.sleep(1)


def hoards(n):
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1024 * 1024)))


def grows(n):
    bytearray(os.urandom(40 * 1024 * 1024))
    return n


def leaves(n):
    print("one last word")
    sys.exit(5)


def prints(n):
    print("printed in Python")
    sys.stderr.write("and complained\n")
    return n


def throws(n):
    raise LookupError("no such luck")
