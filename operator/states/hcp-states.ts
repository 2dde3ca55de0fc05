import { UserError } from "../process/user-error";
import { HcpClient, type HcpObject } from "../terraform/hcp-client";
import type { StateLock } from "../terraform/state-lock";
import { placeText } from "../terraform/state-place";
import { type PutBack, type States, savedSince, type VersionHead } from "./states";
import type { Writer } from "./writer";

/** The `cloud` block of a stack, as far as it names the workspace. */
interface CloudPlace {
  readonly hostname: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string };
}

/** A run that was saved by a plan waits for nothing: it is stale once the state is another. */
const waiting = "planned_and_saved";
/** A run that was confirmed, and writes until it has ended (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states). */
const writing = new Set([
  "confirmed",
  "queuing_apply",
  "apply_queued",
  "pre_apply_running",
  "pre_apply_completed",
  "applying",
]);

/** A version that is not saved yet, or never was the state (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions). */
const notSaved = /^(pending|discarded)$/;
/** A version whose data the service has deleted, as the retention policy of an organization wants it. */
const withoutData = /^backing_data_/;

/**
 * The versions of a state in HCP Terraform or a Terraform Enterprise
 * (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions).
 */
export class HcpStates implements States {
  readonly place: string;
  private readonly writers = new Map<string, Writer>();
  private readonly addresses = new Map<string, string>();

  private constructor(
    private readonly client: HcpClient,
    private readonly of: CloudPlace,
    private readonly workspace: string,
  ) {
    this.place = placeText({ type: "cloud", settings: { ...of } });
  }

  /** @throws {UserError} where there is no such workspace, or the token may not see it */
  static async open(settings: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): Promise<HcpStates> {
    const of = settings as unknown as CloudPlace;
    const client = await HcpClient.connect(of.hostname, env);
    const { organization, workspaces } = of;
    const found = await client.get(`organizations/${organization}/workspaces/${workspaces.name}`);
    if (found) return new HcpStates(client, of, found.id);
    throw new UserError(
      `expected the workspace ${workspaces.name} of ${organization} at ${of.hostname}, found none: it is not there, or the token may not see it`,
    );
  }

  async heads(most: number): Promise<readonly VersionHead[]> {
    const { organization, workspaces } = this.of;
    const found: VersionHead[] = [];
    for (let number = 1; found.length < most; number++) {
      const size = Math.min(most, 100);
      const query = new URLSearchParams({
        "filter[organization][name]": organization,
        "filter[workspace][name]": workspaces.name,
        "page[number]": String(number),
        "page[size]": String(size),
        include: "created_by,run",
      });
      const { data = [], included = [] } = ((await this.client.document(`state-versions?${query}`)) ?? {}) as Page;
      const saved = data.filter(({ attributes }) => !notSaved.test(String(attributes["status"])));
      found.push(...saved.map((version) => this.take(version, included)));
      if (data.length < size) break;
    }
    return found.slice(0, most);
  }

  async writer({ id }: VersionHead): Promise<Writer | undefined> {
    return this.writers.get(id);
  }

  async text({ id }: VersionHead): Promise<string> {
    const address = this.addresses.get(id);
    const text = address && (await this.client.text(address));
    if (text !== undefined && text !== "") return text;
    throw new UserError(
      `${this.place}: the state version ${id} could not be read: it needs the right to read states of the workspace`,
    );
  }

  /** The service keeps its own. */
  async expected(): Promise<undefined> {
    return undefined;
  }

  async holder(): Promise<StateLock | undefined> {
    const { organization, workspaces } = this.of;
    const run = (await this.runs()).find(({ attributes }) => attributes["status"] !== waiting);
    if (run) return lockOf(run);
    const workspace = await this.client.get(`workspaces/${this.workspace}`);
    if (workspace?.attributes["locked"] !== true) return undefined;
    return { id: `${organization}/${workspaces.name}`, operation: "unknown", created: new Date(Number.NaN) };
  }

  /** The run that writes the state now; not one that waits for a person. */
  async writingRun(): Promise<StateLock | undefined> {
    const run = (await this.runs()).find(({ attributes }) => writing.has(String(attributes["status"])));
    return run && lockOf(run);
  }

  async putBack({ version, over }: PutBack): Promise<{ id: string; serial: number }> {
    const workspace = `workspaces/${this.workspace}`;
    if (!(await this.client.act(`${workspace}/actions/lock`)))
      throw new UserError(`${this.place} has just been locked: nothing was changed`);
    try {
      const [newest] = await this.heads(1);
      if (newest?.id !== over?.id) throw savedSince();
      // The service makes a copy of the version, with a serial of its own.
      const relationships = { "rollback-state-version": { data: { type: "state-versions", id: version.id } } };
      const made = await this.client.write("PATCH", `${workspace}/state-versions`, {
        type: "state-versions",
        relationships,
      });
      return { id: made.id, serial: Number(made.attributes["serial"]) };
    } finally {
      await this.client.act(`${workspace}/actions/unlock`);
    }
  }

  close(): void {}

  /** Those that have not come to their end. */
  private runs(): Promise<readonly HcpObject[]> {
    const query = new URLSearchParams({ "filter[status_group]": "non_final", "page[size]": "20" });
    return this.client.list(`workspaces/${this.workspace}/runs?${query}`);
  }

  private take({ id, attributes, relationships = {} }: HcpObject, included: readonly HcpObject[]): VersionHead {
    this.addresses.set(id, String(attributes["hosted-state-download-url"] ?? ""));
    const user = relationships["created-by"]?.data?.id;
    const run = relationships["run"]?.data?.id;
    const named = included.find((it) => it.id === user)?.attributes["username"];
    const commit = attributes["vcs-commit-sha"];
    const restored = relationships["rollback-state-version"]?.data?.id;
    if (user)
      this.writers.set(id, {
        who: String(named ?? user),
        ...(run && { command: `run ${run}` }),
        ...(typeof commit === "string" && commit && { commit }),
        ...(restored && { restored }),
      });
    const status = String(attributes["status"]);
    const saved = new Date(String(attributes["created-at"]));
    return { id, saved, ...(withoutData.test(status) && { noData: status }) };
  }
}

function lockOf({ id, attributes }: HcpObject): StateLock {
  const created = new Date(String(attributes["created-at"]));
  return { id, who: "a run of HCP Terraform", operation: String(attributes["status"]), created };
}

interface Page {
  readonly data?: readonly HcpObject[];
  readonly included?: readonly HcpObject[];
}
