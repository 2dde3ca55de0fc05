import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orphanRun } from "../../../../operator/release/world/orphan-run";
import { FakeHcp, type FakeWorkspace } from "../../../terraform/support/hcp/fake-hcp";

/** A run that a dead operator has left in HCP Terraform, whose API is a fake. */

const dir = mkdtempSync(join(tmpdir(), "orphan-run-"));
const env = { TF_CLI_CONFIG_FILE: join(dir, "terraform.rc") };
const workspace: FakeWorkspace = { id: "ws-1", name: "aws-prod", states: [], attributes: {}, tags: {} };
let hcp: FakeHcp;

beforeAll(async () => {
  hcp = await FakeHcp.start();
  writeFileSync(env.TF_CLI_CONFIG_FILE, hcp.cliConfiguration);
  hcp.workspaces.set(workspace.name, workspace);
});
afterAll(async () => {
  await hcp.stop();
  rmSync(dir, { recursive: true });
});

function orphan(type = "cloud") {
  const settings = { hostname: hcp.hostname, organization: hcp.organization, workspaces: { name: workspace.name } };
  return orphanRun({ config: { backend: { type, settings } } as never, env });
}

function runsAre(...statuses: string[]): void {
  const logs = { plan: Buffer.alloc(0), apply: Buffer.alloc(0) };
  const common = { workspace, wanted: {}, files: [], hasChanges: true, logs };
  hcp.remote.runs.splice(
    0,
    Number.POSITIVE_INFINITY,
    ...statuses.map((status, n) => ({ id: `run-${n}`, status, ...common })),
  );
}

test("a run that applies is one, also behind one that waits for a person", async () => {
  runsAre("planned", "applying");
  expect(await orphan()).toBe("run-1 of HCP Terraform (applying)");
});

test.each(["planned", "planned_and_saved", "planning", "applied", "errored"])(
  "a run that is %s is none",
  async (status) => {
    runsAre(status);
    expect(await orphan()).toBeUndefined();
  },
);

test("of a state in a bucket there is none, and a service that does not answer holds nothing up", async () => {
  runsAre("applying");
  expect(await orphan("s3")).toBeUndefined();
  await hcp.stop();
  expect(await orphan()).toBeUndefined();
  hcp = await FakeHcp.start();
});
