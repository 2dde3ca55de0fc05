import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handOver, prepareFolder } from "../../../operator/handover/hand-over";
import { deployStacks } from "../../../operator/operations/deploy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { withHandedPlans } from "../../../operator/operations/with-handed-plans";
import type { StackPlan } from "../../../operator/plan/stack-plan";
import { type ProgressEvent, silent } from "../../../operator/progress/progress";
import { FakeTerraform, failure, planned } from "../operations/fake-terraform";

/** A plan that one folder hands over to another one, both with a fake Terraform. */

const here = mkdtempSync(join(tmpdir(), "handover-"));
const checkout = process.cwd();
const folder = join(here, "plans");
const key = randomBytes(32);
const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n';
const version = (of = "1.11.4", platform = "linux_amd64") => ({
  out: [`Terraform v${of}`, `on ${platform}`, "+ provider registry.terraform.io/hashicorp/aws v5.100.0"],
});
const stack = (input: string, aws = "5.100.0") => ({
  terraform: { backend: { local: {} }, required_providers: { aws: { source: "hashicorp/aws", version: aws } } },
  resource: { terraform_data: { a: { input } } },
});

let first: FakeTerraform;
let second: FakeTerraform;
const seen: ProgressEvent[] = [];

beforeAll(() => {
  const checksums = "operator/terraform/providers.lock.hcl";
  cpSync(join(checkout, checksums), join(here, checksums));
  process.chdir(here);
});
afterAll(() => {
  process.chdir(checkout);
  rmSync(here, { recursive: true });
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  seen.length = 0;
  process.env["PLAN_KEY"] = key.toString("base64");
  [first, second] = [new FakeTerraform(), new FakeTerraform()];
  for (const fake of [first, second]) {
    fake.stack("aws-x", stack("one"));
    mkdirSync(join(fake.source, "stacks/aws-x/assets/code"), { recursive: true });
    writeFileSync(join(fake.source, "stacks/aws-x/assets/code/function.zip"), "zip");
    fake.reacts({ plan: { exit: 2, out: [planned("terraform_data.a", "create")] }, version: version(), apply: {} });
  }
  mkdirSync(join(first.root, "stacks/aws-x"), { recursive: true });
  writeFileSync(join(first.root, "stacks/aws-x/.terraform.lock.hcl"), lock);
});
afterEach(() => {
  delete process.env["PLAN_KEY"];
  first.remove();
  second.remove();
});

async function plan(ids = ["aws-x"]) {
  prepareFolder(folder, ids);
  return planStacks(ids, {
    ...first.run,
    handOver: (workspace, made) => handOver(workspace, made, { folder, key, commit: "0123abc" }),
  });
}

/** Deploys from the folder in the second checkout. */
async function deploy(approve: (plan: StackPlan) => Promise<boolean> = async () => true) {
  const progress = { ...silent, report: (event: ProgressEvent) => void seen.push(event) };
  Object.assign(process.env, second.env);
  try {
    return await withHandedPlans(folder, ["aws-x"], { source: second.source, progress }, async (fromPlans) => {
      const results = await deployStacks(["aws-x"], { ...second.run, progress, approve, ...fromPlans });
      return results[0];
    });
  } finally {
    delete process.env["TERRAFORM_BINARY_NAME"];
  }
}

const workspaceFile = (fake: FakeTerraform, name: string) => join(fake.root, "stacks/aws-x", name);
const isPlanLeft = (fake: FakeTerraform) =>
  readdirSync(join(fake.root, "stacks/aws-x")).filter((name) => /^plan\..*(tfplan|json)$/.test(name));

test("the plan of one checkout is shown and applied in another, with its lock file, and nothing of it is left", async () => {
  expect(await plan()).toMatchObject([{ status: "planned", plan: { hasChanges: true } }]);
  expect(isPlanLeft(first)).toEqual([]);
  expect(readdirSync(folder)).toEqual(["aws-x.plan"]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "aws-x.plan")).mode & 0o777).toBe(0o600);
  let shown: StackPlan | undefined;
  const result = await deploy(async (it) => {
    shown = it;
    expect(readFileSync(workspaceFile(second, "plan.tfplan"), "utf8")).toBe("a plan");
    expect(statSync(workspaceFile(second, "plan.tfplan")).mode & 0o777).toBe(0o600);
    return true;
  });
  expect(result).toMatchObject({ status: "deployed" });
  expect(shown?.changes).toMatchObject([{ address: "terraform_data.a", action: "create" }]);
  expect(second.calls()).toEqual([
    "version",
    expect.stringMatching(/^init .*-lockfile=readonly$/),
    expect.stringMatching(/^apply -input=false -json plan\.applied-[\w-]+\.tfplan$/),
  ]);
  expect(readFileSync(workspaceFile(second, ".terraform.lock.hcl"), "utf8")).toBe(lock);
  expect(readFileSync(workspaceFile(second, "assets/code/function.zip"), "utf8")).toBe("zip");
  expect(isPlanLeft(second)).toEqual([]);
  expect(readdirSync(join(here, ".local"))).toEqual([]);
  const notes = seen.flatMap((event) => (event.type === "note" ? [event.text] : []));
  expect(notes).toContainEqual(expect.stringMatching(/^planned 20.* by Terraform 1\.11\.4, at commit 0123abc$/));
  expect(process.env["PLAN_KEY"]).toBeUndefined();
});

