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

testRules("aws-eks", base, awsEksRules, {
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
  "Redis is new enough": [['cache = { version = "6.2" }', `cache.version: … Redis 7.0 or newer…, found 6.2`]],
});
