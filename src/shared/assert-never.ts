/** Ends an exhaustive `switch`: the type checker proves that no case is left. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
