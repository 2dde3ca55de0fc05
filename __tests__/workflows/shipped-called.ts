import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FakeGitHub } from "../support/fake-github";
import { repositoryWith } from "./executor/fixture";
import type { RunResult } from "./executor/results";
import { runWorkflow } from "./executor/run";
import type { Answer } from "./executor/tools";
import type { World } from "./executor/world";
import { type Recorded, recordedWorld } from "./shipped";
import { textOf } from "./shipped-files";

interface Called extends Recorded {
  readonly result: RunResult;
}

/**
 * Runs a shipped workflow that others call, by a caller that may do all.
 * @param more what the calling job says: `    with: { stack: shop }\n`
 * @param event `push` to main, if it is not given
 */
export async function called(
  name: string,
  more: string,
  given: readonly Answer[] = [],
  { event = { name: "push", ref: "refs/heads/main" }, ...world }: Partial<World> = {},
  github?: FakeGitHub,
): Promise<Called> {
  const caller = `on: [push, pull_request]\njobs:\n  call:\n    uses: ./.github/workflows/${name}\n    permissions: write-all\n${more}`;
  const root = repositoryWith({ "caller.yml": caller, [name]: textOf(name) });
  const recorded = await recordedWorld(event, github, { ...world, root }, (folder) => {
    mkdirSync(join(folder, "examples", "tests"), { recursive: true });
  });
  recorded.tools.answer(given);
  return { ...recorded, result: await runWorkflow(recorded.world, "caller.yml") };
}
