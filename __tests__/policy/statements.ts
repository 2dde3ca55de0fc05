import { documentOf, resources, type StackJson } from "../stacks/synthesized";
import type { PolicyStatement } from "../synthesized";
import type { Body, Offence } from "./rule";

/** Actions for which the service has no finer resource than `*`. */
const unscopedActions = [
  /^ecr:GetAuthorizationToken$/,
  /^kms:ListAliases$/,
  /^xray:/, // X-Ray's actions have no resource.
  /^ssmmessages:/, // The channels of ECS Exec have no ARN.
  /^cloudwatch:PutMetricData$/, // Scoped by the namespace condition.
  /^ecs:(Deregister|Describe|Register)TaskDefinition$/,
  // What a cluster's controllers and builds in a network look up. None of these actions has a resource.
  /^ec2:Describe(DhcpOptions|InstanceTypes|LaunchTemplateVersions|NetworkInterfaces|RouteTables|SecurityGroups|Subnets|Vpcs)$/,
  /^autoscaling:Describe(AutoScalingGroups|AutoScalingInstances|ScalingActivities)$/,
  /^elasticloadbalancing:Describe(LoadBalancers|LoadBalancerAttributes|Rules|Tags|TargetGroups|TargetGroupAttributes|TargetHealth)$/,
  /^application-autoscaling:Describe(ScalableTargets|ScheduledActions)$/,
  /^cloudwatch:GetMetricData$/,
  /^ecs:ListTasks$/, // Scoped by the condition of the cluster.
  /^route53:ListHostedZones$/,
  /^dynamodb:ListStreams$/,
];

/** Every statement of a stack that allows something. */
export function allowing(stack: StackJson): { address: string; statement: PolicyStatement }[] {
  return Object.entries(stack.data?.aws_iam_policy_document ?? {})
    .flatMap(([id, { statement }]) =>
      (statement as PolicyStatement[]).map((one) => ({
        address: `data.aws_iam_policy_document.${id}`,
        statement: one,
      })),
    )
    .filter(({ statement }) => statement.effect !== "Deny");
}

/**
 * Documents of the account's stack that name services or reads of everything (docs/decisions/pipeline-roles.md), with what an action of them
 * must be. A boundary grants nothing; what the pipeline's roles may not do is in `__tests__/stacks/rights/`.
 */
const wide: readonly [document: RegExp, action: RegExp][] = [
  [/\.role-boundary_statements_/, /^\*$/],
  [/\.pipelines_infrastructure-rights-statements_/, /^[a-z0-9-]+:(\*|Get\*|List\*|[A-Z]\w+)$/],
  [/\.pipelines_plan-reads-\d+-statements_/, /^[a-z0-9-]+:(BatchGet|Describe|Get|GET$|List|View)[A-Za-z]*$/],
  // Decrypting parameters and variables of functions: scoped by service and parameter.
  [/\.pipelines_plan-limits-statements_/, /^kms:Decrypt$/],
];

/** Policy documents that allow every action, or an action on every resource. */
export function namesActions(stack: StackJson): Offence[] {
  return allowing(stack).flatMap(({ address, statement: { actions, resources: on, principals } }) => [
    ...actions
      .filter((action) => action.includes("*") && !isWide(address, action))
      .map((action) => ({ address, must: `name actions, not ${action}` })),
    ...(on?.includes("*") && !principals ? actions : [])
      .filter((action) => !isWide(address, action) && !unscopedActions.some((allowed) => allowed.test(action)))
      .map((action) => ({ address, must: `name the resources of ${action}` })),
  ]);
}

const isWide = (address: string, action: string) =>
  wide.some(([document, allowed]) => document.test(address) && allowed.test(action));

/** Policies of a type that admit requests without TLS. */
export function refusesPlainHttp(stack: StackJson, type: string): Offence[] {
  return resources(stack, type)
    .filter(({ body }) => !documentOf(stack, body.policy).some(isRefusal))
    .map(({ address }) => ({ address, must: "refuse requests without TLS" }));
}

const isRefusal = ({ effect, condition: [only, ...others] = [] }: PolicyStatement) =>
  effect === "Deny" && others.length === 0 && only?.variable === "aws:SecureTransport" && only.values.includes("false");

const basic = /^roles\/(owner|editor|viewer|admin|writer|reader)$|^(Owner|Contributor|User Access Administrator)$/;

/** Who applies the stack changes everything in its resource group; stacks/rights/azure-pipelines.test.ts holds what it may not. */
const appliesTheStack = /^azurerm_role_assignment\.federation_infrastructure_contributor_/;

/** Grants of basic roles, grants to everyone, and policies that replace all grants of a project. */
export function grantsNoBasicRole(stack: StackJson): Offence[] {
  return resources(stack).flatMap(({ address, type, body }) => {
    if (type.endsWith("_iam_policy") && type !== "aws_iam_policy") {
      return [{ address, must: "grant single roles, not replace all grants" }];
    }
    if (!/_iam_(member|binding)$|^azurerm_role_assignment$/.test(type)) return [];
    const { role, role_definition_name, member, members = [member] } = body as Body;
    const granted = role ?? role_definition_name;
    return [
      ...(basic.test(granted) && !appliesTheStack.test(address)
        ? [{ address, must: `grant a finer role than ${granted}` }]
        : []),
      ...(/allUsers|allAuthenticatedUsers/.test(JSON.stringify(members))
        ? [{ address, must: "name members, not everyone" }]
        : []),
    ];
  });
}
