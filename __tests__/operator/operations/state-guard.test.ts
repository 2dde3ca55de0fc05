import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DeployOptions, deployStacks } from "../../../operator/operations/deploy";
import { destroyStacks } from "../../../operator/operations/destroy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { planText } from "../../../operator/plan/plan-text";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "./fake-terraform";

const backend = { s3: { bucket: "states", dynamodb_table: "locks", key: "x" } };
const account = {
  terraform: { backend },
  resource: { aws_s3_bucket: { state: { bucket: "states" } }, aws_dynamodb_table: { lock: { name: "locks" } } },
};
const state = { out: [JSON.stringify({ lineage: "a", serial: 5, resources: [{}] })] };
const bucketGoes = { plan: { exit: 2, out: [planned("aws_s3_bucket.state", "delete")] } };

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("account-x", account);
  fake.reacts({ "state pull": state, ...bucketGoes });
});
afterEach(() => fake.remove());

const options = (more: Partial<DeployOptions> = {}, env: NodeJS.ProcessEnv = {}) => {
  const { source, root } = fake;
  return { source, root, env: () => ({ ...fake.env, ...env }), progress: silent, approve: async () => true, ...more };
};
const applied = () => fake.commands().includes("apply");

test.each<[way: string, run: () => Promise<unknown>]>([
  ["a deploy", () => deployStacks(["account-x"], options())],
  ["TF_CLI_ARGS_plan=-destroy", () => deployStacks(["account-x"], options({}, { TF_CLI_ARGS_plan: "-destroy" }))],
  [
    "a saved plan of a destroy",
    async () => {
      await planStacks(["account-x"], { ...options(), destroy: true });
      return deployStacks(["account-x"], options({ planned: true }));
    },
  ],
])("%s never deletes the bucket of its own state, and does not even ask", async (_, run) => {
  const approve = jest.fn(async () => true);
  const results = (await run()) as Awaited<ReturnType<typeof deployStacks>>;
  expect(results[0]?.status).toBe("failed");
  expect(results[0]?.error).toContain(
    "deletes the state bucket states, which holds the state of account-x. Nothing was applied",
  );
  expect(results[0]?.error).toContain("npm run destroy -- account-x");
  expect(approve).not.toHaveBeenCalled();
  expect(applied()).toBe(false);
});

test.each([
  [
    "replaced bucket",
    planned("aws_s3_bucket.state", "replace"),
    "aws_s3_bucket.state",
    { bucket: "states" },
    "state bucket states",
  ],
  [
    "lock table",
    planned("aws_dynamodb_table.lock", "delete"),
    "aws_dynamodb_table.lock",
    { name: "locks" },
    "lock table locks",
  ],
  [
    "bucket that no setting names any more",
    planned("aws_s3_bucket.old", "delete"),
    "aws_s3_bucket.old",
    { bucket: "states" },
    "state bucket states",
  ],
])("the same goes for a %s", async (_, event, address, before, said) => {
  const type = address.split(".")[0];
  const changes = { resource_changes: [{ address, type, change: { actions: ["delete"], before, after: null } }] };
  fake.reacts({ "state pull": state, plan: { exit: 2, out: [event] }, show: { out: [changes] } });
  const [result] = await deployStacks(["account-x"], options());
  expect(result?.error).toContain(said);
  expect(applied()).toBe(false);
});

test("the bucket of another stack's state is not destroyed either, not even by a destroy", async () => {
  fake.stack("aws-y", { terraform: { backend: { s3: { bucket: "theirs" } } } });
  fake.stack("aws-x", { terraform: { backend }, resource: { aws_s3_bucket: { b: { bucket: "theirs" } } } });
  fake.reacts({ plan: { exit: 0 } });
  await planStacks(["aws-y"], options());
  fake.reacts({ plan: { exit: 2, out: [planned("aws_s3_bucket.b", "delete")] } });
  for (const run of [deployStacks, destroyStacks]) {
    const [result] = await run(["aws-x"], options());
    expect(result?.error).toContain("state bucket theirs, which holds the state of aws-y");
  }
  expect(applied()).toBe(false);
});

test("another bucket may go", async () => {
  fake.stack("aws-x", { terraform: { backend }, resource: { aws_s3_bucket: { b: { bucket: "mine" } } } });
  const change = { actions: ["delete"], before: { bucket: "mine" }, after: null };
  const show = { out: [{ resource_changes: [{ address: "aws_s3_bucket.b", type: "aws_s3_bucket", change }] }] };
  fake.reacts({ plan: { exit: 2, out: [planned("aws_s3_bucket.b", "delete")] }, show });
  const [result] = await deployStacks(["aws-x"], options());
  expect(result?.status).toBe("deployed");
});

test("the destroy of an account stack may, while no other stack has resources there", async () => {
  const [result] = await destroyStacks(["account-x"], options());
  expect(result?.status).toBe("destroyed");
});

test("the destroy of an account stack is refused when another stack was deployed during the question", async () => {
  fake.stack("aws-x", { terraform: { backend } });
  const approve = async () => {
    fake.reacts({ "state pull": state, "state list": { out: ["a.one"] }, ...bucketGoes });
    return true;
  };
  const [result] = await destroyStacks(["account-x"], { ...options({ approve }), dependents: () => ["aws-x"] });
  expect(result?.error).toBe("account-x holds the state of aws-x, which still has 1 resources: destroy aws-x first");
  expect(applied()).toBe(false);
});

test("a plan of a destroy says that it will not be applied", async () => {
  const [result] = await planStacks(["account-x"], { ...options(), destroy: true });
  const text = result?.plan && planText(result.plan);
  expect(text).toContain("DELETES THE STATE BUCKET states of account-x: only npm run destroy -- account-x may");
});

test("a plan that the environment turns into a destroy counts as one", async () => {
  fake.stack("aws-x");
  fake.reacts({ plan: { exit: 2, out: [planned("a.one", "delete")] } });
  const [result] = await planStacks(["aws-x"], options({}, { TF_CLI_ARGS_plan: "-destroy" }));
  expect(result?.plan).toMatchObject({ destroy: true, environment: ["TF_CLI_ARGS_plan"] });
});

describe("only the plan that was shown is applied", () => {
  const other = () => writeFileSync(join(fake.root, "stacks/aws-x/plan.tfplan"), "another plan");
  const said = "the saved plan is not the one that was shown";
  beforeEach(() => {
    fake.stack("aws-x");
    fake.reacts({ plan: { exit: 2, out: [planned("a.one", "create")] } });
  });

  test("when another process plans during the question", async () => {
    const approve = async () => {
      other();
      return true;
    };
    const [result] = await deployStacks(["aws-x"], options({ approve }));
    expect(result?.error).toContain(said);
    expect(applied()).toBe(false);
  });

  test("when the file of a saved plan was exchanged", async () => {
    await planStacks(["aws-x"], options());
    other();
    const [result] = await deployStacks(["aws-x"], options({ planned: true }));
    expect(result?.error).toContain(said);
    expect(applied()).toBe(false);
  });
});
