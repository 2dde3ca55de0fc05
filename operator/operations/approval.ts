import { createInterface } from "node:readline/promises";
import { planText } from "../plan/plan-text";
import type { StackPlan } from "../plan/stack-plan";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";

export interface ApprovalProps {
  readonly progress: Progress;
  /** Protected stacks: their ids must be typed. */
  readonly protectedIds: ReadonlySet<string>;
  /** Approve stacks that are not protected without a question. */
  readonly yes: boolean;
  /** Ids that `--confirm` names: approved without a question. */
  readonly confirmed: readonly string[];
  /** Shows a plan. */
  readonly show: (text: string) => void;
  /** Show values whole and computed attributes one by one. @default false */
  readonly verbose?: boolean;
  /** Prints a question and returns the answer; absent without a terminal. */
  readonly ask?: (question: string, withdrawn?: AbortSignal) => Promise<string>;
}

/** A change of a stack that needs approval. */
export interface Change {
  readonly id: string;
  /** The change, for people. */
  readonly text: string;
  /** As in "Type its id to deploy it". */
  readonly verb: string;
}

/** Decides about each change: prints it and waits for an answer, one stack at a time. For a protected stack the answer is its id. */
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
  const { verbose } = props;
  return (plan) =>
    confirm({ id: plan.id, text: planText(plan, { verbose }), verb: plan.destroy ? "destroy" : "deploy" });
}

/**
 * Questions on the terminal; nothing if standard input or standard error is no terminal. Ctrl-C there is the signal, at once: the terminal
 * sends none while a question waits. A signal means no to this question and to all that follow, the end of input to this one, which also ends
 * when it is withdrawn.
 */
export function terminalAsk(): ApprovalProps["ask"] {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (question, withdrawn) => {
    if (interrupt.requested || withdrawn?.aborted) return Promise.resolve("");
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    return new Promise((resolve) => {
      const no = () => lines.close();
      const forget = interrupt.onStop(no);
      withdrawn?.addEventListener("abort", no, { once: true });
      lines.once("SIGINT", () => {
        process.stderr.write("\n");
        interrupt.take("SIGINT");
        no();
      });
      lines.once("close", () => {
        forget();
        withdrawn?.removeEventListener("abort", no);
        resolve("");
      });
      // Rejected at the end of input, which also closes: that is the answer.
      lines.question(question).then(
        (answer) => {
          resolve(answer);
          lines.close();
        },
        () => no(),
      );
    });
  };
}
