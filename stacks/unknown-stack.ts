import { nearest } from "../settings/nearest";

/** A stack that exists. */
interface Known {
  readonly id: string;
  readonly platform: string;
  readonly environment: string;
}

/** What is said of an id or glob that names no stack: the stack, environment or platform that was probably meant. */
export function unknownStackText(pattern: string, stacks: readonly Known[]): string {
  const text = guess(pattern, stacks);
  return `${text}${text.endsWith("?") ? "" : "."} There are ${stacks.length} stacks: npm run stacks lists them`;
}

function guess(pattern: string, stacks: readonly Known[]): string {
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  const idsOf = (key: "environment" | "platform") => stacks.filter((of) => of[key] === pattern).map(({ id }) => id);
  const inEnvironment = idsOf("environment").length;
  if (inEnvironment > 0) {
    return `expected a stack, found the environment "${pattern}": '*-${pattern}' names its ${inEnvironment} stacks`;
  }
  const ofPlatform = idsOf("platform");
  if (ofPlatform.length > 0) return `expected a stack, found the platform "${pattern}": ${ofPlatform.join(", ")}`;

  const [, before = "", after = ""] = /^(.*[*?}\]]-?)([^*?{}[\]]*)$/.exec(pattern) ?? [];
  if (before) {
    const environment = nearest(after, environments);
    return `no stack matches "${pattern}"${didYouMean(environment && `'${before}${environment}'`)}`;
  }
  const near = nearest(pattern, [...stacks.map(({ id }) => id), ...environments]);
  const meant = near !== undefined && environments.includes(near) ? `'*-${near}'` : near;
  return `unknown stack "${pattern}"${didYouMean(meant)}`;
}

/** `, did you mean X?`; nothing without a guess. */
export function didYouMean(meant: string | undefined): string {
  return meant ? `, did you mean ${meant}?` : "";
}
