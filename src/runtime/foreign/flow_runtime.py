"""Runs the Python functions of a folder for flow. Standard library only; Python 3.8 or newer.

flow starts this program in the folder of the functions and talks to it over HTTP, as docs/runtime.md specifies under
"Functions in other languages". A module of functions need not import it; one that wants the types below for annotations,
or makes tensors and models, says `from flow_runtime import Context, Tensor`.
"""

import sys

if sys.version_info < (3, 8):
    sys.stderr.write("Python 3.8 or newer is needed, and this is %s\n" % sys.version.split()[0])
    sys.exit(98)

import importlib
import json
import os
import socket
import struct
import threading

PROTOCOL = "1"


class Text:
    """UTF-8 text that stays where it is until it is read, as often as one likes."""

    def __init__(self, call, ref, size):
        self._call = call
        self._ref = ref
        #: In bytes.
        self.size = size

    def lines(self):
        """Lines in order, without their LF or CRLF."""
        for piece in self._call.pieces(self._ref, "lines"):
            yield from piece.decode("utf-8")[:-1].split("\n")

    __iter__ = lines

    def string(self):
        """All of it."""
        return b"".join(self._call.pieces(self._ref, "text")).decode("utf-8")

    def bytes(self):
        """All of it, as stored."""
        return b"".join(self._call.pieces(self._ref, "bytes"))


class File:
    """A file given to a function, or made by one with `Context.create_file` or `Context.file_at`."""

    def __init__(self, path, name, size, call=None, ref=None):
        #: Where it can be opened while the function runs; not to be written.
        self.path = path
        self.name = name
        #: In bytes.
        self.size = size
        self._call = call
        self._ref = ref

    def text(self):
        """As text: decompressed where the name says so, without a byte order mark."""
        return Text(self._call, self._ref, self.size)

    def bytes(self):
        """All of it, as stored."""
        with open(self.path, "rb") as file:
            return file.read()


class Dataset:
    """A dataset, or one partition of it: it can be gone through any number of times, in its order."""

    def __init__(self, call, ref, count, convert):
        self._call = call
        self._ref = ref
        self._convert = convert
        #: How many elements there are.
        self.count = count

    def __len__(self):
        return self.count

    def __iter__(self):
        return self._call.items(self._ref, self._convert, self._call.cursor(), [], False)

    def __getitem__(self, index):
        if not 0 <= index < self.count:
            raise IndexError("there is no element %s among %d" % (index, self.count))
        answer, binary = self._call.ask({"ref": self._ref, "as": "at", "index": index})
        [item] = self._call.received(answer["items"], binary, self._convert)
        return item


#: Format of an element, as `struct`, `array` and `memoryview` name it.
FORMATS = {"f32": "f", "f64": "d", "i32": "i", "i64": "q", "u8": "B"}


class Tensor:
    """A dense block of numbers in row-major order. `numpy.frombuffer(t.data, t.numpy_type).reshape(t.shape)` has it."""

    def __init__(self, element, shape, data):
        """`data`: anything with a buffer of the right size, such as `bytes`, an `array` or a numpy array."""
        #: One of `f32 f64 i32 i64 u8`.
        self.element = element
        self.shape = tuple(shape)
        #: A flat `memoryview` of the numbers.
        self.data = memoryview(data).cast("B").cast(FORMATS[element])

    @property
    def numpy_type(self):
        return {"f32": "<f4", "f64": "<f8", "i32": "<i4", "i64": "<i8", "u8": "u1"}[self.element]


class Model:
    """Named tensors, with the bytes of the ONNX graph that uses them, or None."""

    def __init__(self, tensors, graph=None):
        self.tensors = tensors
        self.graph = graph


class Log:
    """Lines of the log of the run."""

    def __init__(self, call):
        self._call = call

    def debug(self, message):
        self._call.send("L", {"level": "debug", "message": str(message)})

    def info(self, message):
        self._call.send("L", {"level": "info", "message": str(message)})

    def warn(self, message):
        self._call.send("L", {"level": "warn", "message": str(message)})

    def error(self, message):
        self._call.send("L", {"level": "error", "message": str(message)})


