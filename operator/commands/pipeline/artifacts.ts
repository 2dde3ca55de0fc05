import { gitHub } from "../../github/client";
import { thisRun } from "../../github/run";
import { writeOutputs } from "../../github/workflow-files";
import { newestRunWith } from "../../github/workflow-runs";
import { print } from "../../operations/command-output";
import { checksRun } from "../../pipeline/checks-run";
import { isOf } from "../../pipeline/promotion";
import { type Clock, realClock } from "../../process/clock";
import { UserError } from "../../process/user-error";
import { sameIn } from "../with-release";
import { stepTo } from "./step-to";

interface ArtifactsOptions {
  readonly logged?: boolean;
  /** A test's. No option of the command line sets it. @default - this machine's */
  readonly clock?: Clock;
}

/**
 * Finds the runs that have what a promotion to a stack reads: its coverage, once the checks of this commit have ended well, and the evidence of
 * the environment before. Writes their ids as outputs. Exit code 1: there are none.
 */
export async function artifacts(pattern: string, { logged, clock = realClock }: ArtifactsOptions): Promise<void> {
  const { stack, system, before } = await stepTo(pattern);
  const { repository, commit } = thisRun();
  const api = await gitHub();
  const earlier = await sameIn(stack, before.environment);
  const evidence = async () => {
    const file = `deploy-${system}.yml`;
    const wanted = { file, events: ["push", "workflow_dispatch"], isOf: (ref: string) => isOf(before, ref) };
    const found = await newestRunWith(api, repository, `evidence-${earlier.id}`, wanted);
    if (found) return found.id;
    throw new UserError(
      `${stack.id}: expected the artifact evidence-${earlier.id} of a run of ${file} for ${before.environment}, found none: release to ${before.environment} first`,
    );
  };
  // Where there is none, no one waits to hear it.
  if (!logged) await evidence();
  const coverage = await checksRun({ api, repository, commit, clock, say: print });
  print(`${stack.id}: coverage of run ${coverage}`);
  if (logged) return writeOutputs({ coverage_run: String(coverage) });
  // What was released while the checks ran is newer.
  const released = await evidence();
  print(`${stack.id}: evidence of run ${released}`);
  writeOutputs({ coverage_run: String(coverage), evidence_run: String(released) });
}
