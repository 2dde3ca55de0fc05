import { planStacks } from "../operations/plan-stacks";
import type { StackResult } from "../operations/run";
import { planText } from "../plan/plan-text";
import { interrupt } from "../process/interrupt";
import { InterruptedError, UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Proof } from "./proofs/proof";

/** The result of one check of a deployed stack. */
export interface Evidence {
  readonly stack: string;
  readonly what: string;
  readonly seen: string;
}

/**
 * Verifies that stacks are deployed: a second plan of each is empty, and their resources are read back through AWS's API.
 * @throws {UserError} with every check that fails
 */
export async function prove(results: readonly StackResult[], source: string, progress: Progress): Promise<Evidence[]> {
  const ids = results.map(({ id }) => id);
  const plans = await planStacks(ids, { source, progress });
  const problems = plans.flatMap(({ id, plan, error }) => {
    if (!plan) return [`${id}: ${error}`];
    return plan.hasChanges ? [`${id}: expected an empty second plan, found\n${planText(plan)}`] : [];
  });
  const evidence: Evidence[] = ids.map((stack) => ({ stack, what: "second plan", seen: "empty" }));
  for (const { id, outputs } of results) {
    for (const { what, see } of await proofsOf(id)) {
      try {
        const stopped = `stopped while ${id} was verified (${what}): npm start goes on from here`;
        evidence.push({ stack: id, what, seen: await interrupt.orStop(see(outputs), stopped) });
      } catch (error) {
        if (error instanceof InterruptedError) throw error;
        problems.push(`${id}: ${what}: ${(error as Error).message}`);
      }
    }
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return evidence;
}

/** The checks of a stack. Loaded late: their clients read the emulator's address from the environment. */
async function proofsOf(id: string): Promise<readonly Proof[]> {
  switch (id.replace(/-local$/, "")) {
    case "account":
      return (await import("./proofs/account.js")).accountProofs;
    case "aws":
      return (await import("./proofs/aws.js")).awsProofs;
    case "aws-eks":
      return (await import("./proofs/aws-eks.js")).awsEksProofs;
    case "aws-serverless":
      return (await import("./proofs/aws-serverless.js")).awsServerlessProofs;
    case "aws-websocket":
      return (await import("./proofs/aws-websocket.js")).awsWebsocketProofs;
    case "aws-codebuild":
      return (await import("./proofs/aws-codebuild.js")).awsCodebuildProofs;
    case "kubernetes":
      return []; // Its second plan reads every object back from the cluster.
    default:
      throw new Error(`${id}: expected checks for this stack in operator/local/proofs, found none`);
  }
}
