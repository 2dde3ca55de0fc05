import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";

/** Terraform's lock file in a stack's folder. */
export const lockFile = ".terraform.lock.hcl";
/** What this machine has downloaded and checked: the releases' checksums, and that of the unpacked files, which the plugin cache holds. */
const checkedFile = "providers.lock.hcl";

export interface ProviderLockProps {
  /** The stack's folder. */
  readonly dir: string;
  /** The operator's own folder. */
  readonly root: string;
  /** The `terraform` block of the stack. */
  readonly terraform: unknown;
  /** The providers that come from a mirror, by address; all of them where the user has chosen their sources. */
  readonly mirrored: readonly string[] | "all";
  /** The checksums of the releases, in the form of a lock file. */
  readonly releases: string;
}

/** The checksums that are in this repository. */
export function releasesOf(repository = process.cwd()): string {
  return readFileSync(join(repository, "operator", "terraform", "providers.lock.hcl"), "utf8");
}

/**
 * Runs `init` so that it refuses a download that differs from the releases. `init` gets the environment variables that it needs in
 * addition to the stack's own.
 */
export async function heldToReleases(
  props: ProviderLockProps,
  init: (env: NodeJS.ProcessEnv) => Promise<unknown>,
): Promise<void> {
  const mustDownload = placeProviderLock(props);
  // With this variable Terraform would take a provider from the plugin cache whose checksum it does not know.
  await init(mustDownload ? { TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: undefined } : {});
  if (mustDownload) rememberChecked(props);
}

/**
 * Writes the checksums of the releases into a stack's lock file, before `init`, which then refuses a download that differs. A mirror is the
 * user's own and is not held to them. Returns whether a provider has to be downloaded to be checked: a copy in the plugin cache is
 * unpacked, and the checksum of a release says nothing about it.
 */
export function placeProviderLock({ dir, root, terraform, mirrored, releases }: ProviderLockProps): boolean {
  const file = join(dir, lockFile);
  const lock = blocksOf(existsSync(file) ? readFileSync(file, "utf8") : "");
  const checked = blocksOf(existsSync(join(root, checkedFile)) ? readFileSync(join(root, checkedFile), "utf8") : "");
  let unchecked = false;
  for (const [address, release] of blocksOf(releases)) {
    const isOurs = holdsAll(lock.get(address), release);
    if (mirrored === "all" || mirrored.includes(address)) {
      if (isOurs) lock.delete(address);
    } else if (isRequired(terraform, address) && !(isOurs && isChecked(lock.get(address)))) {
      const known = checked.get(address);
      const isKnown = holdsAll(known, release) && isChecked(known);
      lock.set(address, isKnown && known ? known : release);
      unchecked ||= !isKnown;
    }
  }
  if (lock.size > 0) writeAtomically(file, textOf(lock));
  else rmSync(file, { force: true });
  return unchecked;
}

/** Remembers what `init` has checked, so that the next stack can take it from the plugin cache. */
export function rememberChecked({ dir, root, releases }: Omit<ProviderLockProps, "terraform" | "mirrored">): void {
  const file = join(root, checkedFile);
  const made = join(dir, lockFile);
  const lock = blocksOf(existsSync(made) ? readFileSync(made, "utf8") : "");
  const checked = blocksOf(existsSync(file) ? readFileSync(file, "utf8") : "");
  for (const [address, release] of blocksOf(releases)) {
    const block = lock.get(address);
    if (block && holdsAll(block, release) && isChecked(block)) checked.set(address, block);
  }
  writeAtomically(file, textOf(checked));
}

/** The blocks of a lock file, by the provider's address. */
function blocksOf(text: string): Map<string, string> {
  const blocks = text.matchAll(/^provider "([^"]+)" \{[\s\S]*?^\}/gm);
  return new Map([...blocks].map(([block, address = ""]) => [address, block]));
}

function textOf(blocks: ReadonlyMap<string, string>): string {
  return `${[...blocks.values()].join("\n\n")}\n`;
}

/** Whether a block is of the release's version and has all its checksums. */
function holdsAll(block: string | undefined, release: string): boolean {
  const wanted = release.match(/"zh:\w+"|\bversion\s*=\s*"[^"]+"/g) ?? [];
  const plain = block?.replace(/version\s+=/, "version =");
  return plain !== undefined && wanted.every((part) => plain.includes(part));
}

/** Whether a block has the checksum of unpacked files, which `init` adds after it has checked a download. */
function isChecked(block: string | undefined): boolean {
  return block?.includes('"h1:') ?? false;
}

function isRequired(terraform: unknown, address: string): boolean {
  const { required_providers: required = {} } = terraform as {
    required_providers?: Record<string, { source?: string }>;
  };
  return Object.values(required).some(({ source = "" }) => {
    const parts = source.split("/");
    const full = [...["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
    return full === address;
  });
}
