import { settingsSchema } from "../../../../settings/schema";
import { testProject } from "../../project";

const base = 'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n';
const project = testProject(
  { "environments/base.tfvars": base, "environments/dev.tfvars": "", "environments/regions/us-east-1.tfvars": "" },
  settingsSchema,
);

test("copies go to another region", () => {
  expect(project.mistakes("account", "dev")).toEqual([]);
  project.write({ "environments/dev.tfvars": 'account = { copy_region = "us-east-1" }' });
  expect(project.mistakes("account", "dev")).toEqual([
    "environments/dev.tfvars:1: account.copy_region: does not fit the other settings, expected another region than us-east-1, found us-east-1",
  ]);
});

test("data events are chosen by name prefixes that end in a hyphen, so that they match no other system", () => {
  const mistakes = (names: string) => {
    project.write({
      "environments/dev.tfvars": `account = { audit_trail = { data_events = { buckets = ${names} } } }`,
    });
    return project.mistakes("account", "dev");
  };
  expect(mistakes('["agentic-service-bot-", "agentic-service-bot-dev-"]')).toEqual([]);
  for (const name of ["agentic-service-bot", "-", "*", "arn:aws:s3:::bot-"]) {
    expect(mistakes(`["${name}"]`)).toEqual([
      expect.stringMatching(
        /^environments\/dev\.tfvars:1: account\.audit_trail\.data_events\.buckets\[0\]: .*ends in a hyphen/,
      ),
    ]);
  }
});
