/** Things that services make for what a stack has, and that get its tags: none of them is in a state. */
interface MadeBy {
  /** The ARN, after `arn:<partition>:`. */
  readonly arn: RegExp;
  /** The type of what makes it: the state must have one. */
  readonly of: RegExp;
  readonly by: string;
}

/** The list of docs/drift.md. The first that fits counts. */
// biome-ignore format: a table has a line for each row
export const makers: readonly MadeBy[] = [
  { arn: /^ecs:[^:]*:\d*:task-definition\//, of: /^aws_ecs_task_definition$/, by: "each change of a task definition leaves the one before: a way back needs it" },
  { arn: /^ecs:[^:]*:\d*:(task|container-instance|task-set)\//, of: /^aws_(ecs_service|ecs_task_definition)$/, by: "the service runs it" },
  { arn: /^ecs:[^:]*:\d*:service-(deployment|revision)\//, of: /^aws_ecs_service$/, by: "each deployment of the service is one" },
  { arn: /^(rds|docdb|neptune):[^:]*:\d*:(cluster-)?(snapshot|auto-backup|pg-snapshot):/, of: /^aws_(db_instance|rds_cluster|docdb_cluster)$/, by: "backups of the database, which outlive it" },
  { arn: /^elasticache:[^:]*:\d*:snapshot:/, of: /^aws_elasticache_/, by: "backups of the cache" },
  { arn: /^elasticache:[^:]*:\d*:cluster:/, of: /^aws_elasticache_replication_group$/, by: "the nodes of the replication group" },
  { arn: /^backup:[^:]*:\d*:recovery-point:/, of: /^aws_(backup_|dynamodb_table|db_instance|rds_cluster|efs_)/, by: "the backup plan" },
  { arn: /^dynamodb:[^:]*:\d*:table\/[^/]+\/(backup|export|index|stream)\//, of: /^aws_dynamodb_table$/, by: "backups, exports and indexes of the table" },
  { arn: /^ec2:[^:]*:\d*:snapshot\//, of: /^aws_(backup_|efs_|eks_|ebs_)/, by: "backups of volumes and file systems" },
  { arn: /^ec2:[^:]*:\d*:network-interface\//, of: /^aws_(ecs_|lambda_|lb$|efs_|vpc_endpoint|nat_gateway|eks_|db_instance|rds_|elasticache_)/, by: "tasks, functions, load balancers and endpoints have one in each subnet" },
  { arn: /^ec2:[^:]*:\d*:(instance|volume|spot-instances-request|fleet)\//, of: /^aws_(eks_node_group|autoscaling_group|launch_template)$/, by: "the node group or the autoscaling group" },
  { arn: /^ec2:[^:]*:\d*:security-group-rule\//, of: /^aws_security_group$/, by: "a rule of a security group; one that was added by hand is drift of its group" },
  { arn: /^ec2:[^:]*:\d*:(launch-template|security-group)\//, of: /^aws_eks_/, by: "EKS, for the cluster and its node groups" },
  { arn: /^autoscaling:/, of: /^aws_eks_node_group$/, by: "the node group" },
  { arn: /^eks:[^:]*:\d*:(podidentityassociation|access-entry|addon)\//, of: /^aws_eks_cluster$/, by: "the cluster, with its add-ons" },
  { arn: /^lambda:[^:]*:\d*:function:[^:]+:.+$/, of: /^aws_lambda_function$/, by: "each published version of the function" },
  { arn: /^lambda:[^:]*:\d*:layer:[^:]+:\d+$/, of: /^aws_lambda_layer_version$/, by: "each published version of the layer" },
  { arn: /^secretsmanager:[^:]*:\d*:secret:rds!/, of: /^aws_(db_instance|rds_cluster)$/, by: "the database, for its main user" },
  { arn: /^codebuild:[^:]*:\d*:(build|build-batch|report)\//, of: /^aws_codebuild_project$/, by: "runs of the project" },
  { arn: /^kms:[^:]*:\d*:key\//, of: /^aws_/, by: "a key waits 7 to 30 days for its deletion, which the tagging service does not say" },
  { arn: /^cloudformation:/, of: /^aws_/, by: "a service that makes its parts by CloudFormation" },
  { arn: /^servicediscovery:[^:]*:\d*:instance\//, of: /^aws_service_discovery_/, by: "a running task has registered it" },
];

/** What makes such a thing, if the state has it; nothing for what a person has made. @param types of the resources in the state */
export function madeBy(arn: string, types: ReadonlySet<string>): string | undefined {
  const [, , ...rest] = arn.split(":");
  const name = rest.join(":");
  return makers.find((made) => made.arn.test(name) && [...types].some((type) => made.of.test(type)))?.by;
}