test("what is applied is what was planned also where the checkout only notes something else", async () => {
  await plan();
  second.stack("aws-x", { "//": { built: "elsewhere" }, ...stack("one") });
  await deploy();
  expect(readFileSync(workspaceFile(second, "cdk.tf.json"), "utf8")).toBe(JSON.stringify(stack("one")));
});

test.each<[what: string, change: () => unknown, message: RegExp]>([
  [
    "another Terraform",
    () => second.reacts({ version: version("1.12.0") }),
    /^aws-x: planned with Terraform 1\.11\.4, found Terraform 1\.12\.0 here: install the same one/,
  ],
  [
    "another product",
    () => second.reacts({ version: { out: ["OpenTofu v1.11.4", "on linux_amd64"] } }),
    /^aws-x: planned with Terraform 1\.11\.4, found OpenTofu 1\.11\.4 here/,
  ],
  [
    "another platform",
    () => second.reacts({ version: version("1.11.4", "darwin_arm64") }),
    /^aws-x: planned on linux_amd64, found darwin_arm64 here/,
  ],
  [
    "another version of a provider",
    () => second.stack("aws-x", stack("one", "6.0.0")),
    /^aws-x: planned with provider hashicorp\/aws 5\.100\.0, found 6\.0\.0 here: check out the commit that was planned, or plan again/,
  ],
  [
    "another configuration",
    () => second.stack("aws-x", stack("two")),
    /^aws-x: planned at commit 0123abc from another configuration than this checkout builds: terraform_data\.a differ\. Check out/,
  ],
  [
    "another asset",
    () => writeFileSync(join(second.source, "stacks/aws-x/assets/code/function.zip"), "other"),
    /another configuration than this checkout builds: assets\/code\/function\.zip differ/,
  ],
  [
    "another key",
    () => Object.assign(process.env, { PLAN_KEY: randomBytes(32).toString("base64") }),
    /aws-x\.plan: it was encrypted with another key/,
  ],
  ["no key", () => delete process.env["PLAN_KEY"], /^PLAN_KEY: expected the key of the plans in .*, found none/],
  [
    "no plan of the stack",
    () => rmSync(join(folder, "aws-x.plan")),
    /plans: expected the plan of aws-x, found no plan\. Nothing was changed$/,
  ],
])("%s is refused by name, before anything is done", async (_, change, message) => {
  await plan();
  change();
  await expect(deploy()).rejects.toThrow(message);
  expect(second.commands().filter((command) => command !== "version")).toEqual([]);
  expect(existsSync(join(second.root, "stacks"))).toBe(false);
});

test("a declined plan leaves no decrypted copy, and can be applied later", async () => {
  await plan();
  expect(await deploy(async () => false)).toMatchObject({ status: "declined" });
  expect(isPlanLeft(second)).toEqual([]);
  process.env["PLAN_KEY"] = key.toString("hex");
  expect(await deploy()).toMatchObject({ status: "deployed" });
});

test("an error of the question leaves no decrypted copy, nor does a process that ends at once", async () => {
  await plan();
  const before = process.listeners("exit");
  const result = await deploy(async () => {
    const [added] = process.listeners("exit").filter((listener) => !before.includes(listener));
    expect(isPlanLeft(second)).toEqual(["plan.json", "plan.tfplan"]);
    added?.call(process, 1);
    expect(isPlanLeft(second)).toEqual([]);
    throw new Error("no terminal");
  });
  expect(result).toMatchObject({ status: "failed", error: "no terminal" });
  expect(process.listeners("exit")).toEqual(before);
});

test("a stale plan is refused in our words", async () => {
  await plan();
  second.reacts({ version: version(), apply: { exit: 1, out: [failure("Saved plan is stale")] } });
  expect(await deploy()).toMatchObject({
    status: "failed",
    error:
      "the state of aws-x has changed since its plan was made, so the plan is stale: nothing was applied, run it again",
  });
  expect(isPlanLeft(second)).toEqual([]);
});

test("a plan that fails leaves no earlier one in the folder", async () => {
  await plan();
  first.reacts({ plan: { exit: 1 }, version: version() });
  expect(await plan()).toMatchObject([{ status: "failed" }]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a plan that is not handed over after all is not left in the workspace", async () => {
  first.reacts({ plan: { exit: 2, out: [planned("terraform_data.a", "create")] }, version: { exit: 1, err: "no" } });
  expect(await plan()).toMatchObject([{ status: "failed" }]);
  expect(isPlanLeft(first)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a stack without changes is handed over too, and nothing is applied", async () => {
  first.reacts({ plan: { exit: 0 }, version: version() });
  await plan();
  expect(await deploy()).toMatchObject({ status: "unchanged" });
  expect(second.commands()).not.toContain("apply");
});

test("a file in place of the folder is refused", () => {
  writeFileSync(folder, "");
  expect(() => prepareFolder(folder, ["aws-x"])).toThrow(/^--out: expected a folder, found the file /);
});
