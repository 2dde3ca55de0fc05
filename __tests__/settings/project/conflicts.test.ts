import { join } from "node:path";
import { formatMistake } from "../../../settings/mistake";
import { conflicts } from "../../../settings/project/conflicts/conflicts";
import { readProject } from "../../../settings/project/stacks";
import { settingsSchema } from "../../../settings/schema";
import { examples, root } from "../../stacks/synthesized";
import { testProject } from "../project";

const base = testProject({}, settingsSchema);
let made = 0;

/** The ids of the stacks that cannot be side by side, each with its mistakes. */
function between(files: Readonly<Record<string, string>>): Record<string, string[]> {
  made += 1;
  base.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${made}/${name}`, text])));
  const folder = join(base.root, String(made));
  const project = readProject({ root: folder });
  const found = conflicts(project, project.stacks, { root: folder });
  return Object.fromEntries([...found].map(([{ id }, mistakes]) => [id, mistakes.map(formatMistake)]));
}

const where = (account: string) => `account_id = "${account}"\ndata_class = "real"\n`;
const net = (cidr: string) => `network = { cidr = "${cidr}" }`;

test("the examples can be side by side", () => {
  expect([...conflicts(examples, examples.stacks, { root })]).toEqual([]);
});

describe("what two stacks cannot have both is said at both places", () => {
  test("an id", () => {
    expect(
      between({
        "environments/prod.tfvars": where("111111111111"),
        "environments/eu-prod.tfvars": where("222222222222"),
        "systems/a/base.tfvars": 'aws = { stack = "shop-eu" }',
        "systems/a/prod.tfvars": "aws = {}",
        "systems/b/base.tfvars": 'aws = { stack = "shop" }',
        "systems/b/eu-prod.tfvars": "aws = {}",
      }),
    ).toEqual({
      "shop-eu-prod": [expect.stringContaining("twice, expected another `stack` in one of the systems' base.tfvars")],
    });
  });

  test("physical names in one account, over environments too; not in two accounts", () => {
    const files = (other: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "environments/eu-prod.tfvars": where(other),
      "systems/shop-eu/prod.tfvars": "aws_serverless = {}",
      "systems/shop/eu-prod.tfvars": "aws_serverless = {}",
    });
    expect(between(files("222222222222"))).toEqual({});
    const found = between(files("111111111111"));
    expect(Object.keys(found)).toEqual(["shop-eu-aws-serverless-prod", "shop-aws-serverless-eu-prod"]);
    expect(found["shop-aws-serverless-eu-prod"]).toEqual([
      "systems/shop/base.tfvars:1: name: twice, expected another `name` in the platform's block of one system's base.tfvars, " +
        "found names that begin with shop-eu-prod in account 111111111111, which shop-eu-aws-serverless-prod (systems/shop-eu/base.tfvars:1) has",
    ]);
  });

  test("a system on two AWS platforms needs two names; aws-eks and its kubernetes share one", () => {
    const files = (base: string) => ({
      "environments/dev.tfvars": where("111111111111"),
      "systems/shop/base.tfvars": base,
      "systems/shop/dev.tfvars": 'aws_serverless = {}\naws_eks = {}\nkubernetes = { cluster = { kind = "eks" } }',
    });
    expect(Object.keys(between(files(""))).sort()).toEqual(["shop-aws-eks-dev", "shop-aws-serverless-dev"]);
    expect(between(files('aws_serverless = { name = "shop-serverless" }'))).toEqual({});
  });

  test.each([
    ["aws", "10.1.0.0/16", "10.1.128.0/20", ["a-aws-dev", "b-aws-dev"]],
    ["aws", "10.1.0.0/16", "10.2.0.0/16", []],
    ["aws_codebuild", "10.1.0.0/16", "10.1.0.0/16", []], // No network is made, unless it is enabled.
  ])("networks of %s in one account: %s and %s", (block, one, other, ids) => {
    expect(
      Object.keys(
        between({
          "environments/dev.tfvars": where("111111111111"),
          "systems/a/dev.tfvars": `${block} = { ${net(one)} }`,
          "systems/b/dev.tfvars": `${block} = { ${net(other)} }`,
        }),
      ).sort(),
    ).toEqual(ids);
  });

  test("networks of two environments in one project; copied files are no mistake", () => {
    const place = `${where("111111111111")}gcp = { project = "acme", project_number = "1" }\n`;
    const files = (other: string) => ({
      "environments/one.tfvars": place,
      "environments/two.tfvars": other,
      "systems/shop/one.tfvars": `gcp = { ${net("10.1.0.0/16")}, audit = { enabled = false } }`,
      "systems/shop/two.tfvars": `gcp = { ${net("10.1.0.0/16")}, audit = { enabled = false } }`,
    });
    expect(between(files(place))).toEqual({});
    const found = between(files(`${place}# Another one.\n`));
    expect(found["shop-gcp-one"]).toEqual([
      "systems/shop/one.tfvars:1: gcp.network.cidr: networks overlap, expected a range apart from 10.1.0.0/16 of shop-gcp-two (systems/shop/two.tfvars:1), in acme, found 10.1.0.0/16",
    ]);
  });

  test("a domain of one zone, unless it is a failover pair", () => {
    const files = (one: string, other: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "environments/dr.tfvars": where("222222222222"),
      "systems/a/prod.tfvars": `aws = { load_balancer = { domain = "shop.example", zone_id = "Z1"${one} } }`,
      "systems/b/dr.tfvars": `aws = { load_balancer = { domain = "shop.example", zone_id = "Z1"${other} } }`,
    });
    expect(Object.keys(between(files("", "")))).toHaveLength(2);
    expect(between(files(', failover = "primary"', ', failover = "secondary"'))).toEqual({});
    expect(Object.keys(between(files(', failover = "primary"', ', failover = "primary"')))).toHaveLength(2);
  });

  test("the host of a component's route is a domain too", () => {
    const found = between({
      "environments/prod.tfvars": where("111111111111"),
      "environments/dr.tfvars": where("222222222222"),
      "systems/a/prod.tfvars": `aws = { load_balancer = { domain = "shop.example", zone_id = "Z1" } }\napplication = { components = { api = { route = { paths = ["/*"], host = "api.shop.example" } }, worker = {} } }`,
      "systems/b/dr.tfvars": `aws = { load_balancer = { domain = "api.shop.example", zone_id = "Z1" } }`,
    });
    expect(Object.keys(found)).toEqual(["a-aws-prod", "b-aws-dr"]);
    expect(found["a-aws-prod"]?.[0]).toMatch(
      /^systems\/a\/prod\.tfvars:2: application\.components\.api\.route\.host: /,
    );
  });

  test.each([
    ["api.shop.example", []],
    ["eu.shop.example", []],
    ["shop.example", []],
    ["shop.other.example", ["a-aws-prod", "b-aws-serverless-prod"]],
    ["other.org", ["a-aws-prod", "b-aws-serverless-prod"]],
  ])("a zone, unless their domains may both be in it: %s", (domain, ids) => {
    const files = (zone: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "systems/a/prod.tfvars": 'aws = { load_balancer = { domain = "www.shop.example", zone_id = "Z1" } }',
      "systems/b/prod.tfvars": `aws_serverless = { api = { domain = "${domain}", zone_id = "${zone}" } }`,
    });
    const found = between(files("Z1"));
    expect(Object.keys(found).sort()).toEqual(ids);
    for (const mistakes of Object.values(found))
      expect(mistakes).toEqual([expect.stringContaining("one zone for unrelated")]);
    expect(between(files("Z2"))).toEqual({});
  });

  test("a zone that one stack uses for two domains, and a zone of Google's project", () => {
    const found = between({
      "environments/prod.tfvars": `${where("111111111111")}gcp = { project = "acme", project_number = "1" }\n`,
      "systems/a/prod.tfvars":
        'aws_websocket = { site = { domain = "shop.example.com", zone_id = "Z1" }, api = { domain = "api.example.org", zone_id = "Z1" } }',
      "systems/b/prod.tfvars":
        'gcp = { load_balancer = { domains = ["a.example.com", "b.example.org"], dns_zone = "example-com" } }',
    });
    expect(found).toEqual({
      "a-aws-websocket-prod": [
        "systems/a/prod.tfvars:1: aws_websocket.api.domain: one zone for unrelated domains, expected a zone of api.example.org itself: " +
          "a zone holds the names that end in its own, found zone Z1, which holds shop.example.com of a-aws-websocket-prod (systems/a/prod.tfvars:1)",
      ],
      "b-gcp-prod": [expect.stringContaining("found zone example-com of acme, which holds a.example.com")],
    });
  });

  test("what an account has once", () => {
    const files = (second: string) => ({
      "environments/prod.tfvars": `${where("111111111111")}account = {}`,
      "environments/dr.tfvars": `region = "eu-west-1"\n${where("111111111111")}account = ${second}`,
    });
    expect(Object.keys(between(files("{}")))).toEqual(["account-prod", "account-dr"]);
    expect(
      between(files("{ github_oidc = false, public_access_block = false, audit_trail = { enabled = false } }")),
    ).toEqual({});
    expect(between(files("{ owns_account = false }"))).toEqual({});
  });

  test("the jobs of a shared repository, unless each role has an environment of its own", () => {
    const deploy = (more: string) => `aws = { deploy = { repository = "acme/mono"${more} } }`;
    const files = (more: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "systems/a/prod.tfvars": deploy(""),
      "systems/b/prod.tfvars": deploy(more),
    });
    expect(between(files(""))["b-aws-prod"]).toEqual([
      expect.stringContaining('expected deploy.github_environment = "b-aws-prod"'),
    ]);
    expect(between(files(', github_environment = "b-aws-prod"'))).toEqual({});
  });

  test("a system whose roles the environment's pipelines may not make; not in another account, nor without pipelines", () => {
    const pipelines = 'account = { pipelines = { repository = "example/infra", systems = ["a", "other"] } }';
    const found = between({
      "environments/prod.tfvars": `${where("111111111111")}role_boundary = true\n${pipelines}`,
      "environments/dev.tfvars": `${where("222222222222")}account = {}`,
      "systems/a/base.tfvars": "",
      "systems/a/prod.tfvars": `aws = { ${net("10.0.0.0/16")} }`,
      "systems/b/base.tfvars": "",
      "systems/b/prod.tfvars": `aws = { ${net("10.1.0.0/16")} }`,
      "systems/b/dev.tfvars": `aws = { ${net("10.2.0.0/16")} }`,
      "systems/c/base.tfvars": 'aws = { name = "other" }',
      "systems/c/prod.tfvars": `aws = { ${net("10.3.0.0/16")} }`,
      "systems/d/base.tfvars": "",
      "systems/d/prod.tfvars": `account_id = "333333333333"\naws = { ${net("10.4.0.0/16")} }`,
      "systems/e/base.tfvars": "",
      "systems/e/prod.tfvars": 'gcp = { project = "p" }',
    });
    expect(found).toEqual({
      "b-aws-prod": [
        expect.stringMatching(
          /^systems\/b\/.*: .*may not make its roles, expected "b" in account\.pipelines\.systems \(environments\/prod\.tfvars:4\), found a, other$/,
        ),
      ],
    });
  });

  test.each<[what: string, key: string, more: string, end: string | undefined]>([
    ["a stack on Google Cloud", "shop-gcp-prod", "", undefined],
    ["a stack on Azure", "shop-azure-prod", "", undefined],
    [
      "a misspelt one",
      "shop-gpc-prod",
      "",
      "no stack on Google Cloud or Azure in prod, expected shop-gcp-prod (the nearest name), found shop-gpc-prod",
    ],
    [
      "one of another environment",
      "web-gcp-dev",
      "",
      "no stack on Google Cloud or Azure in prod, expected one of shop-azure-prod, shop-gcp-prod, found web-gcp-dev",
    ],
    [
      "one on AWS",
      "shop-aws-prod",
      "",
      "no stack on Google Cloud or Azure in prod, expected shop-gcp-prod (the nearest name), found shop-aws-prod, which is on aws",
    ],
    [
      "one whose state is in HCP Terraform",
      "shop-gcp-prod",
      'gcp = { state = { cloud = { organization = "acme" } } }',
      "its state is not in this account, expected no such key, found shop-gcp-prod, whose state is in HCP Terraform",
    ],
    [
      "one whose state is in another account",
      "shop-gcp-prod",
      'gcp = { account_id = "222222222222" }',
      "its state is not in this account, expected no such key, found shop-gcp-prod, whose state is in account 222222222222",
    ],
  ])("the role for the state of %s", (_, key, more, end) => {
    const found = between({
      "environments/prod.tfvars": `${where("111111111111")}account = {\n  deploys = {\n    ${key} = { repository = "acme/shop" }\n  }\n}\n${more}`,
      "environments/dev.tfvars": where("111111111111"),
      "systems/shop/prod.tfvars": `aws = {}\ngcp = { project = "p" }\nazure = {}`,
      "systems/web/dev.tfvars": 'gcp = { project = "q" }',
    });
    const at = `environments/prod.tfvars:5: account.deploys.${key}: `;
    expect(found["account-prod"]).toEqual(end && [`${at}${end}`]);
  });

  test("a service of one cluster is brought by one stack", () => {
    const files = (other: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "systems/shop/prod.tfvars":
        'aws_eks = {}\nkubernetes = { cluster = { kind = "eks" }, platform_services = { flagger = {} } }',
      "systems/web/prod.tfvars": `kubernetes = { cluster = { kind = "eks", system = "shop" }, platform_services = { flagger = ${other} } }`,
    });
    expect(Object.keys(between(files("{}"))).sort()).toEqual(["shop-kubernetes-prod", "web-kubernetes-prod"]);
    expect(between(files("{ enabled = false }"))).toEqual({});
  });

  test("an issuer of one cluster is made by one stack", () => {
    const files = (issuer: string) => ({
      "environments/prod.tfvars": where("111111111111"),
      "systems/shop/prod.tfvars":
        'aws_eks = {}\nkubernetes = { cluster = { kind = "eks" }, ingress = { issuer = { name = "letsencrypt-prod", email = "ops@shop.example" } } }',
      "systems/web/prod.tfvars": `kubernetes = { cluster = { kind = "eks", system = "shop" }, ingress = { issuer = ${issuer} } }`,
    });
    const equal = between(files('{ name = "letsencrypt-prod", email = "ops@shop.example" }'));
    expect(Object.keys(equal).sort()).toEqual(["shop-kubernetes-prod", "web-kubernetes-prod"]);
    expect(between(files('{ name = "letsencrypt-web", email = "ops@shop.example" }'))).toEqual({});
    expect(between(files('{ email = "ops@shop.example" }'))).toEqual({});
  });
});