class Context:
    """What a function is told of the call it is in: its parameter `ctx`, if it has one."""

    def __init__(self, call, json):
        self._call = call
        self._random = None
        self._files = 0
        self._seed = json["seed"]
        self.run = json["run"]
        self.step = json["step"]
        #: From 1.
        self.attempt = json["attempt"]
        #: Equal for every attempt at this call and different for every other.
        self.idempotency_key = json["idempotencyKey"]
        #: For this attempt alone, deleted after it.
        self.temporary_directory = json["temporaryDirectory"]
        self.log = Log(call)

    @property
    def random(self):
        """A `random.Random` seeded by step and index, so that another attempt draws the same."""
        if self._random is None:
            from random import Random

            self._random = Random(self._seed)
        return self._random

    def count(self, name, by=1):
        """Adds to a counter of the run. Only attempts that succeed count."""
        counts = self._call.counts
        counts[name] = counts.get(name, 0) + by

    def create_file(self, name, content):
        """A file to return. `content`: text, bytes, or an iterable of either."""
        if name in ("", ".", "..") or "/" in name or "\0" in name:
            raise ValueError("%r is no name for a file" % name)
        self._files += 1
        folder = os.path.join(self.temporary_directory, "created-%d-%d" % (id(self), self._files))
        os.makedirs(folder)
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            for part in [content] if isinstance(content, (str, bytes, bytearray)) else content:
                file.write(part.encode("utf-8") if isinstance(part, str) else part)
        return self.file_at(path)

    def file_at(self, path):
        """A file to return, which the function or a program it ran has written in `temporary_directory`."""
        path = os.path.join(self.temporary_directory, path)
        return File(path, os.path.basename(path), os.path.getsize(path))


# Values of a type: what a function gets of JSON, and what it gives as JSON. None stands for "as it is".


def reader(kind):
    """A function of a JSON value, the call and the bytes of its frame; None where the JSON is the value."""
    name = kind["kind"]
    if name == "float":
        return lambda value, call, binary: float(value)
    if name == "bytes":
        return lambda value, call, binary: part(value, binary)
    if name == "tensor":
        return lambda value, call, binary: read_tensor(value, binary)
    if name == "model":
        return lambda value, call, binary: Model(
            {key: read_tensor(tensor, binary) for key, tensor in value["tensors"].items()},
            None if value["graph"] is None else part(value["graph"], binary),
        )
    if name == "text":
        return lambda value, call, binary: Text(call, value["ref"], value["size"])
    if name == "file":
        return lambda value, call, binary: File(
            value["path"], value["name"], value["size"], call, value["ref"]
        )
    if name == "stream":
        element = reader(kind["element"])
        return lambda value, call, binary: call.items(
            value["ref"], element, 0, call.received(value["items"], binary, element), value["done"]
        )
    if name == "dataset":
        element = reader(kind["element"])
        return lambda value, call, binary: Dataset(call, value["ref"], value["count"], element)
    return inside(kind, reader)


def writer(kind):
    """A function of a value, the call and a list of parts; None where `json` writes the value."""
    name = kind["kind"]
    if name == "bytes":
        return lambda value, call, parts: place(value, parts) if is_bytes(value) else value
    if name == "tensor":
        return lambda value, call, parts: write_tensor(value, parts)
    if name == "model":
        return lambda value, call, parts: (
            {
                "tensors": {key: write_tensor(t, parts) for key, t in value.tensors.items()},
                "graph": None if value.graph is None else place(value.graph, parts),
            }
            if isinstance(value, Model)
            else value
        )
    if name == "text":
        return lambda value, call, parts: {"ref": value._ref} if isinstance(value, Text) else value
    if name == "file":
        return lambda value, call, parts: (
            value
            if not isinstance(value, File)
            else {"path": value.path}
            if value._ref is None
            else {"ref": value._ref}
        )
    if name in ("stream", "dataset"):
        return writer(kind["element"])
    return inside(kind, writer)


