/** `2026-03-14 09:26:53`, in the time of this machine; `time` is milliseconds since 1970. */
export function showTime(time: number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()];
  const padded = (parts: readonly number[]) => parts.map((part) => String(part).padStart(2, "0"));
  return `${padded(day).join("-")} ${padded(clock).join(":")}`;
}
