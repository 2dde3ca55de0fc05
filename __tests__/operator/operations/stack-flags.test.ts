import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatedStacks, gitHubEnvironments, readFlags } from "../../../operator/operations/stack-flags";
import { exampleStack } from "../../stacks/synthesized";

const dir = mkdtempSync(join(tmpdir(), "stack-flags-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** What the settings of an example say with another `state`. */
async function runsOf(state: string) {
  const file = join(dir, "state.tfvars");
  // HCP Terraform's runs have identities of their own.
  writeFileSync(file, `${state}\ngcp = { deploy = null, pipelines = null }`);
  const stack = exampleStack("gcp-prod");
  return (await readFlags([stack], { ownFiles: [file] })).hcpRuns(stack.id);
}

test("the runs of a stack are as its settings have them", async () => {
  const role = "arn:aws:iam::111122223333:role/terraform";
  expect(
    await runsOf(`state = { cloud = { organization = "your-org", runs = { aws_role_arn = "${role}" } } }`),
  ).toEqual({
    aws_role_arn: role,
  });
  expect(await runsOf(`state = { cloud = { organization = "your-org", runs = {} } }`)).toEqual({});
});

test("without them, and in a bucket, they are on the machine of the command", async () => {
  expect(await runsOf(`state = { cloud = { organization = "your-org" } }`)).toBeUndefined();
  expect(await runsOf("state = {}")).toBeUndefined();
});

test("those of some stacks that are on the emulator; what is gone is not", async () => {
  expect(await emulatedStacks(["aws-local", "aws-dev", "gone-dev"])).toEqual(["aws-local"]);
});

test("the GitHub environments of a stack are its environment, and before it the one that deploy names", async () => {
  const file = join(dir, "deploy.tfvars");
  writeFileSync(file, 'aws = { deploy = { repository = "acme/shop", github_environment = "aws-prod" } }');
  expect(await gitHubEnvironments(["aws-prod"], [])).toEqual(new Map([["aws-prod", ["prod"]]]));
  expect(await gitHubEnvironments(["aws-prod"], [file])).toEqual(new Map([["aws-prod", ["aws-prod", "prod"]]]));
});