def inside(kind, convert):
    """The same for a type that holds others."""
    name = kind["kind"]
    if name == "optional":
        inner = convert(kind["type"])
        return inner and (lambda value, a, b: None if value is None else inner(value, a, b))
    if name == "list":
        element = convert(kind["element"])
        return element and (
            lambda value, a, b: [element(one, a, b) for one in value]
            if isinstance(value, (list, tuple))
            else value
        )
    if name == "map":
        entry = convert(kind["value"])
        return entry and (
            lambda value, a, b: {key: entry(one, a, b) for key, one in value.items()}
            if isinstance(value, dict)
            else value
        )
    if name == "record":
        fields = [(field["name"], convert(field["type"])) for field in kind["fields"]]
        fields = [(key, inner) for key, inner in fields if inner is not None]
        return (lambda value, a, b: convert_fields(value, fields, a, b)) if fields else None
    return None


def convert_fields(value, fields, a, b):
    value = plain(value)
    if not isinstance(value, dict):
        return value
    value = dict(value)
    for key, convert in fields:
        if key in value:
            value[key] = convert(value[key], a, b)
    return value


def part(at, binary):
    offset, length = at
    return binary[offset : offset + length]


def place(data, parts):
    offset = sum(map(len, parts))
    parts.append(bytes(data))
    return [offset, len(parts[-1])]


def is_bytes(value):
    return isinstance(value, (bytes, bytearray, memoryview))


def read_tensor(value, binary):
    return Tensor(value["element"], value["shape"], part(value["at"], binary))


def write_tensor(tensor, parts):
    if not isinstance(tensor, Tensor):
        return tensor
    at = place(tensor.data.cast("B"), parts)
    return {"element": tensor.element, "shape": list(tensor.shape), "at": at}


def plain(value):
    """A dataclass is given as a record of its fields."""
    names = getattr(type(value), "__dataclass_fields__", None)
    return value if names is None else {name: getattr(value, name) for name in names}


def unknown(value):
    record = plain(value)
    if record is value:
        raise TypeError("a %s is no value that flow knows" % type(value).__name__)
    return record


