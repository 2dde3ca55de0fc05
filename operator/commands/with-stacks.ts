import { type Selection, type SelectionProps, withSelection } from "../operations/selection";
import { UserError } from "../process/user-error";

/** Makes addresses in outputs work from here; those of a cloud are left as they are. */
export type Reachable = <T>(outputs: T) => T;

/**
 * Builds the named stacks for `use`, and points this process at the emulator if they are deployed there.
 * @throws {UserError} for any mistake in their settings, or when the emulator that they need does not run
 */
export function withStacks<T>(
  props: SelectionProps,
  use: (selection: Selection, reachable: Reachable) => Promise<T>,
): Promise<T> {
  return withSelection(props, async (selection) => use(selection, await reachEmulator(selection)));
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
  const { emulatorStatus } = await import("../local/emulator.js");
  const { useEmulator } = await import("../local/use-emulator.js");
  const emulator = await emulatorStatus(".local");
  if (!emulator.running)
    throw new UserError(`${emulated.join(", ")}: the emulator does not run: start it with npm start`);
  useEmulator(".local", emulator);
  const { reachable } = await import("../local/emulator-addresses.js");
  return (outputs) => reachable(outputs, emulator.ministack);
}
