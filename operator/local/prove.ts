import { planStacks } from "../operations/plan-stacks";
import { projectPlace } from "../operations/project";
import type { StackResult } from "../operations/run";
import type { Selection } from "../operations/selection";
import { planText } from "../plan/plan-text";
import { interrupt } from "../process/interrupt";
import type { Progress } from "../progress/progress";
import { applicable, type Proof } from "./proofs/proof";

/** The result of one check of a deployed stack. */
export interface Evidence {
  readonly stack: string;
  readonly what: string;
  readonly seen: string;
}

/** The checks of one stack, with what is wrong. */
export interface Proven {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly string[];
}

/**
 * Verifies that a stack is deployed: its second plan is empty, and its resources are read back through AWS's API. Never throws. The plan
 * of a deploy that found nothing to change is its second one.
 */
export async function prove(
  { id, status, outputs }: StackResult,
  { source, platformOf }: Pick<Selection, "source" | "platformOf">,
  progress: Progress,
): Promise<Proven> {
  const problems = status === "unchanged" ? [] : await secondPlan(id, source, progress);
  const evidence: Evidence[] = problems.length > 0 ? [] : [{ stack: id, what: "second plan", seen: "empty" }];
  for (const { what, see } of applicable(await proofsOf(platformOf(id)), outputs)) {
    try {
      const stopped = `stopped while ${id} was verified (${what}): npm start goes on from here`;
      interrupt.throwIfRequested();
      evidence.push({ stack: id, what, seen: await interrupt.orStop(see(outputs), stopped) });
    } catch (error) {
      problems.push(`${id}: ${what}: ${(error as Error).message}`);
    }
  }
  progress.report({ stack: id, type: "note", text: problems.length > 0 ? "NOT as deployed" : "verified" });
  return { evidence, problems };
}

async function secondPlan(id: string, source: string, progress: Progress): Promise<string[]> {
  const [result] = await planStacks([id], { source, progress });
  if (!result?.plan) return [`${id}: ${result?.error}`];
  return result.plan.hasChanges ? [`${id}: expected an empty second plan, found\n${planText(result.plan)}`] : [];
}

/**
 * The checks of a stack: for any system what its platform has, for the shipped examples also what their functions do. Loaded late: their
 * clients read the emulator's address from the environment.
 */
async function proofsOf(platform: string | undefined): Promise<readonly Proof[]> {
  const isExample = projectPlace().folder === ".";
  switch (platform) {
    case "account":
      return (await import("./proofs/account.js")).accountProofs;
    case "aws":
      return (await import("./proofs/aws.js")).awsProofs;
    case "aws-eks":
      return (await import("./proofs/aws-eks.js")).awsEksProofs;
    case "aws-serverless":
      if (!isExample) return [];
      return (await import("./proofs/aws-serverless.js")).awsServerlessProofs;
    case "aws-websocket":
      if (!isExample) return [];
      return (await import("./proofs/aws-websocket.js")).awsWebsocketProofs;
    case "aws-codebuild":
      if (!isExample) return [];
      return (await import("./proofs/aws-codebuild.js")).awsCodebuildProofs;
    case "kubernetes":
      return []; // Its second plan reads every object back from the cluster.
    default:
      throw new Error(`${platform}: expected checks for this platform in operator/local/proofs, found none`);
  }
}