def finite(value):
    """Numbers that JSON has no words for, as flow writes them."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    value = plain(value)
    if isinstance(value, dict):
        return {key: finite(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(one) for one in value]
    return value


encoder = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=unknown, check_circular=False
)
ascii_encoder = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=unknown)


def encode(value):
    try:
        return encoder.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair, which only an escape can carry.
        return ascii_encoder.encode(value).encode("ascii")
    except ValueError:
        return encode(finite(value))


class Gone(Exception):
    """flow is not there any more, or does not want the rest."""


class Body:
    """The chunked body of a request."""

    def __init__(self, file):
        self.file = file
        self.rest = b""

    def read(self, length):
        """So many bytes; fewer where the body ends."""
        if len(self.rest) < length:
            got = [self.rest]
            have = len(self.rest)
            while have < length:
                size = int(self.file.readline().split(b";")[0] or b"0", 16)
                data = self.file.read(size)
                self.file.readline()
                if not data:
                    break
                got.append(data)
                have += len(data)
            self.rest = b"".join(got)
        data, self.rest = self.rest[:length], self.rest[length:]
        return data


class Conversation:
    """One `POST /invoke`: calls of one function, one after the other."""

    #: Bytes of JSON in a frame of elements, about.
    PIECE = 64 * 1024

    def __init__(self, function, body, connection):
        self.function = function
        self.body = body
        self.connection = connection
        self.lock = threading.RLock()
        self.counts = {}
        self.cursors = 0
        self.before = []

    def receive(self):
        """Kind, JSON and bytes of the next frame; None at the end."""
        header = self.body.read(9)
        if len(header) < 9:
            return None
        kind, json_length, binary_length = struct.unpack("<cII", header)
        text = self.body.read(json_length)
        binary = self.body.read(binary_length)
        if len(text) < json_length or len(binary) < binary_length:
            return None
        return kind.decode("latin-1"), json.loads(text), binary

    def send(self, kind, value, parts=()):
        self.write(kind, encode(value), parts)

    def write(self, kind, text, parts=()):
        binary = b"".join(parts)
        frame = struct.pack("<cII", kind.encode("latin-1"), len(text), len(binary)) + text + binary
        with self.lock:
            try:
                self.connection.sendall(b"%x\r\n%b\r\n" % (len(frame), frame))
            except OSError as error:
                raise Gone() from error

    def ask(self, question):
        """Asks for a piece of what was lent."""
        with self.lock:
            self.send("R", question)
            frame = self.receive()
        if frame is None:
            raise Gone()
        _, answer, binary = frame
        if "failed" in answer:
            raise OSError(answer["failed"])
        return answer, binary

    def cursor(self):
        self.cursors += 1
        return self.cursors

    def pieces(self, ref, form):
        cursor = self.cursor()
        while True:
            answer, binary = self.ask({"ref": ref, "as": form, "cursor": cursor})
            if binary:
                yield binary
            if answer["done"]:
                return

    def items(self, ref, convert, cursor, items, done):
        """Elements: first those that are here, then those that are asked for."""
        yield from items
        while not done:
            answer, binary = self.ask({"ref": ref, "as": "items", "cursor": cursor})
            yield from self.received(answer["items"], binary, convert)
            done = answer["done"]

    def received(self, items, binary, convert):
        return items if convert is None else [convert(item, self, binary) for item in items]

    def serve(self):
        frame = self.receive()
        if frame is None:
            return
        _, types, _ = frame
        readers = [reader(param["type"]) for param in types["params"]]
        result = types["result"] or {"kind": "null"}
        many = result["kind"] in ("stream", "dataset") or (
            result["kind"] == "record"
            and any(field["type"]["kind"] in ("stream", "dataset") for field in result["fields"])
        )
        write = writer(result)
        takes_context = "ctx" in parameters(self.function)
        frame = self.receive()
        while frame is not None:
            _, call, binary = frame
            args = [
                self.before[at]
                if at in call["kept"]
                else value
                if readers[at] is None
                else readers[at](value, self, binary)
                for at, value in enumerate(call["args"])
            ]
            self.before = args
            keywords = {"ctx": Context(self, call["context"])} if takes_context else {}
            self.answer(args, keywords, many, write)
            frame = self.receive()

    def answer(self, args, keywords, many, write):
        self.counts = {}
        try:
            value = self.function(*args, **keywords)
            if many:
                self.give(value, write)
                closing = ("E", {}, [])
            else:
                parts = []
                value = value if write is None else write(value, self, parts)
                closing = ("V", {"value": value}, parts)
            self.count()
            self.send(*closing)
        except SystemExit as error:
            # In a thread of its own it would end that alone.
            sys.stdout.flush()
            os._exit(error.code if isinstance(error.code, int) else 0 if error.code is None else 1)
        except Gone:
            raise
        except BaseException as error:
            self.count()
            self.send("F", failure(error))

    def count(self):
        sys.stdout.flush()
        for name, by in self.counts.items():
            self.send("N", {"name": str(name), "by": by})
        self.counts = {}

    def give(self, elements, write):
        """Sends elements, as many at a time as make a piece; no more is taken than is sent."""
        if elements is None or isinstance(elements, (str, bytes, dict)):
            raise TypeError(
                "a stream was asked for, and it gave a %s; use `yield`, or return a list"
                % type(elements).__name__
            )
        size = 16
        batch = []
        parts = []
        held = 0
        for element in elements:
            if write is not None:
                element = write(element, self, parts)
                held = sum(map(len, parts))
            batch.append(element)
            if len(batch) >= size or held >= self.PIECE:
                sent = self.give_batch(batch, parts)
                size = max(1, min(4096, len(batch) * self.PIECE // max(1, sent)))
                batch = []
                parts = []
                held = 0
        if batch:
            self.give_batch(batch, parts)

    def give_batch(self, batch, parts):
        text = encode(batch)
        self.write("I", text, parts)
        return len(text)


def parameters(function):
    code = getattr(function, "__code__", None)
    if code is not None and not hasattr(function, "__wrapped__"):
        return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    from inspect import signature

    return tuple(signature(function).parameters)


def failure(error):
    return {
        "code": type(error).__name__,
        "message": str(error) or type(error).__name__,
        "stack": "\n".join(frames(error)),
    }


def frames(error):
    """Of the function's own code, the innermost first."""
    from traceback import extract_tb

    return [
        "at %s (%s:%d)" % (frame.name, frame.filename, frame.lineno)
        for frame in reversed(extract_tb(error.__traceback__))
        if frame.filename != __file__ and not frame.filename.startswith("<frozen ")
    ]


