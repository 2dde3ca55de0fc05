import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { ServiceRole } from "../access/service-role";
import type { ContainerCluster } from "./container-cluster";

export interface TaskRolesProps {
  readonly names: Names;
  /** The service, which names both roles. */
  readonly name: string;
  readonly cluster: ContainerCluster;
  readonly logGroupArn: string;
  /** The key under which the secrets are encrypted. */
  readonly keyArn: string;
  /** What ECS resolves before a container starts: ARNs of secrets (with or without `:key::`), ARNs or paths of parameters. */
  readonly secretReferences: readonly string[];
  /** ECR repositories that images are pulled from. */
  readonly repositoryArns: readonly string[];
  /** What the application itself may do. */
  readonly statements: readonly Statement[];
}

/** The two roles of a task: ECS starts it as `execution` (pull, secrets, log), the application runs as `task`. */
export class TaskRoles extends Construct {
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** For `dependsOn` of what starts tasks: without the rights the first tasks fail, and ECS gives the deployment up. */
  readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);
    const { names, name } = props;
    const service = "ecs-tasks.amazonaws.com";

    const execution = new ServiceRole(this, "execution", {
      names,
      name: `${name}-execution`,
      service,
      statements: [
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${props.logGroupArn}:*`] },
        ...pullStatements(props.repositoryArns),
        ...secretStatements(props),
      ],
    });
    const task = new ServiceRole(this, "task", {
      names,
      name: `${name}-task`,
      service,
      statements: [...execStatements(props), ...props.statements],
    });
    this.executionRoleArn = execution.arn;
    this.taskRoleArn = task.arn;
    this.permissions = [...execution.permissions, ...task.permissions];
  }
}

function pullStatements(repositoryArns: readonly string[]): Statement[] {
  if (repositoryArns.length === 0) return [];
  return [
    // The token is for the registry as a whole; no repository can be named.
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [...repositoryArns],
    },
  ];
}

function secretStatements({ names, keyArn, secretReferences }: TaskRolesProps): Statement[] {
  if (secretReferences.length === 0) return [];
  const isParameter = (reference: string) => /^(\/|arn:aws:ssm:)/.test(reference);
  const secrets = secretReferences.filter((reference) => !isParameter(reference)).map(secretArn);
  const parameters = secretReferences
    .filter(isParameter)
    .map((reference) => (reference.startsWith("/") ? names.arn("ssm", `parameter${reference}`) : reference));
  const stores = [...(secrets.length ? ["secretsmanager"] : []), ...(parameters.length ? ["ssm"] : [])];
  return [
    ...(secrets.length ? [{ actions: ["secretsmanager:GetSecretValue"], resources: [...new Set(secrets)] }] : []),
    ...(parameters.length ? [{ actions: ["ssm:GetParameters"], resources: [...new Set(parameters)] }] : []),
    {
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      conditions: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: stores.map((store) => `${store}.${names.region}.amazonaws.com`),
        },
      ],
    },
  ];
}

/** The ARN that IAM knows: the reference without `:json-key:version-stage:version-id`. */
function secretArn(reference: string): string {
  return Token.isUnresolved(reference)
    ? reference.replace(/:[^:]*:[^:]*:[^:]*$/, "")
    : reference.split(":").slice(0, 7).join(":");
}

/** What ECS Exec needs in the container that a user enters. */
function execStatements({ names, cluster }: TaskRolesProps): Statement[] {
  return [
    {
      sid: "Exec",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      // Session Manager's channels have no ARN.
      resources: ["*"],
    },
    // Listing log groups cannot be limited to one of them.
    { actions: ["logs:DescribeLogGroups"], resources: [names.arn("logs", "log-group:*")] },
    {
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${cluster.execLogGroupArn}:*`],
    },
    { actions: ["kms:Decrypt"], resources: [cluster.keyArn] },
  ];
}
