import type { StackReference } from "../../../settings/project/stacks";
import { readProject, withSelection } from "../../operations/selection";

/**
 * A line for each other stack of the system in the same environment that runs another build than was released. They are built by themselves: a
 * mistake in one of them, or one on another cloud, stops no release and is one line.
 */
export async function otherBuildsOf(
  { id, system, environment }: StackReference,
  build: string,
  settingsFiles: readonly string[],
): Promise<string[]> {
  const { stacks } = await readProject();
  const others = stacks.filter((one) => one.id !== id && one.system === system && one.environment === environment);
  const patterns = others.map((of) => of.id);
  if (patterns.length === 0) return [];
  const { otherBuilds } = await import("../../release/world/other-builds.js");
  try {
    return await withSelection({ patterns, settingsFiles }, ({ ids, source }) => otherBuilds(ids, source, build));
  } catch (error) {
    const [why] = (error as Error).message.split("\n");
    return [`which build ${patterns.join(", ")} run could not be seen: ${why}`];
  }
}