class Missing(Exception):
    """There is no such function."""


def find(handler):
    """The function `module.name`; what is imported is kept."""
    module_name, _, name = handler.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is not None and (module_name + ".").startswith(error.name + "."):
            raise Missing("there is no module `%s` in %s" % (module_name, os.getcwd())) from error
        raise
    function = getattr(module, name, None)
    if not callable(function):
        raise Missing("%s has no function `%s`" % (getattr(module, "__file__", module_name), name))
    return function


def respond(connection, status, reason, body):
    data = encode(body)
    connection.sendall(
        b"HTTP/1.1 %d %b\r\nx-flow-protocol: %b\r\nx-fc-status: %d\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
        % (status, reason, PROTOCOL.encode(), status, len(data), data)
    )


def refuse(connection, status, reason, kind, message, stack=()):
    body = {"errorType": kind, "errorMessage": message, "stackTrace": list(stack)}
    respond(connection, status, reason, body)


def serve(connection):
    with connection, connection.makefile("rb", 65536) as file:
        request = file.readline().split()
        headers = {}
        for line in iter(file.readline, b""):
            name, separator, value = line.partition(b":")
            if not separator:
                break
            headers[name.strip().lower().decode("latin-1")] = value.strip().decode("latin-1")
        if len(request) < 2:
            return
        try:
            dispatch(request[1].decode("latin-1"), headers, file, connection)
        except (Gone, OSError):
            return


def dispatch(path, headers, file, connection):
    if headers.get("x-flow-protocol") != PROTOCOL:
        spoken = headers.get("x-flow-protocol")
        refuse(connection, 400, b"Bad Request", "UnknownProtocol", "protocol %s is not known" % spoken)
    elif headers.get("x-flow-instance") != os.environ.get("FLOW_INSTANCE"):
        refuse(connection, 403, b"Forbidden", "WrongInstance", "this program serves another one")
    elif path not in ("/initialize", "/invoke"):
        refuse(connection, 404, b"Not Found", "UnknownPath", "there is no %s" % path)
    else:
        try:
            function = find(headers.get("x-fc-function-handler", ""))
        except Missing as error:
            refuse(connection, 404, b"Not Found", "Input", str(error))
            return
        except BaseException as error:
            said = failure(error)
            refuse(connection, 404, b"Not Found", said["code"], said["message"], frames(error))
            return
        if path == "/initialize":
            respond(connection, 200, b"OK", {})
            return
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nx-flow-protocol: %b\r\nx-fc-status: 200\r\n"
            b"content-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            % PROTOCOL.encode()
        )
        Conversation(function, Body(file), connection).serve()
        connection.sendall(b"0\r\n\r\n")


def end_with_parent():
    """Whoever started this program holds the other end of its standard input until it ends, however that is."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def main():
    # A module that imports this one means the program that runs.
    sys.modules["flow_runtime"] = sys.modules["__main__"]
    sys.path.insert(0, os.getcwd())
    sys.stdout.reconfigure(line_buffering=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = socket.create_server(("127.0.0.1", int(os.environ["FC_SERVER_PORT"])))
    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
