import { type Quota, quotas } from "./quota";

/**
 * The vCPU of an EC2 instance type, by its size: `large` has 2, `xlarge` 4, `<n>xlarge` 4 n. Burstable types have 2 below `large` but for
 * `t2` (nano, micro and small: 1); a `medium` of other families has 1. Nothing for `metal`, whose size differs by family.
 * Source: AWS, "Amazon EC2 instance types".
 */
export function vcpuOf(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const times = /^(\d*)xlarge$/.exec(size);
  if (times) return 4 * Number(times[1] || 1);
  if (size === "large") return 2;
  if (size === "medium") return /^t\d/.test(family) ? 2 : 1;
  if (["nano", "micro", "small"].includes(size)) return family === "t2" ? 1 : 2;
  return undefined;
}

/** The quota that counts an instance type: standard families, G and VT, or P. Nothing for families with a quota of their own. */
export function instanceQuota(instanceType: string, capacity: "ON_DEMAND" | "SPOT"): Quota | undefined {
  const [, letters = ""] = /^([a-z]+)/.exec(instanceType) ?? [];
  const isSpot = capacity === "SPOT";
  if (letters === "g" || letters === "gr" || letters === "vt") return isSpot ? quotas.gpuSpot : quotas.gpu;
  if (letters === "p") return isSpot ? quotas.trainingSpot : quotas.training;
  // Families such as inf, trn, x, u and dl have quotas of their own; im and is count as i.
  if (!/^(a|c|d|h|i|im|is|m|r|t|z)$/.test(letters)) return undefined;
  return isSpot ? quotas.standardSpot : quotas.standard;
}
