import type { Parse, Reading } from "./clean-readings.types.ts";

class BadHeader extends Error {
  override readonly name = "BadHeader";
}

/**
 * A day of one station: a first line `station NAME`, then lines `HOUR CELSIUS`. Lines that begin with `#` and empty ones
 * say nothing; a dash stands for an hour without a reading.
 * @throws BadHeader where the first line names no station, RangeError where an hour or a temperature is none.
 */
export const parse: Parse = (raw) => {
  const [header = "", ...lines] = raw.text().lines();
  const station = /^station (\S+)$/.exec(header)?.[1];
  if (station === undefined) {
    throw new BadHeader(`expected \`station NAME\`, found \`${header}\``);
  }
  const readings: Reading[] = [];
  for (const [index, line] of lines.entries()) {
    const [hour = "", celsius = ""] = line.trim().split(/\s+/);
    if (hour === "" || hour.startsWith("#") || celsius === "-") {
      continue;
    }
    const reading = { station, hour: Number(hour), celsius: Number(celsius) };
    if (!Number.isInteger(reading.hour) || celsius === "" || Number.isNaN(reading.celsius)) {
      throw new RangeError(`line ${index + 2} is no reading: \`${line}\``);
    }
    readings.push(reading);
  }
  return readings;
};
