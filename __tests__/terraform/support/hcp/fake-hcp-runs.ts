import { randomBytes } from "node:crypto";
import type { FakeWorkspace } from "./fake-hcp";
import { type FakeVariable, FakeWorker, type Json } from "./fake-hcp-worker";

/** One upload of a configuration. */
interface Upload {
  readonly id: string;
  readonly workspace: FakeWorkspace;
  /** For a plan that is only shown. */
  readonly speculative: boolean;
  archive?: Buffer;
}

/** A run of the fake, with what Terraform wants of it. */
export interface FakeRun {
  readonly id: string;
  readonly workspace: FakeWorkspace;
  /** What Terraform sent: `save-plan`, `is-destroy`, `variables`, … */
  readonly wanted: Json;
  /** The names of the files that were uploaded. */
  files: readonly string[];
  status: string;
  /** It was canceled: it ends as soon as its Terraform has. */
  isCanceled?: boolean;
  hasChanges: boolean;
  plan?: { readonly plan: Json; readonly redacted: Json };
  readonly logs: { plan: Buffer; apply: Buffer };
  worker?: FakeWorker;
}

export type RunAnswer = readonly [status: number, document?: object];

const [startOfText, endOfText] = [Buffer.from([2]), Buffer.from([3])];
const ended = new Set([
  "planned",
  "planned_and_saved",
  "planned_and_finished",
  "applied",
  "errored",
  "canceled",
  "discarded",
]);
const addresses = (given: unknown) => (given ?? []) as readonly string[];
const awaiting = new Set(["planned", "planned_and_saved"]);

/**
 * The calls of HCP Terraform's API that Terraform makes for a run in the service: upload, run, logs, plan as JSON, apply, cancel, discard.
 * From https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run and from what Terraform 1.11 sends.
 */
export class FakeRuns {
  readonly runs: FakeRun[] = [];
  /** The environment of the workers. */
  env: NodeJS.ProcessEnv = {};
  /** Whether the token may read plans whole, which takes the right of an administrator of the workspace. */
  mayReadPlans = true;
  /** Lets no plan come to its end. */
  holdPlans = false;
  private readonly uploads: Upload[] = [];

  constructor(
    private readonly address: () => string,
    private readonly workspaceDocument: (workspace: FakeWorkspace) => object,
  ) {}

  /** What needs no token, because its address is a secret: an upload, a log. */
  raw(call: string, query: URLSearchParams, body: Buffer): Buffer | undefined {
    const [, upload] = /^PUT \/upload\/(.+)$/.exec(call) ?? [];
    const found = this.uploads.find(({ id }) => id === upload);
    if (found) {
      found.archive = body;
      return Buffer.alloc(0);
    }
    const [, kind, id] = /^GET \/log\/(plan|apply)-(.+)$/.exec(call) ?? [];
    const run = this.runs.find((it) => it.id === id);
    if (!run || !kind) return undefined;
    const isEnded = ended.has(run.status) || (kind === "plan" && run.plan !== undefined);
    const log = Buffer.concat([startOfText, run.logs[kind as "plan" | "apply"], ...(isEnded ? [endOfText] : [])]);
    const offset = Number(query.get("offset") ?? 0);
    return log.subarray(offset, offset + Number(query.get("limit") ?? log.length));
  }

  /** The answer to a call about runs; nothing for another call. */
  answer(call: string, data: Json, workspaces: readonly FakeWorkspace[]): RunAnswer | undefined {
    const of = (pattern: RegExp) => pattern.exec(call)?.[1];
    const target = workspaces.find(({ id }) => id === of(/^POST \/workspaces\/([^/]+)\/configuration-versions$/));
    if (target) return [201, this.uploadDocument(this.upload(target, data))];
    const upload = this.uploads.find(({ id }) => id === of(/^GET \/configuration-versions\/(.+)$/));
    if (upload) return [200, this.uploadDocument(upload)];
    if (call === "POST /runs") return [201, this.runDocument(this.begin(data))];
    const run = this.runs.find(({ id }) => id === of(/^\w+ \/(?:runs|plans|applies)\/(?:plan-|apply-)?([^/]+)/));
    if (!run) return undefined;
    switch (call.replace(/^(\w+) \/(\w+)\/[^/]+/, "$1 $2")) {
      case "GET runs":
        return [200, this.runDocument(run)];
      case "GET runs/run-events":
        return [200, { data: [] }];
      case "GET plans":
        return [200, { data: this.planData(run) }];
      case "GET applies":
        return [200, { data: this.logData(run, "apply", "applies") }];
      case "GET plans/json-output":
        return this.mayReadPlans && run.plan ? [200, run.plan.plan] : [404];
      case "GET plans/json-output-redacted":
        return run.plan ? [200, run.plan.redacted] : [404];
      case "POST runs/actions/apply":
        if (!awaiting.has(run.status) || run.workspace.lock) return [409];
        void this.apply(run);
        return [202];
      case "POST runs/actions/discard":
        if (!awaiting.has(run.status)) return [409];
        run.status = "discarded";
        return [202];
      case "POST runs/actions/cancel":
        if (ended.has(run.status)) return [409];
        run.isCanceled = true;
        run.worker?.cancel();
        return [202];
      default:
        return undefined;
    }
  }

  /** The runs of a workspace that have not come to their end: those that wait for a person too. */
  unfinished(of: FakeWorkspace): object[] {
    const open = this.runs.filter(
      ({ workspace, status }) => workspace === of && (!ended.has(status) || awaiting.has(status)),
    );
    return open.map((run) => (this.runDocument(run) as { data: object }).data);
  }

