import { awsEksRules } from "../../../../settings/schema/aws-eks/rules";
import { testRules, unfit } from "../rule-table";

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

testRules("aws-eks", base, awsEksRules, {
  "a cluster can be signed in to, but not from everywhere where it is protected": [
    [
      "aws_eks = { cluster = { admins = { platform = null } } }",
      `aws_eks.cluster.admins: ${unfit} at least one role: nobody else can sign in, found none`,
    ],
    [
      'protected = true\nnotifications = { critical = ["on-call@example.com"] }\ndatabase = { protected = true }\naws_eks = { cluster = { public_access_cidrs = ["0.0.0.0/0"] } }',
      `aws_eks.cluster.public_access_cidrs: ${unfit} the ranges of your own offices and pipelines where \`protected\` is true, found 0.0.0.0/0, the whole internet`,
    ],
  ],
  "node groups begin within their bounds, and system pods have a place": [
    [
      "aws_eks = { node_groups = { web = { desired = 4 } } }",
      `aws_eks.node_groups.web.desired: ${unfit} between min (1) and max (3), found 4`,
    ],
    [
      'aws_eks = { node_groups = { web = { capacity = "spot" } } }',
      "aws_eks.node_groups: system pods have nowhere to stay, expected a group that is on demand, has no taint and never shrinks to none, found none",
    ],
    [
      'aws_eks = { node_groups = { web = { taints = { tier = { value = "web" } } } } }',
      "aws_eks.node_groups: system pods have nowhere to stay, expected a group that is on demand, has no taint and never shrinks to none, found none",
    ],
  ],
  "a database has a version, readers and an origin that Aurora knows": [
    [
      'database = { version = "15.2" }',
      `database.version: ${unfit} Aurora PostgreSQL 15.3 (document 003) to 17, found 15.2`,
    ],
    [
      "database = { replicas = 0 }",
      `database.replicas: ${unfit} at least 1 beside high_availability: a reader is what takes over, found 0`,
    ],
    [
      "aws_eks = { database = { max_replicas = 1 } }",
      `aws_eks.database.max_replicas: ${unfit} at least replicas (2), found 1`,
    ],
    [
      'aws_eks = { database = { restore_from = { snapshot = "last", cluster = "ai-prism-prod" } } }',
      `aws_eks.database.restore_from: ${unfit} either snapshot, or cluster with a time if it is not the latest, found snapshot, cluster`,
    ],
  ],
  "Redis is new enough": [
    ['cache = { version = "6.2" }', `cache.version: ${unfit} Redis 7.0 or newer (document 003), found 6.2`],
  ],
});
