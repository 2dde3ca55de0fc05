import { hostname } from "node:os";
import { sep } from "node:path";
import { usesEmulator } from "../aws/emulator-config";
import { lockFileOf } from "../process/folders";
import { readHolder } from "../process/lock-holder";
import {
  inCheckout,
  processText,
  type SeenProcesses,
  type TerraformProcess,
  terraformProcesses,
} from "../process/terraform-processes";
import type { Workspace } from "../terraform/workspace";

/** What can be seen from here of who holds a state's lock. */
export type HolderLife =
  | { readonly is: "alive"; readonly who: string }
  | { readonly is: "gone" }
  | { readonly is: "unseen"; readonly why: string };

/** Where to look for the holder of a lock. */
export interface LookingForHolder {
  /** The operator's own folder. @default ".local" */
  readonly root?: string;
  /** Whether the state is in this checkout's emulator, which takes no other user and has no state of another checkout. @default false */
  readonly isEmulated?: boolean;
  /** @default - those that run on this machine now */
  readonly processes?: SeenProcesses;
}

/**
 * Looks for the holder of a stack's lock: a run of this checkout, and any Terraform or cdktf of this machine that works on that stack or,
 * in this checkout, on no other.
 * @param who `user@host`, from the lock; HCP Terraform does not say it
 */
export function holderLife(stack: string, who: string | undefined, looking: LookingForHolder = {}): HolderLife {
  const { root, isEmulated = false } = looking;
  if (!who) return { is: "unseen", why: "HCP Terraform does not name the holder" };
  const host = who.slice(who.lastIndexOf("@") + 1);
  if (host !== hostname()) return { is: "unseen", why: `it is on the host ${host}` };
  const run = readHolder(lockFileOf(stack, root));
  if (run && run.pid !== process.pid) return { is: "alive", who: `${run.operation} (process ${run.pid})` };
  const processes = looking.processes ?? terraformProcesses();
  const here = worksHere(stack, processes);
  const elsewhere = isEmulated ? [] : processes.found;
  const [working] = [...here, ...elsewhere.filter(({ cwd = "" }) => isOn(stack, cwd))];
  if (working) return { is: "alive", who: processText(working) };
  const [unclear] = elsewhere.filter(({ cwd }) => cwd === undefined);
  if (unclear) return { is: "unseen", why: `${unclear.name} (process ${unclear.pid}) is another user's` };
  if (processes.hidden) return { is: "unseen", why: processes.hidden };
  return { is: "gone" };
}

/** As {@link holderLife}, for the stack of a workspace. */
export function holderInView(
  { id, root, env }: Pick<Workspace, "id" | "root" | "env">,
  who: string | undefined,
): HolderLife {
  return holderLife(id, who, { root, isEmulated: usesEmulator(env) });
}

/** Each Terraform and cdktf of this checkout that works on a stack, or on no other. */
export function worksHere(stack: string, processes = terraformProcesses()): TerraformProcess[] {
  return inCheckout(processes).filter(({ cwd = "" }) => isOn(stack, cwd) || !/[/\\]stacks[/\\]/.test(cwd));
}

/** Whether a folder is the one of a stack, in any checkout. */
function isOn(stack: string, cwd: string): boolean {
  return cwd.endsWith(`${sep}stacks${sep}${stack}`);
}
