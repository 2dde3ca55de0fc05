import { createInterface } from "node:readline/promises";
import { planText } from "../plan/plan-text";
import type { StackPlan } from "../plan/stack-plan";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";

export interface ApprovalProps {
  readonly progress: Progress;
  /** Stacks whose id has to be typed. */
  readonly protectedIds: ReadonlySet<string>;
  /** Stacks that are not protected need no answer. */
  readonly yes: boolean;
  /** Ids that were typed on the command line. */
  readonly confirmed: readonly string[];
  /** Shows a plan. */
  readonly show: (text: string) => void;
  /** Reads an answer; absent where there is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

/** Something that is about to be done to a stack. */
export interface Change {
  readonly id: string;
  /** What it is, for a person. */
  readonly text: string;
  /** As in "Type its id to deploy it". */
  readonly verb: string;
}

/** Decides about each change: shows it, and asks, one stack at a time. A protected stack needs its id typed. */
export function confirmation(props: ApprovalProps): (change: Change) => Promise<boolean> {
  const { progress, protectedIds, yes, confirmed, show, ask } = props;
  return ({ id, text, verb }) =>
    progress.quietly(async () => {
      show(text);
      if (confirmed.includes(id)) return true;
      const isProtected = protectedIds.has(id);
      if (yes && !isProtected) return true;
      if (!ask) {
        const option = isProtected ? `--confirm ${id}` : "--yes";
        throw new UserError(`${id}${isProtected ? " is protected and" : ""} has to be confirmed: pass ${option}`);
      }
      if (isProtected) return (await ask(`${id} is protected. Type its id to ${verb} it: `)).trim() === id;
      return /^y(es)?$/i.test((await ask(`${verb} ${id}? [y/N] `)).trim());
    });
}

/** Decides about each plan. */
export function approval(props: ApprovalProps): (plan: StackPlan) => Promise<boolean> {
  const confirm = confirmation(props);
  return (plan) => confirm({ id: plan.id, text: planText(plan), verb: plan.destroy ? "destroy" : "deploy" });
}

/** Asks on the terminal; nothing where standard input or error output is none. A signal or the end of input is a no. */
export function terminalAsk(): ApprovalProps["ask"] {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    return new Promise((resolve) => {
      lines.once("SIGINT", () => {
        process.kill(process.pid, "SIGINT");
        lines.close();
      });
      lines.once("close", () => resolve(""));
      lines.question(question).then((answer) => {
        resolve(answer);
        lines.close();
      });
    });
  };
}
