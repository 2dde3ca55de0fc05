import { awsEksRules } from "../../../../settings/schema/aws-eks/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
database    = { size = "large", version = "15.10", replicas = 2, protected = false }
cache       = {}
aws_eks = {
  network       = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  load_balancer = { domain = "app.example.com", zone_id = "Z1" }
  cluster       = { admins = { platform = "arn:aws:iam::111111111111:role/admin" } }
  node_groups   = { web = { instance_types = ["t3.medium"], min = 1, max = 3, desired = 1 } }
}
`;

const ranges = (count: number) => Array.from({ length: count }, (_, index) => `"203.0.113.${index}/32"`).join(", ");

const mistakes = testRules("aws-eks", base, awsEksRules, {
  "a role for releases has a state to write": [
    [
      'state = { cloud = { organization = "example" } }\naws_eks = { deploy = { repository = "example/app" } }',
      "aws_eks.deploy: … state in a bucket…, found state.cloud",
    ],
  ],
  "one entry for an identity, one architecture for a group, a way out": [
    [
      'aws_eks = { cluster = { access = { team = { role_arn = "arn:aws:iam::111111111111:role/admin", policy = "view" } } } }',
      "aws_eks.cluster.access.team.role_arn: … each identity once…(cluster.admins.platform), found arn:aws:iam::111111111111:role/admin",
    ],
    [
      'aws_eks = { node_groups = { web = { ami_type = "AL2023_ARM_64_STANDARD" } } }',
      "aws_eks.node_groups.web.instance_types: … instance types of ARM…, found t3.medium",
    ],
    [
      'aws_eks = { node_groups = { web = { instance_types = ["m7g.large"] } } }',
      "aws_eks.node_groups.web.instance_types: … instance types of x86…, found m7g.large",
    ],
    [
      'aws_eks = { network = { nat_gateways = "none", interface_endpoints = ["ecr.api", "ecr.dkr", "logs"] } }',
      "aws_eks.network.nat_gateways: … ec2, eks, eks-auth, sts, secretsmanager, elasticloadbalancing, xray, autoscaling, found none",
    ],
    [`aws_eks = { cluster = { public_access_cidrs = [${ranges(40)}] } }`],
    [
      `aws_eks = { cluster = { public_access_cidrs = [${ranges(41)}] } }`,
      "aws_eks.cluster.public_access_cidrs: … at most 40 items…, found …",
    ],
    ['database = { version = "18" }'],
    ['database = { name = "db" }', "database.name: reserved by the database, … found db"],
    [
      `feature_flags = { text = "${"a".repeat(4096)}" }`,
      "feature_flags: too long, … 4096 bytes as JSON (Parameter Store), found 4107",
    ],
    [
      `aws_eks = { load_balancer = { domain = "${"a".repeat(60)}.example.com" } }`,
      "aws_eks.load_balancer.domain: too long for a new certificate, … found 72 characters",
    ],
  ],
  "a cluster has administrators, and a protected one is not open to the internet": [
    [
      "aws_eks = { cluster = { admins = { platform = null } } }",
      `aws_eks.cluster.admins: … at least one role…, found none`,
    ],
    [
      'protected = true\nnotifications = { critical = ["on-call@example.com"] }\ndatabase = { protected = true }\naws_eks = { cluster = { public_access_cidrs = ["0.0.0.0/0"] } }',
      `aws_eks.cluster.public_access_cidrs: … the ranges of your own offices and pipelines where \`protected\` is true, found 0.0.0.0/0, the whole internet`,
    ],
  ],
  "an identity that may sign in may do something": [
    [
      'aws_eks = { cluster = { access = { team = { role_arn = "arn:aws:iam::111111111111:role/team" } } } }',
      "aws_eks.cluster.access.team: … policy, groups or both…, found neither",
    ],
    [
      'aws_eks = { cluster = { access = { team = { role_arn = "arn:aws:iam::111111111111:role/team", groups = ["team"], namespaces = ["shop"] } } } }',
      "aws_eks.cluster.access.team: … policy, which `namespaces` limits, found namespaces without it",
    ],
    [
      'aws_eks = { cluster = { access = { team = { role_arn = "arn:aws:iam::111111111111:role/team", groups = ["system:masters"] } } } }',
      "aws_eks.cluster.access.team.groups[0]: … a group of Kubernetes…reserved, found …system:masters…",
    ],
  ],
  "node groups begin within their bounds, and system pods have nodes": [
    [
      "aws_eks = { node_groups = { web = { desired = 4 } } }",
      `aws_eks.node_groups.web.desired: … between min…, found 4`,
    ],
    [
      'aws_eks = { node_groups = { web = { capacity = "spot" } } }',
      "aws_eks.node_groups: … a group with capacity on_demand, no taints and min of at least 1, found none",
    ],
    [
      'aws_eks = { node_groups = { web = { taints = { tier = { value = "web" } } } } }',
      "aws_eks.node_groups: … a group with capacity on_demand, no taints and min of at least 1, found none",
    ],
  ],
  "a database has a version, readers and an origin that Aurora knows": [
    ['database = { version = "15.2" }', `database.version: … Aurora PostgreSQL 15.3…, found 15.2`],
    ["database = { replicas = 0 }", `database.replicas: … at least 1 with high_availability…, found 0`],
    ["aws_eks = { database = { max_replicas = 1 } }", `aws_eks.database.max_replicas: … at least replicas…, found 1`],
    [
      'aws_eks = { database = { restore_from = { snapshot = "last", cluster = "ai-prism-prod" } } }',
      `aws_eks.database.restore_from: … either snapshot, or cluster…, found snapshot, cluster`,
    ],
  ],
  "a model that does not answer in the region": [
    [
      'aws_eks = { models = ["amazon.nova-lite-v1:0", "eu.amazon.nova-lite-v1:0", "jp.amazon.nova-2-lite-v1:0"] }',
      "aws_eks.models[1]: Bedrock does not know …, expected a model of us-east-1, …, found eu.amazon.nova-lite-v1:0",
      "aws_eks.models[2]: Bedrock does not know …, expected a model of us-east-1, …, found jp.amazon.nova-2-lite-v1:0",
    ],
  ],
  "Redis is new enough": [['cache = { version = "6.2" }', `cache.version: … Redis 7.0 or newer…, found 6.2`]],
});

test.each(["t4g.small", "c7gn.large", "a1.large", "im4gn.large", "g5g.xlarge"])("%s is ARM", (type) => {
  const group = `{ instance_types = ["${type}"], ami_type = "AL2023_ARM_64_STANDARD" }`;
  expect(mistakes(`aws_eks = { node_groups = { web = ${group} } }`)).toEqual([]);
});

test.each(["g4dn.xlarge", "p4de.24xlarge", "m7i-flex.large", "inf2.xlarge"])("%s is x86", (type) => {
  expect(mistakes(`aws_eks = { node_groups = { web = { instance_types = ["${type}"] } } }`)).toEqual([]);
});

test("a model of the region, a profile of its geography and a global one are right", () => {
  const models = [
    "amazon.nova-lite-v1:0",
    "us.amazon.nova-lite-v1:0",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
  ];
  expect(mistakes(`aws_eks = { models = ${JSON.stringify(models)} }`)).toEqual([]);
});
