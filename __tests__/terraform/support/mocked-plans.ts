import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pluginEnvironment } from "../../../operator/terraform/plugins";
import type { StackJson } from "../../stacks/synthesized";
import { ProjectCopy } from "./project-copy";
import { distinct, shapeName, synthesized, unavailable } from "./shapes";

/** The answers of a provider's mock, by data source. Without them it returns random text and empty lists, which have no first element. */
export type Answers = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Settings that no environment has. Each is applied to one environment. */
export interface Variant {
  readonly environment: string;
  /** Text of a tfvars file. */
  readonly settings: string;
  /** The cluster of a `kubernetes` stack, which the environment's file names. @default - the one of the examples */
  readonly cluster?: string;
}

/**
 * Tests in which Terraform plans stacks with the real plugins, which check every argument. Mocks answer in place of a cloud. The tests are
 * added when the file is read, not in a hook, because the list of tests depends on the available plugins.
 */
export class MockedPlans {
  private readonly project = new ProjectCopy();
  private readonly env = {
    ...this.project.env,
    CHECKPOINT_DISABLE: "1",
    TF_DATA_DIR: undefined,
    ...pluginEnvironment(this.project.local),
  };
  private tests = 0;

  constructor(private readonly answers: Answers = {}) {}

  /** A test for each shape that a platform's stacks have in `environments/`. */
  addEnvironments(platform: string): void {
    const stacks = synthesized(this.project, `${platform}-*`);
    for (const shape of distinct(this.project, stacks)) this.addMocked(shapeName(shape), shape.file);
  }

  /** A test for each variant, by its name. */
  addVariants(prefix: string, variants: Readonly<Record<string, Variant>>): void {
    for (const [name, { environment, settings, cluster }] of Object.entries(variants)) {
      const id = `${prefix}-${environment}`;
      writeFileSync(this.project.path("variant.tfvars"), settings);
      const restore = cluster ? this.moveTo(cluster, environment) : () => {};
      const [stack] = synthesized(this.project, id, "--settings", "variant.tfvars");
      restore();
      if (!stack) throw new Error(`${id} with ${name}: expected to be synthesized`);
      this.addMocked(`${stack.id} with ${name}`, stack.file);
    }
  }

  /** Puts AI-Prism on a cluster that the environment's file names; the result undoes it. */
  private moveTo(cluster: string, environment: string): () => void {
    const edits = [
      [`environments/${environment}.tfvars`, /cluster = \{ kind = "kubeconfig".*\}/, `cluster = ${cluster}`],
      [`systems/ai-prism/${environment}.tfvars`, /cluster +=\s+\{ kind = "eks" \}/, ""],
    ] as const;
    const before = edits.map(([file, pattern, text]) => {
      const path = this.project.path(file);
      const content = readFileSync(path, "utf8");
      if (!pattern.test(content)) throw new Error(`${file}: expected ${pattern}`);
      writeFileSync(path, content.replace(pattern, text));
      return () => writeFileSync(path, content);
    });
    // The other application of the environment would bring the same services to the same cluster.
    const other = this.project.path(`systems/test-execution/${environment}.tfvars`);
    renameSync(other, `${other}.off`);
    return () => {
      renameSync(`${other}.off`, other);
      for (const undo of before) undo();
    };
  }

  /**
   * Tests of one stack's plan as Terraform writes it in JSON, made by the real providers, which reach no cloud. `env` holds the
   * variables that they need for a plan that reads nothing.
   */
  addReal(id: string, env: NodeJS.ProcessEnv, describeTests: (plan: () => PlanJson) => void): void {
    const [stack] = synthesized(this.project, id);
    if (!stack) throw new Error(`expected ${id} to be synthesized`);
    const cwd = this.folder(`${id} planned`, stack.file);
    writeFileSync(join(cwd, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
    const run = (...args: string[]) => {
      const { code, out, text } = this.terraform(cwd, args, env);
      if (code !== 0) throw new Error(text);
      return out;
    };
    this.add(`the plan of ${id}`, this.terraform(cwd, ["init", "-input=false"]), (name) =>
      describe(name, () => {
        let plan: PlanJson;
        beforeAll(() => {
          run("plan", "-input=false", "-lock=false", "-out=plan.tfplan");
          plan = JSON.parse(run("show", "-json", "plan.tfplan")) as PlanJson;
        }, 120_000);
        describeTests(() => plan);
      }),
    );
  }

  /** Removes the folder when the tests are over; jest runs no hook of a file whose tests are all skipped. */
  end(): void {
    if (this.tests > 0) afterAll(() => this.project.remove());
    else rmSync(this.project.dir, { recursive: true });
  }

  private addMocked(stack: string, file: string): void {
    const cwd = this.folder(stack, file);
    const { provider } = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8")) as StackJson;
    writeFileSync(join(cwd, "plan.tftest.json"), JSON.stringify(this.planTest(Object.keys(provider))));
    const init = this.terraform(cwd, ["init", "-backend=false", "-input=false"]);
    this.add(`the plugins plan ${stack}`, init, (name) =>
      test(name, () => {
        expect(init).toMatchObject({ code: 0 });
        const planned = this.terraform(cwd, ["test"]);
        expect(planned).toMatchObject({ code: 0, text: expect.stringContaining("1 passed, 0 failed") });
      }, 120_000),
    );
  }

  private add(name: string, init: { text: string }, define: (name: string) => void): void {
    const [missing] = init.text.match(unavailable) ?? [];
    if (missing) test.skip(`skipped: ${name}: ${missing}`, () => {});
    else {
      this.tests += 1;
      define(name);
    }
  }

  /** A copy of the synthesized files, because the next synthesis may remove them. */
  private folder(name: string, file: string): string {
    const cwd = this.project.path("plans", name);
    cpSync(this.project.path(dirname(file)), cwd, { recursive: true });
    return cwd;
  }

  /** A test for Terraform that makes one plan, with a mock for each provider. */
  private planTest(providers: readonly string[]): object {
    const mock_provider = Object.fromEntries(
      providers.map((name) => {
        const data = Object.entries(this.answers[name] ?? {}).map(([type, defaults]) => [type, { defaults }]);
        return [name, data.length > 0 ? { mock_data: Object.fromEntries(data) } : {}];
      }),
    );
    return { mock_provider, run: { plan: { command: "plan" } } };
  }

  private terraform(cwd: string, args: readonly string[], own: NodeJS.ProcessEnv = {}) {
    const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
    const env = { ...this.env, ...own };
    const { status, error, stdout, stderr } = spawnSync(program, [...args, "-no-color"], {
      cwd,
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (error) throw error;
    return { code: status, out: stdout, text: `${stdout}\n${stderr}` };
  }
}

/** The parts of a plan in JSON that tests read. */
export interface PlanJson {
  readonly planned_values: { readonly root_module: { readonly resources: readonly PlannedResource[] } };
  readonly configuration: {
    readonly root_module: {
      readonly resources: readonly {
        readonly mode: "managed" | "data";
        readonly type: string;
        /** The resources that each argument refers to. */
        readonly expressions: Readonly<Record<string, { readonly references?: readonly string[] }>>;
      }[];
    };
  };
}

export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
  readonly values: any;
}
