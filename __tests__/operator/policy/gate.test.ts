import {
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
import { dirname, join } from "node:path";
import { deployStacks } from "../../../operator/operations/deploy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import type { Report } from "../../../operator/policy/checkov";
import { policyGate } from "../../../operator/policy/gate";
import { FakeTerraform, planned } from "../operations/fake-terraform";

const page = `
| check | what it wants | stacks | resources | reason |
|---|---|---|---|---|
| \`CKV_AWS_18\` | records | \`aws-prod\` | \`aws_s3_bucket.logs_*\` | It would never end. |
| \`CKV_AWS_99\` | nothing | \`aws-prod\` | \`*\` | |
`;
const finding = (id: string, address: string) => ({ id, address, title: "what it wants" });

let fake: FakeTerraform;
let project: string;
let seen: { mode: string; text: string; folder: string }[];

beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("shop-aws-dev");
  const one = { plan: { exit: 2, out: [planned("a.one", "create")] } };
  fake.reacts({ ...one, show: { out: [{ format_version: "1.2", planned_values: {}, secret: "hunter2" }] } });
  project = mkdtempSync(join(tmpdir(), "policy-"));
  mkdirSync(join(project, "docs"));
  writeFileSync(join(project, "docs/security.md"), page);
  seen = [];
});

afterEach(() => {
  fake.remove();
  rmSync(project, { recursive: true });
});

function gate(...failed: Report["failed"]) {
  return policyGate({
    root: project,
    project,
    platformOf: () => "aws",
    check: async (file) => {
      seen.push({
        mode: (statSync(file).mode & 0o777).toString(8),
        text: readFileSync(file, "utf8"),
        folder: dirname(file),
      });
      return { passed: 1, failed };
    },
  });
}

function deploy(...failed: Report["failed"]) {
  const approve = jest.fn(async () => true);
  const running = deployStacks(["shop-aws-dev"], { ...fake.run, approve, policy: gate(...failed) });
  return running.then(([result]) => ({ result, approve }));
}

test("a finding without a reason refuses the plan before its question, and nothing is applied", async () => {
  const { result, approve } = await deploy(finding("CKV_AWS_20", "aws_s3_bucket.files"));
  expect(result?.status).toBe("failed");
  expect(result?.error).toMatch(
    /refused by --policy: 1 findings.*\n {2}CKV_AWS_20 {2}aws_s3_bucket\.files: what it wants\n.*policy\.md/s,
  );
  expect(approve).not.toHaveBeenCalled();
  expect(fake.commands()).not.toContain("apply");
  expect(readdirSync(join(fake.root, "stacks/shop-aws-dev"))).not.toContain("plan.tfplan");
});

test("a known one is let through, in every environment of the platform", async () => {
  const { result } = await deploy(finding("CKV_AWS_18", "aws_s3_bucket.logs_bucket_1"));
  expect(result?.status).toBe("deployed");
});

test.each([
  ["the same check at another resource", finding("CKV_AWS_18", "aws_s3_bucket.files")],
  ["a row without a reason", finding("CKV_AWS_99", "aws_s3_bucket.files")],
])("%s is not known", async (_, failed) => {
  expect((await deploy(failed)).result?.status).toBe("failed");
});

test("a project gives reasons of its own, for its stacks", async () => {
  const row = (stacks: string) =>
    `| \`CKV_AWS_20\` | private | \`${stacks}\` | \`aws_s3_bucket.files\` | Everyone may read it. |\n`;
  writeFileSync(join(project, "policy.md"), row("shop-aws-*"));
  expect((await deploy(finding("CKV_AWS_20", "aws_s3_bucket.files"))).result?.status).toBe("deployed");
  writeFileSync(join(project, "policy.md"), row("other-aws-*"));
  expect((await deploy(finding("CKV_AWS_20", "aws_s3_bucket.files"))).result?.status).toBe("failed");
});

test("the plan's JSON, which may hold secrets, is its owner's only, and is removed", async () => {
  await deploy(finding("CKV_AWS_20", "aws_s3_bucket.files"));
  expect(seen).toMatchObject([{ mode: "600", text: expect.stringContaining("hunter2") }]);
  expect(seen.filter(({ folder }) => existsSync(folder))).toEqual([]);
});

test("a plan for another job is refused before it is handed over", async () => {
  const handOver = jest.fn(async () => {});
  const policy = gate(finding("CKV_AWS_20", "aws_s3_bucket.files"));
  const [result] = await planStacks(["shop-aws-dev"], { ...fake.run, policy, handOver });
  expect(result?.status).toBe("failed");
  expect(handOver).not.toHaveBeenCalled();
});
