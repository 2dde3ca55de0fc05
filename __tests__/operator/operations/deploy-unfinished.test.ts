import { type DeployOptions, deployStacks } from "../../../operator/operations/deploy";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "./fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("aws-x");
});
afterEach(() => fake.remove());

const queue = "aws_sqs_queue.dead-letters";
const one = { plan: { exit: 2, out: [planned("a.one", "create")] } };

/** A plan that replaces what is tainted. */
function replacing(address: string, actions: readonly string[], reason = "tainted") {
  const type = address.split(".")[0];
  const resource_changes = [{ address, type, change: { actions, before: {}, after: {} } }];
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
