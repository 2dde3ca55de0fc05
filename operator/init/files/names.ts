import { createHash } from "node:crypto";
import type { SystemPlatform } from "../model/answers";

/** The most characters of a system's name, and of the names that physical names begin with. */
const longestName = 24;

/**
 * First part of the physical names of a system on a platform, where it is not the system's name: on AWS, names are unique in an account, so
 * that all platforms but one get a name of their own. A workload on the system's own EKS cluster shares that of the cluster.
 */
export function physicalName(
  system: string,
  platform: SystemPlatform,
  all: readonly SystemPlatform[],
): string | undefined {
  const owner = platform === "kubernetes" && all.includes("aws-eks") ? "aws-eks" : platform;
  const onAws = all.filter((it) => it.startsWith("aws"));
  if (!owner.startsWith("aws") || onAws[0] === owner) return undefined;
  const part = owner.replace(/^aws-/, "");
  return `${system.slice(0, longestName - part.length - 1).replace(/-+$/, "")}-${part}`;
}

/** Four characters for names that must be unique in all of Azure. They follow from what they are for, and are in none of the settings. */
export function azureSuffix(what: string, text: string): string {
  for (let round = 0; ; round++) {
    const digest = createHash("sha256").update(`${what}/${round}`).digest("hex");
    const suffix = BigInt(`0x${digest.slice(0, 12)}`)
      .toString(36)
      .slice(-4)
      .padStart(4, "0");
    if (!text.includes(`"${suffix}"`)) return suffix;
  }
}

/** Name of a database in a server: letters, digits and _. */
export const databaseName = (system: string): string => system.replaceAll("-", "_");
