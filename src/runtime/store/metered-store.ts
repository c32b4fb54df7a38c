import type { Meter } from "../meter.ts";
import type { ObjectWriter, TaskStore } from "./object-store.ts";

/** The same store; what goes through it is counted, and the time it takes is reading or writing. */
export function meteredStore(store: TaskStore, meter: Meter): TaskStore {
  const { counts } = meter;
  return {
    read(location, offset, length) {
      const bytes = meter.during("read", () => store.read(location, offset, length));
      counts.bytesIn += bytes.length;
      return bytes;
    },
    readInto(location, offset, target) {
      const length = meter.during("read", () => store.readInto(location, offset, target));
      counts.bytesIn += length;
      return length;
    },
    size: (location) => meter.during("read", () => store.size(location)),
    create: (name) => meteredWriter(store.create(name), meter),
  };
}

function meteredWriter(writer: ObjectWriter, meter: Meter): ObjectWriter {
  return {
    key: writer.key,
    get size() {
      return writer.size;
    },
    write(bytes) {
      meter.during("write", () => writer.write(bytes));
      meter.counts.bytesOut += bytes.length;
    },
    close: () => meter.during("write", () => writer.close()),
    abort: () => writer.abort(),
  };
}
