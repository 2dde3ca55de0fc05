import { environment, smallProjects } from "./small-project";

const project = smallProjects();
const may = 'pipelines = { repository = "acme/stacks", systems = ["shop"] }';
const account = (more: string) => environment("111111111111").replace("account = {}", `account = { ${more} }`);
const place = (number: string) => `gcp = { project = "acme-dev", location = "us-east1", project_number = "${number}" }`;
const google = (more = "") => `
application = { image = "ghcr.io/acme/shop:1.0.0", cpu = 1, memory_mib = 2048 }
gcp = {
  network       = { cidr = "10.20.0.0/16" }
  load_balancer = { domains = ["shop.example.com"] }
  ${more}
}
`;
const deploy = 'aws_serverless = { deploy = { repository = "acme/stacks" } }';

test.each<[title: string, account: string, place: string, system: string, ...lines: RegExp[]]>([
  ["all of them are made", may, "", deploy],
  [
    "no role of the account is",
    "",
    "",
    deploy,
    /^dev: account\.pipelines is not set in .*dev\.tfvars.*multicloud-dev-plan/,
  ],
  [
    "no role for releases is",
    may,
    "",
    "aws_serverless = {}",
    /^shop-aws-serverless-dev: deploy is not set.*shop-dev-deploy$/,
  ],
  [
    "no log of releases is, where HCP Terraform has the state",
    may,
    'state = { cloud = { organization = "acme" } }',
    "aws_serverless = {}",
    /^shop-aws-serverless-dev: its state is in HCP Terraform, so make .*shop-dev-deploy yourself/,
    /^shop-aws-serverless-dev: release\.log_bucket is not set/,
  ],
  ["Google's are", may, place("7"), google('pipelines = { repository = "acme/stacks" }')],
  [
    "none of Google's is, and its project is not known by its number",
    may,
    place("0"),
    google(),
    /^shop-gcp-dev: gcp\.pipelines is not set/,
    /^shop-gcp-dev: project_number of project acme-dev is not set/,
  ],
])("what jobs need: %s", (_, roles, more, system, ...lines) => {
  const boundary = roles ? "\nrole_boundary = true" : "";
  const { missingSettings } = project({
    "environments/dev.tfvars": `${account(roles)}${boundary}\n${more}\n`,
    "systems/shop/dev.tfvars": system,
  });
  expect(missingSettings).toEqual(lines.map((line) => expect.stringMatching(line)));
});
