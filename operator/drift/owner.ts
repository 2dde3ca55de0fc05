/** What changes an attribute, other than us, as a matter of course. */
export type Owner =
  | "autoscaling"
  | "minor upgrades"
  | "rotation"
  | "failover"
  | "storage growth"
  | "tools"
  | "the first deploy";

/** Whether a change is one that the owner makes. Values are as JSON, `resource` is what there is now. */
type Makes = (before: string, after: string, resource: Readonly<Record<string, unknown>>) => boolean;

/** Attributes whose changes are listed and raise no alarm. */
export interface Owned {
  readonly type: RegExp;
  /** Each with what is below it. Positions in lists are left out: `scaling_config.desired_size`. */
  readonly attributes: readonly string[];
  readonly owner: Owner;
  readonly why: string;
  /** Only where our JSON names it in `ignore_changes`: elsewhere nothing but us changes it. @default false */
  readonly onlyIgnored?: boolean;
  /** @default - every change is one of the owner's */
  readonly makes?: Makes;
}

/** A cache has its switch as a text. */
export const isMinor: Makes = (before, after, { auto_minor_version_upgrade: isOn }) =>
  String(isOn) !== "false" && isMinorUpgrade(before, after);
export const grows: Makes = (before, after) => Number(after) > Number(before);
export const growsUpTo: Makes = (before, after, { max_allocated_storage: most }) =>
  grows(before, after, {}) && Number(after) <= Number(most ?? 0);

/** Whether a version, as JSON, is a later one of the same major version. MySQL's major versions have two numbers: 5.7, 8.0, 8.4. */
export function isMinorUpgrade(before: string, after: string): boolean {
  const [old, now] = [before, after].map((text) =>
    text
      .replaceAll('"', "")
      .split(/[^0-9]+/)
      .filter(Boolean)
      .map(Number),
  );
  if (!old?.length || !now?.length) return false;
  const major = old[0] === 5 || old[0] === 8 ? 2 : 1;
  if (old.slice(0, major).join() !== now.slice(0, major).join()) return false;
  const first = now.findIndex((number, index) => number !== (old[index] ?? 0));
  return first >= major && (now[first] as number) > (old[first] ?? 0);
}
