/** Things that services make for what a stack has, and that get its tags: none of them is in a state. */
interface MadeBy {
  /** The ARN, after `arn:<partition>:`. */
  readonly arn: RegExp;
  readonly by: string;
}

/** The list of docs/drift.md. The first that fits counts. */
// biome-ignore format: a table has a line for each row
export const makers: readonly MadeBy[] = [
  { arn: /^ecs:[^:]*:\d*:task-definition\//, by: "each change of a task definition leaves the one before: a way back needs it" },
  { arn: /^ecs:[^:]*:\d*:(task|container-instance|task-set)\//, by: "the service runs it" },
  { arn: /^ecs:[^:]*:\d*:service-(deployment|revision)\//, by: "each deployment of the service is one" },
  { arn: /^(rds|docdb|neptune):[^:]*:\d*:(cluster-)?(snapshot|auto-backup|pg-snapshot):/, by: "backups of the database, which outlive it" },
  { arn: /^elasticache:[^:]*:\d*:snapshot:/, by: "backups of the cache" },
  { arn: /^elasticache:[^:]*:\d*:cluster:/, by: "the nodes of the replication group" },
  { arn: /^backup:[^:]*:\d*:recovery-point:/, by: "the backup plan" },
  { arn: /^dynamodb:[^:]*:\d*:table\/[^/]+\/(backup|export|index|stream)\//, by: "backups, exports and indexes of the table" },
  { arn: /^ec2:[^:]*:\d*:snapshot\//, by: "backups of volumes and file systems" },
  { arn: /^ec2:[^:]*:\d*:network-interface\//, by: "tasks, functions, load balancers and endpoints have one in each subnet" },
  { arn: /^ec2:[^:]*:\d*:(instance|volume|spot-instances-request|fleet)\//, by: "the node group or the autoscaling group" },
  { arn: /^ec2:[^:]*:\d*:security-group-rule\//, by: "a rule of a security group; one that was added by hand is drift of its group" },
  { arn: /^ec2:[^:]*:\d*:(launch-template|security-group)\//, by: "EKS, for the cluster and its node groups" },
  { arn: /^autoscaling:/, by: "the node group" },
  { arn: /^eks:[^:]*:\d*:(podidentityassociation|access-entry|addon)\//, by: "the cluster, with its add-ons" },
  { arn: /^lambda:[^:]*:\d*:function:[^:]+:.+$/, by: "each published version of the function" },
  { arn: /^lambda:[^:]*:\d*:layer:[^:]+:\d+$/, by: "each published version of the layer" },
  { arn: /^secretsmanager:[^:]*:\d*:secret:rds!/, by: "the database, for its main user" },
  { arn: /^codebuild:[^:]*:\d*:(build|build-batch|report)\//, by: "runs of the project" },
  { arn: /^kms:[^:]*:\d*:key\//, by: "a key waits 7 to 30 days for its deletion, which the tagging service does not say" },
  { arn: /^cloudformation:/, by: "a service that makes its parts by CloudFormation" },
  { arn: /^servicediscovery:[^:]*:\d*:instance\//, by: "a running task has registered it" },
  { arn: /^athena|^glue:.*:table\//, by: "queries" },
];

/** What makes such a thing; nothing for what a person has made. */
export function madeBy(arn: string): string | undefined {
  const [, , ...rest] = arn.split(":");
  const name = rest.join(":");
  return makers.find((of) => of.arn.test(name))?.by;
}
