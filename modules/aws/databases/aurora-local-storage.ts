/**
 * GiB of local storage of the size "large" by family: the least of its generations (Aurora user guide, "Temporary storage
 * limits"). It is proportional to the size: a 2xlarge has four times as much.
 */
const perLarge: Readonly<Record<string, number>> = { r: 31, t: 16, x: 67 };

/** Local storage of an Aurora PostgreSQL instance, in GiB: temporary files and logs. Data is in the cluster's volume. */
export function localStorageGib(instanceClass: string): number {
  const [, family = "", multiple = "", size = ""] =
    /^db\.([a-z])\w+\.(\d*)(medium|large|xlarge)$/.exec(instanceClass) ?? [];
  const gib = perLarge[family];
  if (gib === undefined) {
    throw new Error(`instance class: expected one of Aurora's such as "db.r6g.large", found "${instanceClass}"`);
  }
  const larges = { medium: 0.5, large: 1, xlarge: 2 }[size] ?? 0;
  return gib * larges * Number(multiple || 1);
}
