import type { Finding } from "../rule";

/** An identity in settings, and its place there. */
export type PlacedIdentity = readonly [path: string, identity: string];

/** Identities of which a service takes each once, whether in capital letters or small ones. `what` it takes, for the message. */
export function* eachIdentityOnce(all: readonly PlacedIdentity[], what: string): Iterable<Finding> {
  for (const [index, [path, found]] of all.entries()) {
    const first = all.findIndex(([, other]) => other.toLowerCase() === found.toLowerCase());
    if (first === index) continue;
    yield { path, expected: `each identity once: ${what} for it (${all[first]?.[0]})`, found };
  }
}
