/** What a stack gave out when it was deployed. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Reads something back through the cloud's API and says what it saw. @throws when it is not what was deployed */
export interface Proof {
  /** What is proven, e.g. `artifacts bucket`. */
  readonly what: string;
  readonly see: (outputs: Outputs) => Promise<string>;
  /** Outputs of a part that a system may leave out. Without one of them there is nothing to prove. @default - none */
  readonly needs?: readonly string[];
}

/** The proofs of what the stack has. */
export function applicable(proofs: readonly Proof[], outputs: Outputs): readonly Proof[] {
  return proofs.filter(({ needs = [] }) => needs.every((name) => outputs[name] !== undefined));
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
