import * as aws from "./policy/aws";
import * as events from "./policy/aws-events";
import * as azure from "./policy/azure";
import * as delivery from "./policy/delivery";
import * as google from "./policy/google";
import * as kubernetes from "./policy/kubernetes";
import { Permissions } from "./policy/permissions";
import type { Body, Rule } from "./policy/rule";
import { exampleSettings, examples, resources, type StackJson, synthesizeAll } from "./stacks/synthesized";
import type { PolicyStatement } from "./synthesized";

/** What holds for every resource of every stack of every environment. */

const encryption = [...aws.encryption, ...events.encryption, ...google.encryption, ...azure.encryption];

const exposure = [...aws.exposure, ...delivery.exposure, ...events.exposure, ...google.exposure, ...azure.exposure];

const tls = [...aws.tls, ...delivery.tls, ...google.tls, ...azure.tls];

/** Actions for which the service has no finer resource than `*`. */
const unscopedActions = [
  /^ecr:GetAuthorizationToken$/,
  /^kms:ListAliases$/,
  /^xray:/, // X-Ray's actions have no resource.
  /^ssmmessages:/, // The channels of ECS Exec have no ARN.
  /^cloudwatch:PutMetricData$/, // Scoped by the namespace condition.
  /^ecs:(Deregister|Describe|Register)TaskDefinition$/,
  // What a cluster's controllers and builds in a network look up. None of these actions has a resource.
  /^ec2:Describe(DhcpOptions|InstanceTypes|LaunchTemplateVersions|NetworkInterfaces|SecurityGroups|Subnets|Vpcs)$/,
  /^autoscaling:Describe(AutoScalingGroups|AutoScalingInstances|ScalingActivities)$/,
  /^elasticloadbalancing:DescribeTarget(Groups|Health)$/,
  /^route53:ListHostedZones$/,
  /^dynamodb:ListStreams$/,
];

/** Feature flags are in Google's Secret Manager, because Google has no other store for values that are read at run time. */
const isPublic = /^google_secret_manager_secret_version\.configuration_feature_flags-/;

