import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { rightsOf, roleOf } from "./role-rights";

/**
 * Each container may use what its variables name (docs/modules.md), and nothing more; and ECS, which starts it, may read
 * the secrets that it fills in.
 */

/** What ECS Exec needs in a container (ECS developer guide, "Monitor containers with ECS Exec"). */
const exec = [
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

/** By the variable that names a resource, what a container does with it. */
const uses: readonly [variable: RegExp, actions: readonly string[]][] = [
  [/^DATABASE_SECRET_ARN$/, ["secretsmanager:GetSecretValue"]], // Again, after a rotation.
  [/^CACHE_USER$/, ["elasticache:Connect"]],
  [/^SHARED_PATH$/, ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]],
  [/^\w+_BUCKET$/, ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"]],
  [/^\w+_QUEUE_URL$/, ["sqs:SendMessage"]],
  [/^QUEUE_URL$/, ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]],
  [/^PARAMETER_PATH$/, ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]],
  [/^METRIC_NAMESPACE$/, ["cloudwatch:PutMetricData"]],
  // The collector of traces.
  [
    /^AOT_CONFIG_CONTENT$/,
    ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  ],
];

const pulls = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

/** The task definitions of a stack as text, by the address of a role. */
function tasksBy(stack: StackJson, role: "task_role_arn" | "execution_role_arn"): Map<string, string> {
  const found = new Map<string, string>();
  for (const { body } of resources(stack, "aws_ecs_task_definition")) {
    const address = roleOf(body[role]);
    found.set(address, (found.get(address) ?? "") + String(body["container_definitions"]));
  }
  return found;
}
const unique = (actions: readonly string[]) => [...new Set(actions)].sort();
const found = (stack: StackJson, role: string) => Object.keys(rightsOf(stack, role)).sort();

const stacks = examples.stacks.filter(({ platform }) => platform === "aws");

describe.each(stacks)("$id", ({ id }) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
  });

  test("each container may use what its variables name", () => {
    const tasks = tasksBy(stack, "task_role_arn");
    expect(tasks.size).toBeGreaterThan(0);
    for (const [role, text] of tasks) {
      const variables = [...text.matchAll(/"name":"(\w+)"/g)].map(([, name = ""]) => name);
      const expected = uses.flatMap(([pattern, actions]) =>
        variables.some((name) => pattern.test(name)) ? actions : [],
      );
      expect([role, found(stack, role)]).toEqual([role, unique([...exec, ...expected])]);
    }
  });

  test("ECS may pull the image, write the log and read the secrets that it fills in", () => {
    for (const [role, text] of tasksBy(stack, "execution_role_arn")) {
      const references = [...text.matchAll(/"valueFrom":"([^"]+)"/g)].map(([, reference = ""]) => reference);
      const isParameter = (reference: string) => /^(\/|arn:aws:ssm:)/.test(reference);
      const expected = [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        ...pulls,
        ...(references.some((one) => !isParameter(one)) ? ["secretsmanager:GetSecretValue"] : []),
        ...(references.some(isParameter) ? ["ssm:GetParameters"] : []),
      ];
      expect([role, found(stack, role)]).toEqual([role, unique(expected)]);
    }
  });
});
