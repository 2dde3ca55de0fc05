import { UserError } from "../process/user-error";

/** The environment variable with the key of handed-over plans. */
export const keyVariable = "PLAN_KEY";
/** How a key is made; help and pages say the same. */
export const howToMake = "openssl rand -base64 32";

/** The value of {@link keyVariable} that means: each job makes the key from the state that both can read, and none is stored. */
export const fromState = "state";
/** The same with the plan's own state alone, for a role that reads no other: a stack that was never deployed has none. */
export const fromOwnState = "state:own";
/** A key that is made from a state. */
export type StateKey = typeof fromState | typeof fromOwnState;

const bytes = 32;

let taken: string | undefined;

/**
 * Takes the key out of the environment and keeps it for {@link planKey}. Each command does so before anything else, so that no Terraform, no
 * provider and no other program that it starts sees the key, whether the command needs it or not.
 */
export function takeKey(env: NodeJS.ProcessEnv = process.env): void {
  taken = env[keyVariable] ?? taken;
  delete env[keyVariable];
}

/**
 * The key of handed-over plans: 32 random bytes, as base64 or hex, or {@link fromState} or {@link fromOwnState}. It is given once. A passphrase is refused: a person
 * who can download a plan could try all likely ones at leisure.
 * @throws {UserError} where there is none, or one of another length
 */
export function planKey(folder: string, env: NodeJS.ProcessEnv = process.env): Buffer | StateKey {
  takeKey(env);
  const text = taken?.trim();
  taken = undefined;
  const make = `make one with \`${howToMake}\`, and give both jobs the same one as a secret`;
  if (!text) {
    throw new UserError(
      `${keyVariable}: expected the key of the plans in ${folder}, found none: a plan holds secrets and is never stored plain; ${make}`,
    );
  }
  if (text === fromState || text === fromOwnState) return text;
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : fromBase64(text);
  if (key?.length === bytes) return key;
  const found = key ? `${key.length} bytes` : "a text that is neither";
  throw new UserError(`${keyVariable}: expected ${bytes} random bytes as base64 or hex, found ${found}: ${make}`);
}

/** The bytes of base64, also in the form for URLs; nothing for another text. */
function fromBase64(text: string): Buffer | undefined {
  return /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}
