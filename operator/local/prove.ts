import { planStacks } from "../operations/plan-stacks";
import type { StackResult } from "../operations/run";
import { planText } from "../plan/plan-text";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Proof } from "./proofs/proof";

/** What was seen when a stack was proven. */
export interface Evidence {
  readonly stack: string;
  readonly what: string;
  readonly seen: string;
}

/**
 * Proves that stacks are deployed: a second plan of each is empty, and what they made is read back through the cloud's API.
 * @throws {UserError} with everything that is not so
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
        evidence.push({ stack: id, what, seen: await see(outputs) });
      } catch (error) {
        problems.push(`${id}: ${what}: ${(error as Error).message}`);
      }
    }
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return evidence;
}

/** Loaded when they are needed: the clients read the emulator's address from the environment. */
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
      throw new Error(`${id}: no proofs are written for it`);
  }
}
