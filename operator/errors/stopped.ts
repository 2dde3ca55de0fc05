import { existsSync } from "node:fs";
import type { StackPlan } from "../plan/stack-plan";
import { InterruptedError } from "../process/user-error";
import { diagnosticText } from "../progress/diagnostic";
import { TerraformError } from "../terraform/diagnostics";
import { wasKilled } from "../terraform/failure";
import type { ResourceEvents } from "../terraform/resource-events";
import type { Workspace } from "../terraform/workspace";
import { heldBy, readLock, whatToDo } from "./lock";
import { holderInView } from "./lock-holder-life";

/** An apply that was stopped, and how far it came. */
export interface StoppedApply {
  readonly plan: StackPlan;
  readonly events: ResourceEvents;
}

/** A run that a signal stopped, with all that it left looked up. */
export class StoppedError extends InterruptedError {}

/** As {@link StoppedError}, when Terraform was ended but the run was not stopped. */
export class KilledError extends TerraformError {}

/** The commands of Terraform that lock the state. */
const locking = new Set(["plan", "apply", "import", "state"]);

function commandOf(error: unknown): string {
  return error instanceof TerraformError ? error.command : commandOf((error as { cause: unknown }).cause);
}

/** What Terraform says of the steps that a signal stopped: the list of what is not finished says the same. */
const expected =
  /execution halted|context canceled|operation was canceled|RequestCanceled|was interrupted|Terraform was ended by/i;

/**
 * The error of a run that was stopped or whose Terraform was killed, with what is so now: whether the state is locked, what is not
 * finished, the errors seen before, the command to go on with. Other errors are returned as they are.
 * @param again the command to go on with
 */
export async function lookedUp(
  error: unknown,
  workspace: Workspace,
  again: string,
  apply?: StoppedApply,
): Promise<unknown> {
  if (error instanceof StoppedError || error instanceof KilledError) return error;
  const stopped = error instanceof InterruptedError;
  const killed = wasKilled(error) && locking.has(commandOf(error));
  // A Terraform that ended by itself before it changed anything has freed its lock.
  if (!killed && !(stopped && apply)) return error;
  const lines = await left(workspace, again, killed, apply);
  if (!stopped) {
    const { command, diagnostics } = error as TerraformError;
    return new KilledError(command, diagnostics, lines.join("\n"));
  }
  const seen = earlierErrors(error).map((text) => `  ${text.replace(/\n/g, "\n  ")}`);
  return new StoppedError([lines[0], ...seen, ...lines.slice(1)].join("\n"), { cause: error });
}

async function left(workspace: Workspace, again: string, killed: boolean, apply?: StoppedApply): Promise<string[]> {
  const { id } = workspace;
  const [lock, listed] = await Promise.all([seen(() => readLock(workspace)), apply && seen(() => inState(workspace))]);
  const ended = killed ? "Terraform was killed" : "stopped";
  const head = apply
    ? `${id}: ${ended} after ${apply.events.done.size} of ${apply.plan.changes.length} resources`
    : `${id}: ${ended}`;
  const lines: string[] = [];
  if (existsSync(workspace.path("errored.tfstate")))
    lines.push(
      "  the state could not be saved: it is in errored.tfstate of the stack's folder, and the next run saves it first",
    );
  if (apply) lines.push(...unfinished(apply, listed));
  if ("failed" in lock) {
    const look = `npm run unlock -- ${id}`;
    return [
      `${head}; whether the state is locked could not be seen: ${lock.failed}`,
      ...lines,
      `  ${look} looks again; then ${again}`,
    ];
  }
  if (!lock.value) return [`${head}; the state is not locked`, ...lines, `  ${again} goes on from here`];
  const life = holderInView(workspace, lock.value.who);
  return [
    `${head}; the state is ${heldBy(lock.value, new Date())}${whatToDo(id, lock.value, life)}`,
    ...lines,
    `  then ${again} goes on from here`,
  ];
}

/** What was begun or planned and is not done, and what was done and is not recorded. */
function unfinished({ plan, events }: StoppedApply, listed: Seen<Set<string>> | undefined): string[] {
  const { done } = events;
  const begun = [...events.unfinished].map((address) => `  not finished: ${address}`);
  const rest = plan.changes.filter(({ address }) => !done.has(address) && !events.unfinished.has(address));
  const notBegun = rest.length > 0 ? [`  not begun: ${rest.length} resources`] : [];
  if (!listed || "failed" in listed) return [...begun, ...notBegun, "  what of it is in the state could not be seen"];
  const recorded = ([address, action]: [string, string]) => listed.value.has(address) === (action !== "delete");
  const lost = [...done].filter((entry) => !recorded(entry));
  return [
    ...begun,
    ...notBegun,
    ...lost.map(([address, action]) => `  not recorded in the state: ${action} of ${address}`),
  ];
}

async function inState({ terraform }: Workspace): Promise<Set<string>> {
  try {
    return new Set((await terraform.look(["state", "list"])).split("\n").filter(Boolean));
  } catch (error) {
    if (/No state file was found/.test(String(error))) return new Set();
    throw error;
  }
}

type Seen<T> = { readonly value: T } | { readonly failed: string };

async function seen<T>(look: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    return { failed: String((error as Error).message).split("\n")[0] ?? "" };
  }
}

/** The errors that Terraform reported, without those that only say that it was stopped. */
function earlierErrors({ cause }: InterruptedError): string[] {
  if (!(cause instanceof TerraformError)) return [];
  const errors = cause.diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(diagnosticText).filter((text) => !expected.test(text));
}
