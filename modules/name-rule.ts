/** The rule that a service has for the names of one kind. */
export interface NameRule {
  /** Longest name, in characters (the service's documented limit); for some kinds it depends on the owner. */
  readonly max: number | ((owner: string) => number);
  /** What a name may consist of. */
  readonly pattern: RegExp;
  /** The name must be unique over all owners of the service, so ours ends with the account, project or suffix. */
  readonly global?: true;
  /** The service allows no hyphens, so ours are removed. */
  readonly compact?: true;
  /** The object lives in a namespace that names the environment already, so its name begins with `<name>` alone. */
  readonly namespaced?: true;
  /** What the service, or the place where it looks, requires in front of the name. It counts. */
  readonly before?: string;
  /** What follows the name. It counts. */
  readonly after?: string;
}

/** Letters, digits and hyphens. */
export const hyphenated = /^[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]$/;

/** Lower-case letters, digits and hyphens: a DNS label. */
export const lowercase = /^[a-z][a-z0-9-]*[a-z0-9]$/;

/** As `lowercase`, but no two hyphens in a row. */
export const singleHyphens = /^[a-z](-?[a-z0-9])+$/;

/** Lower-case letters and digits. */
export const alphanumeric = /^[a-z][a-z0-9]+$/;

/** Letters, digits and what nearly every service takes between them. */
export const words = /^[a-zA-Z][a-zA-Z0-9_+=,.@-]*$/;
