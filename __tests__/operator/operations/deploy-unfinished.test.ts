import { type DeployOptions, deployStacks } from "../../../operator/operations/deploy";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, failure, planned } from "./fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("aws-x");
});
afterEach(() => fake.remove());

const queue = "aws_sqs_queue.dead-letters";
const one = { plan: { exit: 2, out: [planned("a.one", "create")] } };

/** A plan that replaces what is tainted. */
function replacing(address: string, actions: readonly string[], reason = "tainted", before: object = {}) {
  const type = address.split(".")[0];
  const resource_changes = [{ address, type, change: { actions, before, after: {} } }];
  return {
    plan: { exit: 2, out: [planned(address, "replace", reason)] },
    show: { out: [{ resource_changes }] },
  };
}

async function deploy(options: Partial<DeployOptions> = {}) {
  const { source, root, env } = fake;
  const given = { source, root, env: () => env, progress: silent, approve: async () => true };
  return (await deployStacks(["aws-x"], { ...given, ...options }))[0];
}

test("what an interrupted apply has made is not replaced by itself: such a plan is not applied", async () => {
  fake.reacts(replacing(queue, ["create", "delete"]));
  const result = await deploy();
  expect(result?.status).toBe("failed");
  expect(result?.error).toMatch(/terraform -chdir=\S+ untaint 'aws_sqs_queue.dead-letters'/);
  expect(result?.error).toContain("npm run deploy -- aws-x --adopt");
  expect(fake.commands()).not.toContain("apply");
});

test.each(["azurerm_container_group.api-1", "google_sql_database_instance.main"])(
  "the same holds for %s, whose name is ours",
  async (address) => {
    fake.reacts(replacing(address, ["create", "delete"]));
    expect((await deploy())?.error).toContain(`untaint '${address}'`);
  },
);

test("with adopt it is kept, and what it lacks is planned", async () => {
  fake.reacts(replacing(queue, ["create", "delete"]));
  const notes: string[] = [];
  const result = await deploy({
    adopt: true,
    progress: {
      ...silent,
      report: (event) => {
        if (event.type !== "note") return;
        notes.push(event.text);
        fake.reacts(one);
      },
    },
  });
  expect(result?.status).toBe("deployed");
  expect(notes).toEqual([expect.stringContaining(`keeping ${queue}`)]);
  expect(fake.commands()).toEqual(["init", "plan", "show", "untaint", "plan", "apply"]);
});

test.each([
  ["what is destroyed first", replacing(queue, ["delete", "create"])],
  ["what a service gives a name of its own", replacing("aws_kms_key.key", ["create", "delete"])],
  ["what another setting replaces", replacing(queue, ["create", "delete"], "cannot_update")],
])("%s is replaced as planned", async (_, plan) => {
  fake.reacts(plan);
  expect((await deploy({ adopt: true }))?.status).toBe("deployed");
  expect(fake.commands()).not.toContain("untaint");
});

const table = "aws_dynamodb_table.orders";
/** The plan that Terraform refuses, because what is tainted has `prevent_destroy`. */
const refused = (address: string, reason = "tainted", ...more: object[]) => ({
  plan: {
    exit: 1,
    out: [
      planned(address, "replace", reason),
      failure(
        "Instance cannot be destroyed",
        `Resource ${address} has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.`,
      ),
      ...more,
    ],
  },
});

/** Deploys with `adopt`. After each resource that is kept Terraform reacts in the next way. */
async function adopting(...next: Parameters<FakeTerraform["reacts"]>[0][]) {
  const notes: string[] = [];
  const report: DeployOptions["progress"]["report"] = (event) => {
    if (event.type !== "note") return;
    notes.push(event.text);
    const reaction = next.shift();
    if (reaction) fake.reacts(reaction);
  };
  const result = await deploy({ adopt: true, progress: { ...silent, report } });
  return { result, notes };
}

test("a protected store that a failed first start left tainted is not destroyed: the message says how it is kept", async () => {
  fake.reacts(refused(table));
  const result = await deploy();
  expect(result?.status).toBe("failed");
  expect(result?.error).toContain("npm run deploy -- aws-x --adopt does it");
  expect(result?.error).toMatch(/terraform -chdir=\S+ untaint 'aws_dynamodb_table.orders'/);
  expect(result?.error).not.toContain("disable lifecycle.prevent_destroy");
  expect(fake.commands()).toEqual(["init", "plan"]);
});

test("with adopt such stores are kept, also those that only a later plan shows", async () => {
  fake.reacts(refused(table));
  const { result, notes } = await adopting(refused("aws_s3_bucket.site"), one);
  expect(result?.status).toBe("deployed");
  expect(notes).toEqual([
    expect.stringContaining(`keeping ${table}`),
    expect.stringContaining("keeping aws_s3_bucket.site"),
  ]);
  expect(fake.commands()).toEqual(["init", "plan", "untaint", "plan", "untaint", "plan", "apply"]);
});

test("a store that is not tainted is nothing to keep: the error stays Terraform's", async () => {
  fake.reacts(refused(table, "cannot_update"));
  const { result } = await adopting();
  expect(result?.error).toContain(`${table} has lifecycle.prevent_destroy set`);
  expect(result?.error).not.toContain("--adopt");
  expect(fake.commands()).not.toContain("untaint");
});

test("other errors of the same plan are shown too", async () => {
  fake.reacts(refused(table, "tainted", failure("No such zone", "expected one")));
  const error = (await deploy())?.error;
  expect(error).toContain("No such zone");
  expect(error).toContain("--adopt");
});

test("the loop ends where nothing can be kept", async () => {
  fake.reacts({ ...refused(table), untaint: { exit: 1, err: "Error: Resource instance is not tainted\n" } });
  const { result } = await adopting();
  expect(result?.status).toBe("failed");
  expect(fake.commands()).toEqual(["init", "plan", "untaint"]);
});

test.each([
  ["aws_db_instance.main", { deletion_protection: true }],
  ["aws_cognito_user_pool.users", { deletion_protection: "ACTIVE" }],
  ["aws_lb.main", { enable_deletion_protection: true }],
  ["google_memorystore_instance.cache", { deletion_protection_enabled: true }],
])("%s that its service protects is kept too, though it would be destroyed first", async (address, before) => {
  const plan = replacing(address, ["delete", "create"], "tainted", before);
  fake.reacts(plan);
  expect((await deploy())?.error).toContain(`untaint '${address}'`);
  expect(fake.commands()).not.toContain("apply");
  const { result } = await adopting(one);
  expect(result?.status).toBe("deployed");
});

test("what its service does not protect is replaced as planned", async () => {
  fake.reacts(replacing("aws_db_instance.main", ["delete", "create"], "tainted", { deletion_protection: false }));
  expect((await deploy())?.status).toBe("deployed");
});

test("what does not work is made again where its address is named", async () => {
  fake.reacts(one);
  expect((await deploy({ replace: ["aws_db_instance.main"] }))?.status).toBe("deployed");
  expect(fake.calls().find((call) => call.startsWith("plan"))).toContain(" -replace=aws_db_instance.main");
});
