/** What a stack gave out when it was deployed. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Reads something back through the cloud's API and says what it saw. @throws when it is not what was deployed */
export interface Proof {
  /** What is proven, e.g. `artifacts bucket`. */
  readonly what: string;
  readonly see: (outputs: Outputs) => Promise<string>;
}

/** The value of an output, which must be there. */
export function output(outputs: Outputs, name: string): string {
  const value = outputs[name];
  if (typeof value !== "string") throw new Error(`output ${name}: expected a string, found ${JSON.stringify(value)}`);
  return value;
}

/** Fails with what was expected and what was found. */
export function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}
