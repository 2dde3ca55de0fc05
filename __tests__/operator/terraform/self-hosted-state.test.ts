import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrap } from "../../../operator/operations/bootstrap";
import { destroyStacks } from "../../../operator/operations/destroy";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned, type Reaction } from "../operations/fake-terraform";

const account = {
  terraform: { backend: { s3: { bucket: "state-1" } } },
  resource: { aws_s3_bucket: { state: { bucket: "state-1" } } },
};
const noBucket: Reaction = { exit: 1, err: 'Error: S3 bucket "state-1" does not exist.' };
const create = { plan: { exit: 2, out: [planned("aws_s3_bucket.state", "create")] } };
const state = (serial: number, lineage = "a") => ({ lineage, serial, resources: [{}] });

let fake: FakeTerraform;
const file = (name: string) => join(fake.root, "stacks/account-x", name);
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("account-x", account);
});
afterEach(() => fake.remove());

function options() {
  const { source, root, env } = fake;
  return { source, root, env: () => env, progress: silent, approve: async () => true };
}

/** A workspace whose state is in its file, as an interrupted bootstrap or destroy leaves it. */
async function interruptedWith(serial: number): Promise<void> {
  fake.reacts({ "state pull": noBucket, plan: { exit: 1 } });
  await bootstrap("x", options());
  writeFileSync(file("bootstrap.tfstate"), JSON.stringify(state(serial)));
}

test("creates the bucket with a state file, then moves the state into it", async () => {
  fake.reacts({ ...create, "state pull": noBucket });
  expect((await bootstrap("x", options())).status).toBe("deployed");
  expect(fake.commands()).toEqual(["init", "state", "init", "plan", "apply", "init"]);
  expect(existsSync(file("backend_override.tf.json"))).toBe(false);
});

test("goes on with the state file of a run that was stopped before the move, and moves it", async () => {
  await interruptedWith(3);
  // The answer of Terraform if no state was ever written.
  fake.reacts({ "state pull": { out: [{ lineage: "", serial: 0, resources: [] }] }, plan: {} });
  expect((await bootstrap("x", options())).status).toBe("unchanged");
  expect(fake.calls()).toContain("state push -no-color bootstrap.tfstate");
  expect(existsSync(file("bootstrap.tfstate"))).toBe(false);
});

test("never overwrites a newer state in the bucket with an old state file", async () => {
  await interruptedWith(3);
  fake.reacts({ "state pull": { out: [state(7)] }, plan: {} });
  expect((await bootstrap("x", options())).status).toBe("unchanged");
  expect(fake.calls().some((call) => call.startsWith("state push"))).toBe(false);
  expect(existsSync(file("bootstrap.tfstate"))).toBe(false);
});

test("changes nothing if the state file and the bucket's state have different origins", async () => {
  await interruptedWith(3);
  fake.reacts({ "state pull": { out: [state(1, "b")] } });
  expect(await bootstrap("x", options())).toMatchObject({
    status: "failed",
    error: expect.stringContaining("different origins"),
  });
  expect(existsSync(file("bootstrap.tfstate"))).toBe(true);
});

test("is an ordinary deploy once the state is in the bucket", async () => {
  fake.reacts({ "state pull": { out: [state(1)] }, plan: {} });
  await bootstrap("x", options());
  expect(fake.calls().filter((call) => call.startsWith("init"))).toHaveLength(1);
});

test("makes workspaces before anything else, and no backend, if the state is in HCP Terraform", async () => {
  fake.stack("account-x", { terraform: { cloud: { organization: "o" } } });
  const made: string[] = [];
  const makeWorkspaces = async () => void made.push(...fake.commands(), "workspaces");
  await bootstrap("x", { ...options(), makeWorkspaces } as Parameters<typeof bootstrap>[1]);
  expect(made).toEqual(["workspaces"]);
  expect(fake.commands()).toEqual(["init", "plan", "output"]);
});

test("a destroy moves the state out of the bucket first, and removes the file when everything is destroyed", async () => {
  fake.reacts({
    "state pull": { out: [state(5)] },
    plan: { exit: 2, out: [planned("aws_s3_bucket.state", "delete")] },
  });
  let taken = "";
  const approve = async () => {
    taken = readFileSync(file("bootstrap.tfstate"), "utf8");
    return existsSync(file("backend_override.tf.json"));
  };
  const [result] = await destroyStacks(["account-x"], { ...options(), approve });
  expect(result?.status).toBe("destroyed");
  expect(JSON.parse(taken)).toEqual(state(5));
  expect(existsSync(file("bootstrap.tfstate"))).toBe(false);
});

test("a destroy that failed keeps the state file, and the next one goes on with it", async () => {
  fake.reacts({
    "state pull": { out: [state(5)] },
    plan: { exit: 2, out: [planned("aws_s3_bucket.state", "delete")] },
    apply: { exit: 1, err: "Error: no" },
  });
  await destroyStacks(["account-x"], options());
  writeFileSync(file("bootstrap.tfstate"), JSON.stringify(state(6)));
  fake.reacts({ "state pull": noBucket, plan: { exit: 2, out: [planned("aws_s3_bucket.state", "delete")] } });
  const [result] = await destroyStacks(["account-x"], options());
  expect(result?.status).toBe("destroyed");
});

test("the bucket is not destroyed under a stack that still has resources", async () => {
  fake.stack("aws-x");
  fake.reacts({ "state pull": { out: [state(5)] }, "state list": { out: ["a.one", "a.two"] } });
  const [result] = await destroyStacks(["account-x"], { ...options(), dependents: () => ["aws-x"] });
  expect(result?.error).toBe("account-x holds the state of aws-x, which still has 2 resources: destroy aws-x first");
  expect(fake.commands()).not.toContain("plan");
});

test("a stack that was never deployed has nothing in the bucket", async () => {
  fake.stack("aws-x");
  const none = "Error: No state file was found!\n\nState management commands require a state file.";
  fake.reacts({
    "state pull": { out: [state(5)] },
    "state list": { exit: 1, err: none },
    plan: { exit: 2, out: [planned("aws_s3_bucket.state", "delete")] },
  });
  const [result] = await destroyStacks(["account-x"], { ...options(), dependents: () => ["aws-x"] });
  expect(result?.status).toBe("destroyed");
});
