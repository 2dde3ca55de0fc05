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

test("pipelines that make roles need the boundary of roles, and name repository and systems", () => {
  const mistakes = (text: string) => {
    project.write({ "environments/dev.tfvars": text });
    return project.mistakes("account", "dev");
  };
  const pipelines = (text: string) => `account = { pipelines = { ${text} } }\n`;
  const right = 'repository = "example/infrastructure", systems = ["shop"]';
  expect(mistakes(`role_boundary = true\n${pipelines(right)}`)).toEqual([]);
  expect(mistakes(`role_boundary = true\n${pipelines(`${right}, repository_id = "42"`)}`)).toEqual([]);
  expect(mistakes(pipelines(right))).toEqual([
    expect.stringMatching(
      /account\.pipelines: .*may do everything, expected role_boundary = true .*found role_boundary = false$/,
    ),
  ]);
  for (const text of [
    'repository = "example/infrastructure"',
    `${right}, repository_id = "x1"`,
    'repository = "x", systems = ["shop"]',
    'repository = "a/b", systems = []',
  ]) {
    expect(mistakes(`role_boundary = true\n${pipelines(text)}`)).toEqual([expect.stringMatching(/account\.pipelines/)]);
  }
});

test("who deploys to another cloud is named by the stack; with states in HCP Terraform there is no role for it", () => {
  const mistakes = (deploys: string, more = "") => {
    project.write({ "environments/dev.tfvars": `account = { deploys = { ${deploys} } }\n${more}` });
    return project.mistakes("account", "dev");
  };
  const shop = 'shop-gcp-dev = { repository = "acme/shop" }';
  expect(mistakes(shop)).toEqual([]);
  expect(mistakes('Shop_Dev = { repository = "acme/shop" }')).toEqual([
    expect.stringMatching(/account\.deploys.*the id of a stack such as shop-gcp-prod/),
  ]);
  expect(mistakes("shop-gcp-dev = {}")).toEqual([expect.stringMatching(/account\.deploys\.shop-gcp-dev\.repository/)]);
  expect(mistakes(shop, 'state = { cloud = { organization = "acme" } }\n')).toEqual([
    expect.stringMatching(/account\.deploys: the states are in HCP Terraform, .*found shop-gcp-dev$/),
  ]);
});