describe.each(examples.stacks)("$id", ({ id }) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await all()).get(id) as StackJson;
  });

  const check = (rules: readonly Rule[]) => {
    for (const { type, must, holds } of rules) {
      const offenders = resources(stack, type).filter(({ body }) => !holds(body));
      expect(offenders.map(({ address }) => `${address} must ${must}`)).toEqual([]);
    }
  };

  test("everything that stores data is encrypted", () => check(encryption));

  test("nothing but the load balancer is public", () => check(exposure));

  test("pods have no right that they do not need, and nothing is installed unpinned", () => check(kubernetes.pods));

  test("every connection uses TLS", () => check(tls));

  test("failures are visible, and failed events are kept", () => check(events.failures));

  test("every queue is reached over TLS only", () => {
    const guarded = resources(stack, "aws_sqs_queue_policy").map(({ body }) => body.queue_url);
    const queues = resources(stack, "aws_sqs_queue").map(({ address }) => `\${${address}.url}`);
    expect(guarded.sort()).toEqual(queues.sort());
    expect(statementsOf(stack, "aws_sqs_queue_policy").every(refusesPlainHttp)).toBe(true);
  });

  test("no function may change its own resources or any rights", () => {
    const changes = [
      "cloudwatch:DeleteAlarms",
      "dynamodb:DeleteTable",
      "dynamodb:UpdateTable",
      "iam:AttachRolePolicy",
      "iam:PutRolePolicy",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "lambda:UpdateFunctionCode",
      "logs:DeleteLogGroup",
      "s3:DeleteBucket",
      "s3:PutBucketPolicy",
      "secretsmanager:PutResourcePolicy",
      "sns:SetTopicAttributes",
      "sqs:SetQueueAttributes",
      "sts:AssumeRole",
    ];
    for (const { body } of resources(stack, "aws_lambda_function")) {
      const permissions = new Permissions(stack, nameOf(stack, body.role));
      const may = changes.filter((action) => permissions.may(action));
      expect({ function: body.function_name, may }).toEqual({ function: body.function_name, may: [] });
    }
  });

  test("a function may write its own log and no other", () => {
    for (const { body } of resources(stack, "aws_lambda_function")) {
      const may = new Permissions(stack, nameOf(stack, body.role));
      const [, own] = /aws_cloudwatch_log_group\.([\w-]+)\.name/.exec((body as Body).logging_config.log_group) ?? [];
      const groups = resources(stack, "aws_cloudwatch_log_group");
      const written = groups.filter(({ address }) => may.may("logs:PutLogEvents", `\${${address}.arn}:log-stream:1`));
      expect(written.map(({ address }) => address)).toEqual([`aws_cloudwatch_log_group.${own}`]);
    }
  });

  test("every bucket is encrypted, versioned, blocked for the public and reached over TLS only", () => {
    for (const { address } of resources(stack, "aws_s3_bucket")) {
      for (const type of [
        "server_side_encryption_configuration",
        "versioning",
        "public_access_block",
        "policy",
        "lifecycle_configuration",
      ]) {
        const guards = resources(stack, `aws_s3_bucket_${type}`).filter(({ body }) =>
          String(body.bucket).includes(address),
        );
        expect({ address, type, guards: guards.length }).toEqual({ address, type, guards: 1 });
      }
    }
    expect(statementsOf(stack, "aws_s3_bucket_policy").every(refusesPlainHttp)).toBe(true);
  });

  test("no statement allows every action, or every resource where the service has finer ones", () => {
    const statements = documents(stack)
      .flat()
      .filter(({ effect }) => effect !== "Deny");
    expect(statements.length > 0).toBe(resources(stack, "aws_iam_role").length > 0);
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
    const unscoped = statements
      .filter(({ resources: on, principals }) => on?.includes("*") && !principals)
      .flatMap(({ actions }) => actions)
      .filter((action) => !unscopedActions.some((allowed) => allowed.test(action)));
    expect(unscoped).toEqual([]);
  });

  test("the JSON holds no secret", () => {
    const secret =
      /(password|secret_string|secret_data|client_secret|auth_token|private_key|secret_key|access_key|connection_string)$/;
    const found: string[] = [];
    for (const { address, body } of resources(stack)) {
      if (isPublic.test(address)) continue;
      walk(body, (key, value) => {
        if (secret.test(key) && typeof value === "string" && !value.startsWith("${")) found.push(`${address}.${key}`);
      });
    }
    expect(found).toEqual([]);
    expect(JSON.stringify(stack)).not.toMatch(/AKIA[A-Z0-9]{16}|-----BEGIN|ghp_\w{20}/);
  });

  test("every reference leads to a resource, data source or variable of the same stack", () => {
    const known = new Set([
      ...resources(stack).map(({ address }) => address),
      ...Object.entries(stack.data ?? {}).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `data.${type}.${name}`),
      ),
      ...Object.keys(stack.variable ?? {}).map((name) => `var.${name}`),
    ]);
    const text = JSON.stringify({ ...stack, "//": undefined });
    const reference = /\b(?:(?:data\.)?(?:aws|google|azurerm|kubernetes|helm|terraform)_\w+\.[\w-]+|var\.\w+)/g;
    const found = [...text.matchAll(reference)].map(([address]) => address);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((address) => !known.has(address))).toEqual([]);
  });

  test("no basic role is granted, and no role is granted to everyone", () => {
    const basic = /^roles\/(owner|editor|viewer|admin|writer|reader)$|^(Owner|Contributor|User Access Administrator)$/;
    for (const { address, type, body } of resources(stack)) {
      if (!/_iam_(member|binding)$|^azurerm_role_assignment$/.test(type)) continue;
      const { role, role_definition_name, member, members = [member] } = body as Body;
      expect({ address, role: role ?? role_definition_name }).not.toEqual({
        address,
        role: expect.stringMatching(basic),
      });
      expect(JSON.stringify(members)).not.toMatch(/allUsers|allAuthenticatedUsers/);
    }
    expect(Object.keys(stack.resource).filter((type) => type.endsWith("_iam_policy"))).toEqual(
      Object.keys(stack.resource).filter((type) => type === "aws_iam_policy"),
    );
  });

  test("everything carries the tags of its system, environment and stack", () => {
    const tags = ["System", "Environment", "Stack", "DataClass", "ManagedBy"];
    for (const provider of (stack.provider.aws ?? []) as Body[]) {
      expect(Object.keys(provider.default_tags[0].tags)).toEqual(expect.arrayContaining(tags));
    }
    for (const provider of (stack.provider.google ?? []) as Body[]) {
      if (!provider.default_labels) continue;
      expect(Object.keys(provider.default_labels)).toEqual(
        expect.arrayContaining(["system", "environment", "stack", "data_class", "managed_by"]),
      );
    }
    const untagged = resources(stack)
      .filter(({ type, body }) => takesTags(type) && !tags.every((tag) => tag in ((body.tags as Body) ?? {})))
      .map(({ address }) => address);
    expect(untagged).toEqual([]);
  });
});

