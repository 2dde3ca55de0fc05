import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import type { Checked } from "../../../operator/init/check";
import type { InitOptions } from "../../../operator/init/flags";
import { type Initialized, initialize } from "../../../operator/init/init";
import { formatMistake } from "../../../settings/mistake";
import { readProject } from "../../../settings/project/stacks";
import { synthesize } from "../../../stacks/synthesis/synthesize";

export const root = process.cwd();

/** Options of a call, with what is not named left out. */
export const options = (more: Partial<InitOptions>): InitOptions => ({
  environment: [],
  account: [],
  project: [],
  subscription: [],
  email: [],
  region: [],
  yes: true,
  ...more,
});

/** Everything that a deploy would act on, for two environments of two accounts. */
export const everything = {
  system: "shop",
  environments: "dev,prod",
  account: ["111111111111", "prod=222222222222"],
  project: ["dev=shop-dev", "prod=shop-prod"],
  subscription: ["dev=11111111-1111-4111-8111-111111111111", "prod=22222222-2222-4222-8222-222222222222"],
  tenant: "33333333-3333-4333-8333-333333333333",
  state: "s3",
  domain: "shop.test",
  email: ["ops@shop.test"],
  repository: "acme/shop",
} satisfies Partial<InitOptions>;

/** Names, domains and code folders of the shipped systems. One function of document 000 has the name of another system. */
const shipped = [
  ...readdirSync(join(root, "systems")).filter((name) => name !== "test-execution"),
  "test-execution-system",
  "test_execution_system",
  "kiro",
  "jake-moses",
  "ai-prism.com",
  "example.com",
  "Z0000",
];

/** A folder of its own within the checkout, where the code of functions finds its packages, and what `npm run init` makes in it. */
export class InitFolder {
  /** Each stack's JSON as it was built last, by its id. */
  readonly built = new Map<string, string>();
  private readonly above: string;

  constructor() {
    mkdirSync(join(root, ".local"), { recursive: true });
    this.above = mkdtempSync(join(root, ".local", "test-init-"));
  }

  get folder(): string {
    return join(this.above, "project");
  }

  /** Calls `npm run init`. Without `builds` the stacks are named, not built. */
  init(more: Partial<InitOptions>, builds = false): Promise<Initialized> {
    const given = options({ ...more, project: [...(more.project ?? []), this.folder] });
    return initialize({ root, options: given, show: () => {}, check: (_, folder) => this.check(folder, builds) });
  }

  /** Every file below, with its text. Also what is left beside the project. */
  files(): Record<string, string> {
    const entries = readdirSync(this.above, { recursive: true, withFileTypes: true });
    const files = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
    return Object.fromEntries(files.sort().map((file) => [relative(this.above, file), readFileSync(file, "utf8")]));
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** What a full check says. */
  async mistakes(): Promise<readonly string[]> {
    return (await this.check(relative(root, this.folder), true)).mistakes;
  }

  /** Names of shipped systems in what was built last, each with its stack. */
  foreignNames(): string[] {
    return [...this.built].flatMap(([id, json]) => {
      const names = id.includes("aws-serverless") ? shipped : [...shipped, "test-execution", "test_execution"];
      return names.filter((name) => json.includes(name)).map((name) => `${id}: ${name}`);
    });
  }

  remove(): void {
    rmSync(this.above, { recursive: true, force: true });
  }

  private async check(folder: string, builds: boolean): Promise<Checked> {
    const project = readProject({ root, folder });
    const stacks = new Map<string, string[]>();
    for (const { id, environment } of project.stacks) stacks.set(environment, [...(stacks.get(environment) ?? []), id]);
    const own = project.mistakes.map(formatMistake);
    if (!builds) return { stacks, mistakes: own };
    const outdir = join(this.above, "out");
    const { mistakes, built } = await synthesize({ project, outdir, stacks: project.stacks });
    this.built.clear();
    for (const id of built) this.built.set(id, readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
    rmSync(outdir, { recursive: true });
    return { stacks, mistakes: [...own, ...mistakes] };
  }
}
