import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world";

/** The machine of one job: fresh folders, its variables, and what steps added to them. */
export class Machine {
  readonly workspace: string;
  readonly temp: string;
  /** By which the runner finds processes that steps left behind. */
  readonly trackingId = `github_${randomUUID()}`;
  /** What steps wrote to GITHUB_ENV. */
  readonly added: Record<string, string> = {};
  /** What steps wrote to GITHUB_PATH, the last first. */
  readonly path: string[] = [];
  private readonly masks: string[];
  private files = 0;

  constructor(
    readonly world: World,
    folder: string,
    secrets: readonly string[],
  ) {
    const own = mkdtempSync(join(folder, "job-"));
    this.workspace = join(own, "work");
    this.temp = join(own, "temp");
    for (const made of [this.workspace, this.temp]) mkdirSync(made);
    this.masks = [...secrets];
  }

  /** A folder for the files of the next step. */
  nextFiles(): string {
    this.files += 1;
    return join(this.temp, `commands-${this.files}`);
  }

  /** The variables of a step: the machine's, GitHub's, those of the workflow, those that steps added, the step's own. */
  variables(github: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>>): Record<string, string> {
    const named =
      "actor api_url base_ref event_name head_ref job ref ref_name ref_type repository repository_owner run_attempt run_id";
    const rest = "run_number server_url sha triggering_actor workflow workflow_ref workspace";
    const own = `${named} ${rest}`
      .split(" ")
      .map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")]);
    const { env: machine } = this.world;
    const path = [...this.path, machine["PATH"] ?? ""].join(":");
    return {
      ...machine,
      ...(Object.fromEntries(own) as Record<string, string>),
      ...{ CI: "true", GITHUB_ACTIONS: "true", RUNNER_OS: "Linux", RUNNER_ARCH: "X64", RUNNER_TEMP: this.temp },
      ...{ RUNNER_TRACKING_ID: this.trackingId, HOME: machine["HOME"] ?? this.temp },
      ...env,
      PATH: path,
    };
  }

  add(env: Readonly<Record<string, string>>, path: readonly string[]): void {
    Object.assign(this.added, env);
    for (const folder of path) this.path.unshift(folder);
  }

  /** A text as the log shows it: secrets and masked values are `***`. `::add-mask::` in it adds one. */
  shown(text: string): string {
    for (const [, value = ""] of text.matchAll(/^::add-mask::(.+)$/gm)) this.masks.push(value);
    return this.masks.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }

  holdsSecret(text: string): boolean {
    return this.masks.some((secret) => secret && text.includes(secret));
  }
}