const protectedIds = examples.stacks.map(({ id }) => id).filter((id) => exampleSettings(id).protected);

describe("a protected environment", () => {
  test("production is a protected environment", () => {
    expect(protectedIds).toEqual(
      expect.arrayContaining(["account-prod", "aws-prod", "account-prod-dr", "aws-prod-dr", "gcp-prod", "azure-prod"]),
    );
  });

  const keepsData = [...aws.keepsData, ...events.keepsData, ...google.keepsData, ...azure.keepsData];

  test.each(protectedIds)("%s keeps its data", async (id) => {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, must, holds } of keepsData) {
      const offenders = resources(stack, type).filter(({ body }) => !holds(body));
      expect(offenders.map(({ address }) => `${address} must ${must}`)).toEqual([]);
    }
  });

  test("production's database has 30 days of backups, and a copy in another region (document 002)", async () => {
    const stack = (await all()).get("aws-prod") as StackJson;
    expect(resources(stack, "aws_db_instance")[0]?.body).toMatchObject({ backup_retention_period: 30, multi_az: true });
    expect(resources(stack, "aws_db_instance_automated_backups_replication")).toHaveLength(1);
  });
});

test("production on Google and Azure has 30 days of backups, and a copy that survives the loss of a region (document 002)", async () => {
  const body = async (id: string, type: string): Promise<Body> =>
    resources((await all()).get(id) as StackJson, type).map((resource) => resource.body);
  const [primary, replica] = await body("gcp-prod", "google_sql_database_instance");
  expect(primary.settings.backup_configuration.backup_retention_settings.retained_backups).toBe(30);
  expect(replica.region).not.toBe(primary.region);
  expect(await body("azure-prod", "azurerm_postgresql_flexible_server")).toEqual([
    expect.objectContaining({ backup_retention_days: 30, geo_redundant_backup_enabled: true }),
  ]);
});

test("a lock keeps Azure's stores of a protected environment from being deleted by hand", async () => {
  for (const id of protectedIds.filter((it) => it.startsWith("azure-"))) {
    const stack = (await all()).get(id) as StackJson;
    const scopes = resources(stack, "azurerm_management_lock").map(({ body }) => String(body.scope));
    const stores = ["azurerm_storage_account", "azurerm_postgresql_flexible_server"].flatMap((type) =>
      resources(stack, type).map(({ address }) => address),
    );
    expect(stores.filter((address) => !scopes.some((scope) => scope.includes(address)))).toEqual([]);
    expect(stores).not.toEqual([]);
  }
});

