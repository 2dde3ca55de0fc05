import { handedIds } from "../handover/handed-plans";

/** What `--planned` says, and which stacks are meant. */
export interface Planned {
  /** Apply a plan that was made before. */
  readonly planned: boolean;
  /** The folder with plans that another run handed over; without it they are those that this checkout saved. */
  readonly folder?: string;
  readonly stacks: readonly string[];
}

/**
 * Reads `--planned [folder]`. The word after it is a folder if it is a path or holds plans, else it names a stack: `--planned aws-prod` means
 * the plan that was saved of that stack. Without a stack all plans of the folder are meant.
 */
export function plannedOf(option: boolean | string | undefined, stacks: readonly string[]): Planned {
  if (typeof option !== "string") return { planned: option ?? false, stacks };
  const isFolder = /[/\\]|^\.+$/.test(option) || handedIds(option).length > 0;
  if (!isFolder) return { planned: true, stacks: [option, ...stacks] };
  return { planned: true, folder: option, stacks: stacks.length > 0 ? stacks : handedIds(option) };
}
