/**
 * The beginning of a text that is longer than `most` characters, and how much is left out:
 * `… (5,000,000 more characters)`. Of a text that is an excerpt already, too.
 */
export function excerpt(text: string, most: number): string {
  const [ending = "", before = "0"] = MORE.exec(text) ?? [];
  const length = text.length - ending.length;
  if (length <= most) {
    return text;
  }
  const last = text.charCodeAt(most - 1);
  // A character of two units is left out whole.
  const end = last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
  const more = length - end + Number(before.replaceAll(",", ""));
  return `${text.slice(0, end)}… (${more.toLocaleString("en")} more character${more === 1 ? "" : "s"})`;
}

const MORE = /… \(([\d,]+) more characters?\)$/;