test("a namespace denies what it does not allow", async () => {
  for (const { id } of examples.stacks.filter(({ platform }) => platform === "kubernetes")) {
    const policies = resources((await all()).get(id) as StackJson, "kubernetes_network_policy_v1").map(
      ({ body }: Body) => body.spec,
    );
    expect(policies).toContainEqual({ pod_selector: {}, policy_types: ["Ingress", "Egress"] });
  }
});

/** Types whose names need to be unique only within their parent resource. */
const namedWithinOthers = ["aws_apigatewayv2_authorizer", "aws_iam_role_policy", "aws_lambda_alias"];

test("no two stacks of an environment share a name or an address range", async () => {
  const owners = new Map<string, string>();
  for (const { id, environment } of examples.stacks) {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, body } of resources(stack)) {
      const name = body.name ?? body.bucket ?? body.identifier ?? body.cidr_block;
      if (typeof name !== "string" || name.includes("${") || namedWithinOthers.includes(type)) continue;
      // A DNS name may have one record of each type.
      // What is in a cluster is unique there.
      const cluster = type.startsWith("aws_") ? "" : JSON.stringify(stack.provider.helm ?? "");
      const key = `${environment} ${cluster} ${type} ${body.type ?? ""} ${name} ${body.provider ?? ""} ${type.startsWith("azurerm_") ? parents(body) : ""}`;
      expect([key, owners.get(key)]).toEqual([key, undefined]);
      owners.set(key, id);
    }
  }
});

/** References to the parents of an Azure resource, within which most names must be unique. */
function parents(body: Body): string {
  const references = Object.entries(body).filter(
    ([key, value]) => /(_id|_name|^scope)$/.test(key) && String(value).startsWith("${"),
  );
  return references.map(([, value]) => value).join(" ");
}

let stacks: Promise<Map<string, StackJson>> | undefined;

function all(): Promise<Map<string, StackJson>> {
  stacks ??= synthesizeAll();
  return stacks;
}

const taggable = new Map<string, boolean>();

/** Whether an Azure resource can have tags. Azure's provider has no default tags. */
function takesTags(type: string): boolean {
  if (!type.startsWith("azurerm_")) return false;
  const known = taggable.get(type);
  if (known !== undefined) return known;
  const name = type.slice("azurerm_".length).replaceAll("_", "-");
  const binding = require(`@cdktf/provider-azurerm/lib/${name}`) as Record<string, Body>;
  const takes = Object.values(binding).some(({ tfResourceType, prototype }) => {
    return tfResourceType === type && "tagsInput" in prototype;
  });
  taggable.set(type, takes);
  return takes;
}

/** The statements of each policy of one type. */
function statementsOf(stack: StackJson, type: string): PolicyStatement[][] {
  return resources(stack, type).map(({ body }) => {
    const [, id = ""] = /aws_iam_policy_document\.([\w-]+)\.json/.exec(String(body.policy)) ?? [];
    return stack.data?.aws_iam_policy_document?.[id]?.statement as PolicyStatement[];
  });
}

const refusesPlainHttp = (statements: readonly PolicyStatement[]) =>
  statements.some(
    ({ effect, condition: [only, ...others] = [] }) =>
      effect === "Deny" &&
      others.length === 0 &&
      only?.variable === "aws:SecureTransport" &&
      only.values.includes("false"),
  );

/** The name of a role of the stack, from a reference to it. */
function nameOf(stack: StackJson, role: unknown): string {
  const [, id = ""] = /aws_iam_role\.([\w-]+)\.arn/.exec(String(role)) ?? [];
  return String(stack.resource.aws_iam_role?.[id]?.name);
}

/** The statements of each policy document. */
function documents(stack: StackJson): PolicyStatement[][] {
  return Object.values(stack.data?.aws_iam_policy_document ?? {}).map(
    ({ statement }) => statement as PolicyStatement[],
  );
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    visit(key, child);
    walk(child, visit);
  }
}
