import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { addressOf, listening, stopped } from "../../../support/local-server";
import { FakeRuns } from "./fake-hcp-runs";
import type { FakeVariable } from "./fake-hcp-worker";

/** A workspace of the fake, with every version of its state. */
export interface FakeWorkspace {
  readonly id: string;
  readonly name: string;
  readonly states: StateVersion[];
  /** What was set: `execution-mode`, `working-directory`, … */
  readonly attributes: Record<string, unknown>;
  projectId?: string;
  /** Tags by key. */
  tags: Record<string, string>;
  /** What the holder of the lock wrote; nothing if it is not locked. */
  lock?: string;
  /** Variables of Terraform and of the environment, for the runs in the service. */
  variables?: FakeVariable[];
}

interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly state: Buffer;
  /** The version that was put back. */
  readonly rolledBack?: string;
  /** With another than `finalized` there is nothing to download. @default "finalized" */
  readonly status?: string;
}

/** Who saves every state: the holder of the token. */
const user = { id: "user-1", type: "users", attributes: { username: "jo" } };

/** What the fake answers: a status and a JSON document. */
type Answer = readonly [status: number, document?: object];

/**
 * A server that speaks the part of HCP Terraform's API that Terraform uses: states, locks, and with {@link FakeRuns} runs in the service.
 * From the API's documentation (developer.hashicorp.com/terraform/cloud-docs/api-docs), and from what Terraform 1.11 sends.
 */
export class FakeHcp {
  readonly organization = "acme";
  readonly hostname = "hcp.example.test";
  /** The organization's: of the workspaces that are made without one. */
  defaultExecutionMode = "local";
  readonly token = randomBytes(12).toString("hex");
  readonly workspaces = new Map<string, FakeWorkspace>();
  readonly projects: { readonly id: string; readonly type: string; readonly attributes: { readonly name: string } }[] =
    [];
  /** Each request so far, as `GET /path`. */
  readonly requests: string[] = [];
  /** The runs in the service, of workspaces whose execution mode is `remote`. */
  readonly remote = new FakeRuns(
    () => this.address,
    (workspace) => this.document(workspace),
  );

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeHcp> {
    const server = createServer();
    const fake = new FakeHcp(server);
    server.on("request", (request, response) => void fake.serve(request, response));
    await listening(server);
    return fake;
  }

  stop = (): Promise<void> => stopped(this.server);

  private get address(): string {
    return addressOf(this.server);
  }

  /** The CLI configuration with which Terraform finds this server under its name, without TLS, and its token. */
  get cliConfiguration(): string {
    return [
      `host "${this.hostname}" {\n  services = { "tfe.v2" = "${this.address}/api/v2/" }\n}`,
      `credentials "${this.hostname}" {\n  token = "${this.token}"\n}\n`,
    ].join("\n");
  }

