import { existsSync, readFileSync } from "node:fs";
import { lookPlan } from "../plan/look-plan";
import { StackView } from "../preflight/look/stack-view";
import type { Progress } from "../progress/progress";
import { isBackendMissing } from "../terraform/diagnostics";
import { isWorkspaceThere } from "../terraform/hcp-workspace";
import { readJson } from "../terraform/json-output";
import { prepareBackend } from "../terraform/self-hosted-state";
import type { Workspace } from "../terraform/workspace";
import { accept } from "./accept";
import type { Accepted } from "./accepted-file";
import { ignoredIn } from "./ignored";
import { judge } from "./judge";
import { runningRelease } from "./release";
import type { StackDrift } from "./report";
import { findStrays, type InState, whatIsIn } from "./strays";

export interface LookProps {
  readonly progress: Progress;
  readonly accepted: readonly Accepted[];
  /** Values of Terraform variables, as for a deploy. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly now: Date;
}

/** What was found of a stack, and the addresses of its JSON and its state. */
export interface Looked {
  readonly drift: StackDrift;
  readonly addresses: ReadonlySet<string>;
}

interface State {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode?: string;
    readonly type: string;
    readonly name: string;
    readonly instances?: readonly { readonly index_key?: string | number }[];
  }[];
}

/** Compares a stack with what Terraform last wrote. Locks nothing, and writes nothing but files of its own folder. */
export async function lookForDrift(workspace: Workspace, props: LookProps): Promise<Looked> {
  const { id: stack } = workspace;
  const { progress, accepted, now, vars } = props;
  progress.report({ stack, type: "step", step: "init" });
  const view = new StackView(stack, readFileSync(workspace.path("cdk.tf.json"), "utf8"));
  const nothing = { stack, at: now.toISOString(), found: [], undeployed: [], follows: [], strays: [] };
  const state = await stateOf(workspace);
  const inState = addressesIn(state ?? {});
  const addresses = new Set([...view.resources().map(({ address }) => address), ...inState]);
  if (inState.length === 0) {
    const notes = state ? [] : [placeless(workspace)];
    return { drift: { ...nothing, status: "not deployed", notes }, addresses };
  }
  const notes: string[] = [];
  if (existsSync(workspace.path("errored.tfstate")))
    notes.push(
      "an earlier run could not save its state: what it made may be listed as gone or unknown; npm run deploy saves it first",
    );
  const release = await runningRelease(workspace, view, (note) => notes.push(note));
  const [plan, tagged] = await Promise.all([
    lookPlan(workspace, { progress, vars }),
    straysOf(view, whatIsIn(state ?? {})),
  ]);
  const judged = judge({ plan, ignored: ignoredIn(view.resources()), release });
  const found = accept(stack, judged.found, accepted, now);
  const status = found.some(({ kind }) => kind === "drift") ? "drift" : "none";
  const { strays, unknown: straysUnknown } = tagged;
  return {
    drift: { ...nothing, ...judged, found, status, strays, ...(straysUnknown && { straysUnknown }), notes },
    addresses,
  };
}

const isInHcp = ({ config }: Workspace) => config.backend.type === "cloud";

const placeless = (workspace: Workspace) =>
  isInHcp(workspace)
    ? "its workspace in HCP Terraform is not there, or the token may not see it"
    : "its state bucket does not exist";

/** The state; nothing where the bucket or the workspace that should hold it does not exist: to look makes none. */
async function stateOf(workspace: Workspace): Promise<State | undefined> {
  if (isInHcp(workspace) && !(await isWorkspaceThere(workspace))) return undefined;
  try {
    await prepareBackend(workspace);
    const text = await workspace.terraform.run(["state", "pull"]);
    return text.trim() ? (readJson("state pull", text) as State) : {};
  } catch (error) {
    if (isBackendMissing(error)) return undefined;
    throw error;
  }
}

/** The addresses in a state, without data sources. */
function addressesIn({ resources = [] }: State): string[] {
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances = [] }) =>
      instances.map(({ index_key: key }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        return `${module ? `${module}.` : ""}${type}.${name}${index}`;
      }),
    );
}

/** Only AWS knows what carries a tag in one call; labels of other clouds are not looked up. */
async function straysOf(view: StackView, inState: InState): ReturnType<typeof findStrays> {
  const { aws: identity, id: stack } = view;
  if (!identity) return { strays: [], unknown: "only stacks of AWS are looked up by their tags" };
  const regions = new Set([
    identity.region,
    ...view.resources().map(({ body }) => view.regionOf(body) ?? identity.region),
  ]);
  return findStrays({ stack, identity, regions: [...regions], inState });
}
