import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deployStacks } from "../../../operator/operations/deploy";
import { withWorkspace } from "../../../operator/operations/with-workspace";
import { silent } from "../../../operator/progress/progress";
import { moveState } from "../../../operator/terraform/move-state";
import { FakeTerraform, type Reaction } from "../operations/fake-terraform";

const s3 = (bucket: string) => ({ bucket, key: "x", region: "eu-west-1" });
const hcp = { organization: "acme", hostname: null, workspaces: { name: "x", tags: null } };
const state: Reaction = { out: [{ lineage: "a", serial: 3, resources: [{}, {}] }] };

let fake: FakeTerraform;
const file = (name: string) => join(fake.root, "stacks/x", name);
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("x", { terraform: { backend: { s3: s3("new") } } });
});
afterEach(() => fake.remove());

/** Records the backend that the working folder was initialized for, as Terraform does. */
function initializedFor(type: string, config: object): void {
  mkdirSync(dirname(file(".terraform/terraform.tfstate")), { recursive: true });
  writeFileSync(file(".terraform/terraform.tfstate"), JSON.stringify({ backend: { type, config } }));
}

async function deploy(confirmMove?: () => Promise<boolean>) {
  const { source, root, env } = fake;
  const [result] = await deployStacks(["x"], {
    ...{ source, root, env: () => env, progress: silent, approve: async () => true },
    ...(confirmMove && { confirmMove }),
  });
  return result;
}

test.each<[what: string, type: string, config: object, from: string]>([
  ["another bucket", "s3", s3("old"), "the bucket old (key x)"],
  ["HCP Terraform", "cloud", hcp, "HCP Terraform (workspace x of acme at app.terraform.io)"],
])("a state in %s is not forgotten: the deploy refuses, and --move-state moves it", async (_, type, config, from) => {
  fake.reacts({ "state pull": state, plan: {} });
  initializedFor(type, config);
  expect((await deploy())?.error).toBe(
    `x: its state, with 2 resources, is in ${from}; the settings now name the bucket new (key x). Nothing was changed. ` +
      "To move it: npm run deploy -- x --move-state; or put the setting `state` back",
  );
  expect(fake.commands()).toEqual(["init", "state"]);
  expect((await deploy(async () => true))?.status).toBe("unchanged");
  expect(fake.calls()).toContain("state push -no-color moved.tfstate");
});

test.each<[what: string, type: string, config: object, pull: Reaction]>([
  ["the same place with another way in", "s3", { ...s3("new"), role_arn: "arn:x" }, state],
  ["a place without a state", "s3", s3("old"), { out: [] }],
  ["a place with an empty state", "s3", s3("old"), { out: [{ lineage: "a", serial: 3, resources: [] }] }],
  ["a bucket that is gone", "s3", s3("old"), { exit: 1, err: 'Error: S3 bucket "old" does not exist.' }],
  ["the file of a bootstrap", "local", { path: "bootstrap.tfstate" }, state],
])("%s is left without a question", async (_, type, config, pull) => {
  fake.reacts({ "state pull": pull, plan: {} });
  initializedFor(type, config);
  expect((await deploy())?.status).toBe("unchanged");
});

test("an earlier place that cannot be read stops the deploy, and the message says how to go on", async () => {
  fake.reacts({ "state pull": { exit: 1, err: "Error: AccessDenied" }, plan: {} });
  initializedFor("s3", s3("old"));
  expect((await deploy())?.error).toMatch(
    /^x: its state was in the bucket old .* cannot be read: if nothing is deployed there, remove \S+\.terraform and run the command again\nerror: AccessDenied/,
  );
});

test("a state that changes while the question is open is not moved", async () => {
  fake.reacts({ "state pull": state, plan: {} });
  initializedFor("s3", s3("old"));
  const result = await deploy(async () => {
    fake.reacts({ "state pull": { out: [{ lineage: "a", serial: 4, resources: [{}] }] }, plan: {} });
    return true;
  });
  expect(result?.error).toMatch(/has changed meanwhile: nothing was moved, run it again$/);
  expect(fake.calls().some((call) => call.startsWith("state push"))).toBe(false);
});

test("the account stack's state waits in a file until its bucket is there", async () => {
  const made = { aws_s3_bucket: { state: { bucket: "new" } } };
  fake.stack("x", { terraform: { backend: { s3: s3("new") } }, resource: made });
  fake.reacts({ "state pull": state });
  initializedFor("cloud", hcp);
  const { source, root, env } = fake;
  await withWorkspace({ id: "x", source, root, env, operation: "test" }, (it) => moveState(it, async () => true));
  expect(JSON.parse(readFileSync(file("bootstrap.tfstate"), "utf8"))).toMatchObject({ lineage: "a", serial: 3 });
  expect(existsSync(file(".terraform/terraform.tfstate"))).toBe(false);
});