  private upload(workspace: FakeWorkspace, { attributes }: Json): Upload {
    const { speculative } = attributes as Json;
    const upload = { id: `cv-${randomBytes(8).toString("hex")}`, workspace, speculative: speculative === true };
    this.uploads.push(upload);
    return upload;
  }

  private begin({ attributes = {}, relationships }: Json): FakeRun {
    const { data } = (relationships as Record<string, { data: { id: string } }>)["configuration-version"] ?? {};
    const upload = this.uploads.find(({ id }) => id === data?.id);
    if (!upload?.archive) throw new Error("expected an upload");
    const { workspace, archive, speculative } = upload;
    const logs = { plan: Buffer.alloc(0), apply: Buffer.alloc(0) };
    const id = `run-${randomBytes(8).toString("hex")}`;
    const wanted = attributes as Json;
    const run: FakeRun = { id, workspace, wanted, files: [], status: "planning", hasChanges: false, logs };
    this.runs.push(run);
    void this.plan(run, archive, speculative);
    return run;
  }

  private async plan(run: FakeRun, archive: Buffer, speculative: boolean): Promise<void> {
    const { workspace, wanted } = run;
    const given = (wanted["variables"] ?? []) as { key: string; value: string }[];
    const variables: FakeVariable[] = [
      ...(workspace.variables ?? []),
      ...given.map((it) => ({ ...it, category: "terraform" as const, hcl: true })),
    ];
    let kind: "plan" | "apply" = "plan";
    const log = (text: Buffer | string) => {
      run.logs[kind] = Buffer.concat([run.logs[kind], Buffer.from(text)]);
    };
    const args = [
      ...(wanted["is-destroy"] ? ["-destroy"] : []),
      ...(wanted["refresh"] === false ? ["-refresh=false"] : []),
      ...addresses(wanted["target-addrs"]).map((address) => `-target=${address}`),
      ...addresses(wanted["replace-addrs"]).map((address) => `-replace=${address}`),
    ];
    const state = workspace.states.at(-1)?.state;
    run.worker = new FakeWorker({ archive, state, variables, args, env: this.env, log });
    run.files = await run.worker.unpack();
    const code = await run.worker.plan();
    while (this.holdPlans && !run.isCanceled) await new Promise((resolve) => setTimeout(resolve, 100));
    if (code !== 1) run.plan = await run.worker.planJson();
    kind = "apply";
    run.hasChanges = code === 2;
    if (run.isCanceled) run.status = "canceled";
    else if (code === 1) run.status = "errored";
    else if (code === 0 || speculative) run.status = "planned_and_finished";
    else run.status = wanted["save-plan"] ? "planned_and_saved" : "planned";
  }

  /** As the service does, it locks the workspace while it applies, and discards plans that others saved. */
  private async apply(run: FakeRun): Promise<void> {
    const { workspace } = run;
    for (const other of this.runs) {
      if (other !== run && other.workspace === workspace && awaiting.has(other.status)) other.status = "discarded";
    }
    run.status = "applying";
    workspace.lock = run.id;
    const { code = 1, state } = (await run.worker?.apply()) ?? {};
    const { serial } = JSON.parse(state?.toString() ?? "{}") as { serial?: number };
    const isNew = serial !== undefined && serial !== workspace.states.at(-1)?.serial;
    if (state && isNew) workspace.states.push({ id: `sv-${randomBytes(8).toString("hex")}`, serial, state });
    delete workspace.lock;
    // A run that is canceled while it applies ends as canceled, with what it has done in the state.
    run.status = run.isCanceled ? "canceled" : code === 0 ? "applied" : "errored";
  }

  private uploadDocument({ id, archive }: Upload): object {
    const attributes = { status: archive ? "uploaded" : "pending", "upload-url": `${this.address()}/upload/${id}` };
    return { data: { id, type: "configuration-versions", attributes } };
  }

  private runDocument(run: FakeRun): object {
    const { id, status, hasChanges, wanted, workspace } = run;
    const isAwaiting = awaiting.has(status);
    const attributes = {
      status,
      "has-changes": hasChanges,
      "is-destroy": wanted["is-destroy"] ?? false,
      actions: { "is-cancelable": !ended.has(status), "is-confirmable": isAwaiting, "is-discardable": isAwaiting },
      permissions: { "can-apply": true, "can-cancel": true, "can-discard": true },
    };
    const to = (type: string, of: string) => ({ data: { type, id: of } });
    const relationships = {
      workspace: to("workspaces", workspace.id),
      plan: to("plans", `plan-${id}`),
      apply: to("applies", `apply-${id}`),
    };
    const { data } = this.workspaceDocument(workspace) as { data: object };
    return { data: { id, type: "runs", attributes, relationships }, included: [data, this.planData(run)] };
  }

  private planData(run: FakeRun): object {
    const { id, type, attributes } = this.logData(run, "plan", "plans");
    return { id, type, attributes: { ...attributes, "has-changes": run.hasChanges } };
  }

  private logData({ id, status, plan }: FakeRun, kind: "plan" | "apply", type: string) {
    const isDone = kind === "plan" ? plan !== undefined : ended.has(status);
    const now = isDone ? "finished" : ended.has(status) ? status : "running";
    return {
      id: `${kind}-${id}`,
      type,
      attributes: { status: now, "log-read-url": `${this.address()}/log/${kind}-${id}` },
    };
  }
}
