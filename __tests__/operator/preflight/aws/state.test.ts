import { stateFindings } from "../../../../operator/preflight/aws/state";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { fakeAws, type Reply, refusal } from "../fake-cloud";
import { awsStack } from "../stacks";

const fake = fakeAws();

const stack = awsStack("aws-x", {});
const ground = awsStack("account-x", { aws_s3_bucket: { state: { bucket: "states" } } });
const bucket = "HEAD /states";
const table = (TableStatus: string, key = "LockID"): Reply => ({
  body: { Table: { TableStatus, KeySchema: [{ AttributeName: key, KeyType: "HASH" }] } },
});
const ready = { [bucket]: {}, DescribeTable: table("ACTIVE") };
const summary = (findings: Awaited<ReturnType<typeof stateFindings>>) =>
  findings.map(({ check, status, detail, command }) => [check, status, detail, command].filter(Boolean));

test("a bucket and a table that are there, once for all stacks", async () => {
  fake.answer(ready);
  const findings = await stateFindings([stack, awsStack("aws-y", {})], [stack, ground]);
  expect(summary(findings)).toEqual([
    ["state", "ok", "in us-east-1"],
    ["lock", "ok", "active"],
  ]);
  expect(findings[0]?.stacks).toEqual(["aws-x", "aws-y"]);
});

test.each<[what: string, answers: Record<string, Reply>, found: string[]]>([
  ["no bucket", { [bucket]: { status: 404 } }, ["state", "missing", "it does not exist", "npm run bootstrap -- x"]],
  [
    "no table",
    { DescribeTable: refusal("ResourceNotFoundException") },
    ["lock", "missing", "it does not exist", "npm run bootstrap -- x"],
  ],
  [
    "a table with another key",
    { DescribeTable: table("ACTIVE", "id") },
    ["lock", "missing", "expected the key LockID, found id"],
  ],
  [
    "a table that is being made",
    { DescribeTable: table("CREATING") },
    ["lock", "missing", "it is CREATING: wait until it is active"],
  ],
  [
    "a table that may not be looked at",
    { DescribeTable: refusal("AccessDeniedException") },
    ["lock", "unknown", "not allowed: AccessDeniedException of the fake"],
  ],
])("%s", async (_, answers, found) => {
  fake.answer({ ...ready, ...answers });
  expect(summary(await stateFindings([stack], [stack, ground]))).toContainEqual(found);
});

test("a bucket of another account may not be looked at", async () => {
  fake.answer({ ...ready, [bucket]: { status: 403 } });
  expect((await stateFindings([stack], [stack]))[0]).toMatchObject({
    status: "unknown",
    detail: expect.stringMatching(/^not allowed/),
  });
});

test("what the account's own stack makes is not looked for before it", async () => {
  fake.answer({});
  const findings = await stateFindings([ground, stack], [ground, stack]);
  expect(summary(findings)).toEqual([
    ["state", "ok", "account-x makes it: npm run bootstrap -- x"],
    ["lock", "ok", "account-x makes it: npm run bootstrap -- x"],
  ]);
  expect(fake.calls).toEqual([]);
});

test("a state in HCP Terraform has no bucket", async () => {
  const cloud = new StackView("gcp-x", JSON.stringify({ terraform: { cloud: { organization: "acme" } } }));
  expect(await stateFindings([cloud], [cloud])).toEqual([]);
});
