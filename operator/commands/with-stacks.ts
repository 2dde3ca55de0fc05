import type { Emulator } from "../local/emulator";
import { type Selection, type SelectionProps, withSelection } from "../operations/selection";
import { UserError } from "../process/user-error";

/** Makes addresses in outputs work from here; those of a cloud are left as they are. */
export type Reachable = <T>(outputs: T) => T;

export interface WithStacksProps extends SelectionProps {
  /** Leave out what is deployed to the emulator, where there is anything else: one process works with the emulator or with clouds. @default false */
  readonly cloudsFirst?: boolean;
}

/**
 * Builds the named stacks for `use`, and points this process at the emulator if they are deployed there.
 * @throws {UserError} for any mistake in their settings, or when the emulator that they need does not run
 */
export function withStacks<T>(
  props: WithStacksProps,
  use: (selection: Selection, reachable: Reachable) => Promise<T>,
): Promise<T> {
  return withSelection(props, async (built) => {
    const selection = props.cloudsFirst ? cloudsFirst(built) : built;
    return use(selection, await reachEmulator(selection));
  });
}

function cloudsFirst(selection: Selection): Selection {
  const others = selection.ids.filter((id) => !selection.emulatedIds.includes(id));
  return others.length > 0 ? { ...selection, ids: others, emulatedIds: [] } : selection;
}

/** Points this process, and every Terraform that it starts, at the emulator if the stacks are deployed to it. */
async function reachEmulator({ ids, emulatedIds: emulated }: Selection): Promise<Reachable> {
  if (emulated.length === 0) return (outputs) => outputs;
  const others = ids.filter((id) => !emulated.includes(id));
  if (others.length > 0) {
    throw new UserError(
      `${emulated.join(", ")} are deployed to the emulator, ${others.join(", ")} to a cloud: name them in separate commands`,
    );
  }
  const emulator = await useRunningEmulator();
  if (!emulator) throw new UserError(`${emulated.join(", ")}: the emulator does not run: start it with npm start`);
  const { reachable } = await import("../local/emulator-addresses.js");
  return (outputs) => reachable(outputs, emulator.ministack);
}

/** Points this process, and every Terraform that it starts, at the emulator. @returns nothing where it does not run */
export async function useRunningEmulator(): Promise<Emulator | undefined> {
  const { emulatorStatus } = await import("../local/emulator.js");
  const { useEmulator } = await import("../local/use-emulator.js");
  const emulator = await emulatorStatus(".local");
  if (!emulator.running) return undefined;
  useEmulator(".local", emulator);
  return emulator;
}
