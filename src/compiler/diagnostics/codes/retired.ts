/** Codes that are reported no more. An entry moves here when its check goes; its number stays taken. */
import type { RetiredCode } from "../code-entry.ts";

export const retiredCodes: Readonly<Record<string, RetiredCode>> = {};
