/** What the process ends with, by cause. */
export const exitCodes = {
  done: 0,
  /** The program is wrong, or its run failed. */
  failed: 1,
  wrongUsage: 2,
  /** A bug of ours. */
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
