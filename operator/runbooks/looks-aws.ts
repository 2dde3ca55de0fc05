import type { Resource } from "../preflight/look/stack-view";
import type { Look } from "./alarm";
import type { StackFacts } from "./stack-facts";

const tail = (group: string, region: string, filter = "") =>
  `aws logs tail ${group} --since 1h${filter && ` --filter-pattern '${filter}'`} --region ${region}`;

const loadBalancer: Look = (resource, facts) => [
  `aws elbv2 describe-load-balancers --names ${facts.of(resource, "name")} --query 'LoadBalancers[0].[State.Code,DNSName]' --region ${facts.region}`,
  ...facts.resources("aws_lb_target_group").flatMap((group) => targetGroup(group, facts)),
];

const targetGroup: Look = (resource, facts) => {
  const { region, dependents } = facts;
  const behind = facts
    .resources("aws_ecs_service")
    .filter(({ body }) => facts.referred(body["load_balancer"]).some(({ address }) => address === resource.address));
  const cluster = facts.resources("aws_eks_cluster")[0];
  return [
    `aws elbv2 describe-target-health --region ${region} --target-group-arn "$(aws elbv2 describe-target-groups --names ${facts.of(resource, "name")} --query 'TargetGroups[0].TargetGroupArn' --output text --region ${region})" --query 'TargetHealthDescriptions[].[Target.Id,TargetHealth.State,TargetHealth.Description]'`,
    ...behind.flatMap((service) => ecsService(service, facts)),
    ...(cluster ? eksCluster(cluster, facts) : []),
    ...dependents.map((id) => `npm run runbooks -- ${id}`),
  ];
};

const ecsService: Look = (resource, facts) => {
  const { region } = facts;
  const name = facts.of(resource, "name");
  const cluster = facts.of(resource, "cluster").split("/").at(-1);
  const groups = facts
    .referred(resource.body["task_definition"], "aws_ecs_task_definition")
    .flatMap(({ body }) => facts.referred(body["container_definitions"], "aws_cloudwatch_log_group"));
  return [
    `aws ecs describe-services --cluster ${cluster} --services ${name} --query 'services[0].[status,runningCount,desiredCount,events[:5].message]' --region ${region}`,
    `aws ecs list-tasks --cluster ${cluster} --service-name ${name} --desired-status STOPPED --region ${region}`,
    ...groups.map((group) => tail(facts.of(group, "name"), region)),
  ];
};

const eksCluster: Look = (resource, facts) => [
  `aws eks update-kubeconfig --name ${facts.of(resource, "name")} --region ${facts.region}`,
  "kubectl top nodes",
  "kubectl get pods --all-namespaces --field-selector status.phase!=Running",
];

const database =
  (kind: "instance" | "cluster"): Look =>
  (resource, facts) => {
    const { region } = facts;
    const id = facts.of(resource, kind === "cluster" ? "cluster_identifier" : "identifier");
    const describe =
      kind === "cluster"
        ? `describe-db-clusters --db-cluster-identifier ${id} --query 'DBClusters[0].[Status,DBClusterMembers[].[DBInstanceIdentifier,IsClusterWriter]]'`
        : `describe-db-instances --db-instance-identifier ${id} --query 'DBInstances[0].[DBInstanceStatus,DBInstanceClass,AllocatedStorage]'`;
    return [
      `aws rds ${describe} --region ${region}`,
      `aws rds describe-events --source-type db-${kind} --source-identifier ${id} --duration 120 --region ${region}`,
      tail(`/aws/rds/${kind}/${id}/postgresql`, region, "FATAL"),
    ];
  };

const queue: Look = (resource, facts) => {
  const { region } = facts;
  const name = facts.of(resource, "name");
  const url = `"$(aws sqs get-queue-url --queue-name ${name} --query QueueUrl --output text --region ${region})"`;
  const source = facts.resources("aws_sqs_queue").find(({ body }) => refersTo(facts, body["redrive_policy"], resource));
  const functions = facts
    .resources("aws_lambda_function")
    .filter(({ body }) => refersTo(facts, body["dead_letter_config"], resource));
  const arn = `arn:aws:sqs:${region}:${facts.view.aws?.account}:${name}`;
  return [
    `aws sqs get-queue-attributes --queue-url ${url} --attribute-names ApproximateNumberOfMessages --region ${region}`,
    `aws sqs receive-message --queue-url ${url} --max-number-of-messages 10 --visibility-timeout 0 --region ${region}`,
    ...functions.flatMap((it) => lambda(it, facts)),
    "# Once the cause is gone:",
    // SQS moves messages back only where the queue is another queue's dead-letter queue (StartMessageMoveTask, SQS API reference).
    source
      ? `aws sqs start-message-move-task --source-arn ${arn} --region ${region}`
      : `aws sqs purge-queue --queue-url ${url} --region ${region}   # after its events were sent again by hand`,
  ];
};

const refersTo = (facts: StackFacts, value: unknown, { address }: Resource) =>
  facts.referred(value).some((it) => it.address === address);

const lambda: Look = (resource, facts) => {
  const { region } = facts;
  const name = facts.of(resource, "function_name");
  const group = facts.named((resource.body["logging_config"] as { log_group?: string } | undefined)?.log_group);
  return [
    tail(group || `/aws/lambda/${name}`, region, "?ERROR ?WARN ?fault ?Task"),
    `aws lambda list-aliases --function-name ${name} --query 'Aliases[].[Name,FunctionVersion,RoutingConfig]' --region ${region}`,
  ];
};

const table: Look = (resource, facts) => [
  `aws dynamodb describe-table --table-name ${facts.of(resource, "name")} --query 'Table.[TableStatus,BillingModeSummary.BillingMode,ProvisionedThroughput,ItemCount]' --region ${facts.region}`,
];

/** The access log of the stage. */
const api: Look = (_, facts) => [
  ...facts
    .resources("aws_api_gateway_stage", "aws_apigatewayv2_stage")
    .flatMap(({ body }) => facts.referred(body["access_log_settings"], "aws_cloudwatch_log_group"))
    .map((group) => tail(facts.of(group, "name"), facts.region)),
];

const project: Look = (resource, facts) => {
  const group = facts.referred(resource.body["logs_config"], "aws_cloudwatch_log_group")[0];
  const name = facts.of(resource, "name");
  return [
    `aws codebuild list-builds-for-project --project-name ${name} --max-items 5 --region ${facts.region}`,
    ...(group ? [tail(facts.of(group, "name"), facts.region)] : []),
  ];
};

/** How each kind of resource of AWS is looked at. */
export const awsLooks: Readonly<Record<string, Look>> = {
  aws_lb: loadBalancer,
  aws_lb_target_group: targetGroup,
  aws_ecs_service: ecsService,
  aws_eks_cluster: eksCluster,
  aws_db_instance: database("instance"),
  aws_rds_cluster: database("cluster"),
  aws_sqs_queue: queue,
  aws_lambda_function: lambda,
  aws_dynamodb_table: table,
  aws_api_gateway_rest_api: api,
  aws_api_gateway_stage: api,
  aws_apigatewayv2_api: api,
  aws_apigatewayv2_stage: api,
  aws_codebuild_project: project,
};
