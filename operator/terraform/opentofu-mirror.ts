import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/** The registries' hosts: a provider without a host is of the one that the program knows, and mirrors are laid out by host. */
const terraformHost = "registry.terraform.io";
const openTofuHost = "registry.opentofu.org";

/**
 * Links providers that mirrors hold for Terraform's registry into a mirror of OpenTofu's, in which it looks for the same ones.
 * @param mirrors folders in Terraform's mirror layout, with the addresses of the providers that each holds
 * @returns the folder under `root` and the addresses in it; none where the mirrors have them all for OpenTofu already
 */
export function openTofuMirror(
  root: string,
  mirrors: readonly { readonly path: string; readonly providers: readonly string[] }[],
): { path: string; providers: string[] }[] {
  const path = resolve(root, "opentofu-mirror");
  const held = new Set(mirrors.flatMap(({ providers }) => providers));
  const providers: string[] = [];
  for (const mirror of mirrors) {
    for (const address of mirror.providers) {
      const [host, ...name] = address.split("/");
      const other = [openTofuHost, ...name].join("/");
      if (host !== terraformHost || held.has(other)) continue;
      link(join(mirror.path, address), join(path, other));
      providers.push(other);
    }
  }
  return providers.length > 0 ? [{ path, providers: [...new Set(providers)] }] : [];
}

/** Links archives and the platforms of unpacked versions: a link higher up would not be followed. */
function link(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!statSync(source).isDirectory()) linkOnce(source, target);
    else {
      mkdirSync(target, { recursive: true });
      for (const platform of readdirSync(source)) linkOnce(join(source, platform), join(target, platform));
    }
  }
}

function linkOnce(source: string, target: string): void {
  if (existsSync(target)) return;
  rmSync(target, { force: true }); // A link to what a mirror held earlier.
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // Another run was first.
  }
}