  /** The newest state of a workspace. */
  state(name: string): { serial: number; lineage: string; resources: unknown[] } | undefined {
    const newest = this.workspaces.get(name)?.states.at(-1);
    return newest && JSON.parse(newest.state.toString());
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? "", this.address);
    const path = pathname.replace(/^\/api\/v2/, "");
    const call = `${request.method} ${path}`;
    this.requests.push(call);
    const raw = this.remote.raw(call, searchParams, Buffer.concat(chunks));
    if (raw) {
      response.end(raw);
      return;
    }
    const download = /^GET \/download\/(.+)$/.exec(call);
    const known = download && this.version(download[1] as string);
    if (known) {
      response.end(known.state);
      return;
    }
    const allowed = request.headers.authorization === `Bearer ${this.token}`;
    const body = Buffer.concat(chunks).toString();
    const [status, document] = allowed
      ? this.answer(call, body ? (JSON.parse(body) as JsonApi) : {}, searchParams)
      : ([401] satisfies Answer);
    response.writeHead(status, {
      "content-type": "application/vnd.api+json",
      "TFP-API-Version": "2.6",
      "TFP-AppName": "HCP Terraform",
    });
    response.end(document ? JSON.stringify(document) : undefined);
  }

  private answer(call: string, { data }: JsonApi, query: URLSearchParams): Answer {
    const of = (pattern: RegExp) => pattern.exec(call)?.[1];
    const organization = `/organizations/${this.organization}`;
    if (call === "GET /ping") return [204];
    if (call === `GET ${organization}/entitlement-set`) return [200, entitlements];
    if (call === `GET ${organization}`) return [200, { data: this.organizationData() }];
    if (call === `GET ${organization}/projects`) return [200, { data: this.projects }];
    if (call === `POST ${organization}/projects`) return this.createProject(String(data?.attributes?.["name"]));
    if (call === `POST ${organization}/workspaces`) return this.create(data ?? {});
    const name = call.startsWith(`GET ${organization}/workspaces/`) ? call.split("/").at(-1) : undefined;
    if (name) return this.found(this.workspaces.get(name), (it) => [200, this.document(it)]);

    if (call === "GET /state-versions") return this.listStates(query);

    const run = this.remote.answer(call, (data ?? {}) as Record<string, unknown>, [...this.workspaces.values()]);
    if (run) return run;

    const output = of(/^GET \/state-version-outputs\/(.+)$/);
    const all = [...this.workspaces.values()].flatMap((workspace) => this.outputs(workspace, true));
    if (output)
      return this.found(
        all.find(({ id }) => id === output),
        (data) => [200, { data }],
      );

    const id = of(/^\w+ \/workspaces\/([^/]+)/);
    return this.found(
      [...this.workspaces.values()].find((it) => it.id === id),
      (workspace) => {
        const changed = of(/^PATCH \/workspaces\/[^/]+\/vars\/(.+)$/);
        if (changed) return this.setVariable(workspace, data?.attributes ?? {});
        switch (call.replace(/^(\w+) \/workspaces\/[^/]+/, "$1 ")) {
          case "GET ":
            return [200, this.document(workspace)];
          case "PATCH ":
            this.set(workspace, data ?? {});
            return [200, this.document(workspace)];
          case "GET /tag-bindings":
            return [200, { data: Object.entries(workspace.tags).map(([key, value]) => tagBinding(key, value)) }];
          case "GET /vars":
            return [200, { data: (workspace.variables ?? []).map(variableData) }];
          case "POST /vars":
            return this.setVariable(workspace, data?.attributes ?? {});
          case "GET /current-state-version":
            return this.found(workspace.states.at(-1), (it) => [200, this.stateDocument(it)]);
          case "GET /current-state-version-outputs":
            return [200, { data: this.outputs(workspace) }];
          case "GET /runs":
            return [200, { data: this.remote.unfinished(workspace) }];
          case "PATCH /state-versions":
            return this.rollBack(workspace, data?.relationships ?? {});
          case "POST /state-versions":
            return this.save(workspace, data?.attributes ?? {});
          case "POST /actions/lock":
            return this.setLock(workspace, "locked");
          case "POST /actions/unlock":
          case "POST /actions/force-unlock":
            return this.setLock(workspace, undefined);
          default:
            return notFound;
        }
      },
    );
  }

  private organizationData(): object {
    const attributes = { name: this.organization, "default-execution-mode": this.defaultExecutionMode };
    return { id: this.organization, type: "organizations", attributes };
  }

  private createProject(name: string): Answer {
    const project = { id: `prj-${this.projects.length + 1}`, type: "projects", attributes: { name } };
    this.projects.push(project);
    return [201, { data: project }];
  }

  private found<T>(value: T | undefined, answer: (value: T) => Answer): Answer {
    return value === undefined ? notFound : answer(value);
  }

  private create(data: JsonApiData): Answer {
    const name = String(data.attributes?.["name"]);
    const attributes = { "execution-mode": this.defaultExecutionMode, "working-directory": null };
    const workspace = { id: `ws-${randomBytes(8).toString("hex")}`, name, states: [], attributes, tags: {} };
    this.workspaces.set(name, workspace);
    this.set(workspace, data);
    return [201, this.document(workspace)];
  }

  /** As the service does: the tags that a request names replace all. */
  private set(workspace: FakeWorkspace, { attributes, relationships = {} }: JsonApiData): void {
    Object.assign(workspace.attributes, attributes);
    const { project, "tag-bindings": tags } = relationships;
    if (project) workspace.projectId = (project.data as { id: string }).id;
    if (tags) {
      const bound = tags.data as { attributes: { key: string; value: string } }[];
      workspace.tags = Object.fromEntries(bound.map(({ attributes: { key, value } }) => [key, value]));
    }
  }

  private setVariable(workspace: FakeWorkspace, attributes: object): Answer {
    const variable = attributes as FakeVariable;
    const others = (workspace.variables ?? []).filter(({ key }) => key !== variable.key);
    workspace.variables = [...others, variable];
    return [201, { data: variableData(variable) }];
  }

  private setLock(workspace: FakeWorkspace, lock: string | undefined): Answer {
    // A lock that is held, or an unlock of what is free: conflict.
    if ((workspace.lock === undefined) === (lock === undefined)) return [409, problem(409, "conflict")];
    workspace.lock = lock;
    return [200, this.document(workspace)];
  }

  /** As the service does, it refuses a state that the workspace's own is not older than, and a writer without the lock. */
  private save(workspace: FakeWorkspace, attributes: Readonly<Record<string, unknown>>): Answer {
    const state = Buffer.from(String(attributes["state"] ?? ""), "base64");
    if (state.length === 0) return [422, problem(422, "param is missing or the value is empty: state")];
    if (createHash("md5").update(state).digest("hex") !== attributes["md5"]) return [422, problem(422, "md5")];
    if (!workspace.lock) return [409, problem(409, "workspace is not locked")];
    const serial = Number(attributes["serial"]);
    const newest = workspace.states.at(-1);
    if (newest && serial <= newest.serial && !attributes["force"]) return [409, problem(409, "serial")];
    const version = { id: `sv-${randomBytes(8).toString("hex")}`, serial, state };
    workspace.states.push(version);
    return [201, this.stateDocument(version)];
  }

  /** As the service does: the newest first, in pages. */
  private listStates(query: URLSearchParams): Answer {
    const { states = [] } = this.workspaces.get(query.get("filter[workspace][name]") ?? "") ?? {};
    const size = Number(query.get("page[size]"));
    const begin = (Number(query.get("page[number]")) - 1) * size;
    const page = [...states].reverse().slice(begin, begin + size);
    const include = (query.get("include") ?? "").split(",");
    const included = include.includes("created_by") ? [user] : [];
    return [200, { data: page.map((state) => this.stateData(state)), included }];
  }

  /** As the service does: a copy of the version, with a serial of its own, for who holds the lock. */
  private rollBack(workspace: FakeWorkspace, relationships: NonNullable<JsonApiData["relationships"]>): Answer {
    if (!workspace.lock) return [409, problem(409, "workspace is not locked")];
    const { id } = (relationships["rollback-state-version"]?.data ?? {}) as { id?: string };
    const version = workspace.states.find((state) => state.id === id);
    if (!version) return notFound;
    const serial = (workspace.states.at(-1)?.serial ?? 0) + 1;
    const state = Buffer.from(JSON.stringify({ ...(JSON.parse(version.state.toString()) as object), serial }));
    const copy = { id: `sv-${randomBytes(8).toString("hex")}`, serial, state, rolledBack: version.id };
    workspace.states.push(copy);
    return [201, this.stateDocument(copy)];
  }

  private version(id: string): StateVersion | undefined {
    return [...this.workspaces.values()].flatMap(({ states }) => states).find((state) => state.id === id);
  }

  /** Outputs of the newest state. In a list the service leaves out sensitive values. */
  private outputs({ id, states }: FakeWorkspace, reveal = false) {
    const { outputs = {} } = JSON.parse(states.at(-1)?.state.toString() ?? "{}") as {
      outputs?: Record<string, Output>;
    };
    return Object.entries(outputs).map(([name, { value, type, sensitive = false }]) => ({
      id: `wsout-${id}-${name}`,
      type: "state-version-outputs",
      attributes: {
        name,
        sensitive,
        // In one word; Terraform reads the other, which is whole.
        type: Array.isArray(type) ? (/^(object|map)$/.test(type[0]) ? "map" : "array") : type,
        value: sensitive && !reveal ? null : value,
        "detailed-type": type,
      },
    }));
  }

  private stateDocument(version: StateVersion): object {
    return { data: this.stateData(version) };
  }

  private stateData({ id, serial, rolledBack, status = "finalized" }: StateVersion): object {
    const url = status === "finalized" ? `${this.address}/download/${id}` : null;
    const attributes = {
      serial,
      status,
      "created-at": new Date(Date.UTC(2026, 10, 30, 4, serial)).toISOString(),
      "hosted-state-download-url": url,
      "resources-processed": true,
    };
    const to = (type: string, of: string | undefined) => ({ data: of ? { type, id: of } : null });
    const relationships = {
      "created-by": to("users", user.id),
      "rollback-state-version": to("state-versions", rolledBack),
    };
    return { id, type: "state-versions", attributes, relationships };
  }

  private document({ id, name, lock, attributes: set, projectId }: FakeWorkspace): object {
    const attributes = {
      ...set,
      name,
      locked: lock !== undefined,
      operations: set["execution-mode"] === "remote",
      "terraform-version": set["terraform-version"] ?? "latest",
      "structured-run-output-enabled": true,
      permissions: Object.fromEntries(permissions.map((can) => [can, true])),
    };
    const organization = { data: { id: this.organization, type: "organizations" } };
    const project = projectId ? { data: { id: projectId, type: "projects" } } : { data: null };
    return { data: { id, type: "workspaces", attributes, relationships: { organization, project } } };
  }
}

interface JsonApiData {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data: unknown }>>;
}

interface JsonApi {
  readonly data?: JsonApiData;
}

interface Output {
  readonly value: unknown;
  readonly type: unknown;
  readonly sensitive?: boolean;
}

const permissions = [
  "can-update",
  "can-lock",
  "can-unlock",
  "can-force-unlock",
  "can-queue-run",
  "can-queue-apply",
  "can-read-settings",
];

const entitlements = {
  data: { id: "org-1", type: "entitlement-sets", attributes: { "state-storage": true, operations: true } },
};

const tagBinding = (key: string, value: string) => ({
  id: `tb-${key}`,
  type: "tag-bindings",
  attributes: { key, value },
});

const variableData = ({ key, value, category, hcl = false }: FakeVariable) => ({
  id: `var-${key}`,
  type: "vars",
  attributes: { key, value, category, hcl, sensitive: false },
});

const problem = (status: number, title: string) => ({ errors: [{ status: String(status), title }] });
const notFound: Answer = [404, problem(404, "not found")];
