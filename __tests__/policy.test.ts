import { loadSettings } from "../settings/load";
import { allStacks } from "../stacks/registry";
import * as events from "./policy/aws-events";
import * as azure from "./policy/azure";
import * as delivery from "./policy/delivery";
import * as google from "./policy/google";
import { Permissions } from "./policy/permissions";
import type { Body, Rule } from "./policy/rule";
import { resources, root, type StackJson, synthesizeAll } from "./stacks/synthesized";

/** What holds for every resource of every stack of every environment. */

const encryption: Rule[] = [
  { type: "aws_backup_vault", must: "have a KMS key", holds: ({ kms_key_arn }) => kms_key_arn },
  { type: "aws_cloudtrail", must: "have a KMS key", holds: ({ kms_key_id }) => kms_key_id },
  { type: "aws_cloudwatch_log_group", must: "have a KMS key", holds: ({ kms_key_id }) => kms_key_id },
  {
    type: "aws_db_instance",
    must: "encrypt its storage",
    holds: ({ storage_encrypted, kms_key_id }) => storage_encrypted && kms_key_id,
  },
  {
    type: "aws_rds_cluster",
    must: "encrypt its storage",
    holds: ({ storage_encrypted, kms_key_id }) => storage_encrypted && kms_key_id,
  },
  {
    type: "aws_eks_cluster",
    must: "encrypt its secrets",
    holds: ({ encryption_config: e }) => e.resources.includes("secrets") && e.provider.key_arn,
  },
  {
    type: "aws_launch_template",
    must: "encrypt its disks",
    holds: ({ block_device_mappings: disks }) =>
      disks.every(({ ebs }: Body) => `${ebs.encrypted}` === "true" && ebs.kms_key_id),
  },
  {
    type: "aws_dynamodb_table",
    must: "have a KMS key",
    holds: ({ server_side_encryption: sse }) => sse.enabled && sse.kms_key_arn,
  },
  {
    type: "aws_ecr_repository",
    must: "have a KMS key",
    holds: ({ encryption_configuration: [e] }) => e.encryption_type === "KMS",
  },
  {
    type: "aws_efs_file_system",
    must: "have a KMS key",
    holds: ({ encrypted, kms_key_id }) => encrypted && kms_key_id,
  },
  {
    type: "aws_elasticache_replication_group",
    must: "encrypt at rest and in transit",
    holds: ({ at_rest_encryption_enabled, transit_encryption_enabled, kms_key_id }) =>
      `${at_rest_encryption_enabled}` === "true" && transit_encryption_enabled && kms_key_id,
  },
  { type: "aws_kms_key", must: "rotate", holds: ({ enable_key_rotation }) => enable_key_rotation },
  { type: "aws_sns_topic", must: "have a KMS key", holds: ({ kms_master_key_id }) => kms_master_key_id },
  { type: "aws_sqs_queue", must: "have a KMS key", holds: ({ kms_master_key_id }) => kms_master_key_id },
  ...events.encryption,
  ...google.encryption,
  ...azure.encryption,
];

const exposure: Rule[] = [
  { type: "aws_db_instance", must: "be private", holds: ({ publicly_accessible }) => publicly_accessible === false },
  {
    type: "aws_rds_cluster_instance",
    must: "be private",
    holds: ({ publicly_accessible }) => publicly_accessible === false,
  },
  {
    type: "aws_eks_cluster",
    must: "be reached from inside, and from outside by named ranges only",
    holds: ({ vpc_config: v }) =>
      v.endpoint_private_access && (!v.endpoint_public_access || !v.public_access_cidrs.includes("0.0.0.0/0")),
  },
  {
    type: "aws_launch_template",
    must: "give credentials to nobody but the node",
    holds: ({ metadata_options: m }) => m.http_tokens === "required" && m.http_put_response_hop_limit === 1,
  },
  {
    type: "aws_default_security_group",
    must: "have no rule",
    holds: ({ ingress, egress }) => ingress.length + egress.length === 0,
  },
  {
    type: "aws_ecs_service",
    must: "have no public address",
    holds: ({ network_configuration: n }) => n.assign_public_ip === false,
  },
  {
    type: "aws_s3_bucket_public_access_block",
    must: "block all",
    holds: ({ block_public_acls: a, block_public_policy: b, ignore_public_acls: c, restrict_public_buckets: d }) =>
      a && b && c && d,
  },
  {
    type: "aws_subnet",
    must: "give no public address",
    holds: ({ map_public_ip_on_launch }) => map_public_ip_on_launch === false,
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    must: "admit the internet to ports 80 and 443 only",
    holds: ({ cidr_ipv4, from_port }) => cidr_ipv4 !== "0.0.0.0/0" || [80, 443].includes(from_port),
  },
  ...delivery.exposure,
  ...events.exposure,
  ...google.exposure,
  ...azure.exposure,
];

const tls: Rule[] = [
  {
    type: "aws_lb_listener",
    must: "speak TLS 1.2 or newer, or redirect",
    holds: ({ protocol, ssl_policy, default_action: [action] }) =>
      protocol === "HTTPS" ? /TLS13/.test(ssl_policy) : action.redirect.protocol === "HTTPS",
  },
  {
    type: "aws_rds_cluster_parameter_group",
    must: "force TLS",
    holds: ({ parameter }) => parameter.some(({ name, value }: Body) => name === "rds.force_ssl" && value === "1"),
  },
  {
    type: "aws_db_parameter_group",
    must: "force TLS",
    holds: ({ parameter }) => parameter.some(({ name, value }: Body) => name === "rds.force_ssl" && value === "1"),
  },
  ...delivery.tls,
  ...google.tls,
  ...azure.tls,
];

const pods: Rule[] = [
  {
    type: "kubernetes_deployment_v1",
    must: "run without rights on its node or on the cluster",
    holds: ({ spec }) => {
      const { security_context: pod, container, automount_service_account_token: token } = spec.template.spec;
      return (
        token === false &&
        pod.run_as_non_root &&
        pod.seccomp_profile.type === "RuntimeDefault" &&
        container.every(
          ({ security_context: own }: Body) =>
            own.read_only_root_filesystem &&
            own.allow_privilege_escalation === false &&
            own.capabilities.drop.includes("ALL"),
        )
      );
    },
  },
  {
    type: "kubernetes_namespace_v1",
    must: "say which pods it admits",
    holds: ({ metadata }) => metadata.labels["pod-security.kubernetes.io/enforce"],
  },
  {
    type: "kubernetes_role_v1",
    must: "name what it allows",
    holds: ({ rule }) =>
      rule.every(({ api_groups, resources: on, verbs }: Body) => ![...api_groups, ...on, ...verbs].includes("*")),
  },
  { type: "kubernetes_service_v1", must: "be inside the cluster", holds: ({ spec }) => spec.type === "ClusterIP" },
  { type: "helm_release", must: "be pinned", holds: ({ version, chart }) => version || chart.startsWith("assets/") },
];

/** Where a service knows no finer resource than `*`. */
const unscopedActions = [
  /^ecr:GetAuthorizationToken$/,
  /^kms:ListAliases$/,
  /^xray:/, // X-Ray has no resources.
  /^ssmmessages:/, // The channels of ECS Exec have no ARN.
  /^cloudwatch:PutMetricData$/, // Scoped by the namespace condition.
  /^ecs:(Deregister|Describe|Register)TaskDefinition$/,
  // What the controllers of a cluster and the builds in a network look up; none of these takes a resource.
  /^ec2:Describe(DhcpOptions|InstanceTypes|LaunchTemplateVersions|NetworkInterfaces|SecurityGroups|Subnets|Vpcs)$/,
  /^autoscaling:Describe(AutoScalingGroups|AutoScalingInstances|ScalingActivities)$/,
  /^elasticloadbalancing:DescribeTarget(Groups|Health)$/,
  /^route53:ListHostedZones$/,
  // Lambda makes the interfaces of functions in a network with their role, which their code is denied.
  /^ec2:((Create|Delete|Describe)NetworkInterfaces?|DescribeSubnets|(Assign|Unassign)PrivateIpAddresses)$/,
  /^dynamodb:ListStreams$/,
];

/** Feature flags lie where Google keeps secrets, because it has no other store for what is read at run time. */
const isPublic = /^google_secret_manager_secret_version\.configuration_feature_flags-/;

describe.each(allStacks(root))("$id", ({ id }) => {
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

  test("everything that stores is encrypted", () => check(encryption));

  test("nothing but the load balancer is public", () => check(exposure));

  test("pods have no right that they do not need, and nothing is installed unpinned", () => check(pods));

  test("whatever is reached is reached over TLS", () => check(tls));

  test("what fails is seen, and nothing is lost by it", () => check(events.failures));

  test("every queue is reached over TLS only", () => {
    const guarded = resources(stack, "aws_sqs_queue_policy").map(({ body }) => body.queue_url);
    const queues = resources(stack, "aws_sqs_queue").map(({ address }) => `\${${address}.url}`);
    expect(guarded.sort()).toEqual(queues.sort());
    expect(statementsOf(stack, "aws_sqs_queue_policy").every(refusesPlainHttp)).toBe(true);
  });

  test("no function may change what it is made of, nor who may do what", () => {
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

  test("a function may write the log of its own, and of no other", () => {
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
    const policies = documents(stack).filter((statements) =>
      JSON.stringify(statements).includes("aws:SecureTransport"),
    );
    expect(policies.length).toBeGreaterThanOrEqual(resources(stack, "aws_s3_bucket").length);
  });

  test("no statement allows every action, nor any resource where the service knows better", () => {
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

  test("no secret stands in the JSON", () => {
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

  test("every reference leads to something of the same stack", () => {
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

  test("nobody has a role for everything, and no role is everybody's", () => {
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

  test("everything carries the tags that say whose it is", () => {
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

const protectedIds = allStacks(root)
  .filter(({ platform, environment }) => loadSettings(platform, environment, { root }).settings.protected)
  .map(({ id }) => id);

describe("a protected environment", () => {
  test("production is one", () => {
    expect(protectedIds).toEqual(
      expect.arrayContaining(["account-prod", "aws-prod", "account-prod-dr", "aws-prod-dr", "gcp-prod", "azure-prod"]),
    );
  });

  const keepsData: Rule[] = [
    {
      type: "aws_db_instance",
      must: "refuse deletion",
      holds: (b) => b.deletion_protection && b.skip_final_snapshot === false && b.multi_az,
    },
    {
      type: "aws_rds_cluster",
      must: "refuse deletion",
      holds: (b) => b.deletion_protection && b.skip_final_snapshot === false,
    },
    { type: "aws_eks_cluster", must: "refuse deletion", holds: (b) => b.lifecycle.prevent_destroy },
    { type: "aws_dynamodb_table", must: "refuse deletion", holds: (b) => b.deletion_protection_enabled },
    { type: "aws_lb", must: "refuse deletion", holds: (b) => b.enable_deletion_protection },
    { type: "aws_s3_bucket", must: "refuse deletion with objects in it", holds: (b) => !b.force_destroy },
    { type: "aws_kms_key", must: "wait 30 days", holds: (b) => b.deletion_window_in_days === 30 },
    ...events.keepsData,
    ...google.keepsData,
    ...azure.keepsData,
  ];

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

test("production on Google and Azure has 30 days of backups, and what leaves it when a region is lost (document 002)", async () => {
  const body = async (id: string, type: string): Promise<Body> =>
    resources((await all()).get(id) as StackJson, type).map((resource) => resource.body);
  const [primary, replica] = await body("gcp-prod", "google_sql_database_instance");
  expect(primary.settings.backup_configuration.backup_retention_settings.retained_backups).toBe(30);
  expect(replica.region).not.toBe(primary.region);
  expect(await body("azure-prod", "azurerm_postgresql_flexible_server")).toEqual([
    expect.objectContaining({ backup_retention_days: 30, geo_redundant_backup_enabled: true }),
  ]);
});

test("nobody deletes Azure's stores of a protected environment by hand", async () => {
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
  for (const { id } of allStacks(root).filter(({ platform }) => platform === "kubernetes")) {
    const policies = resources((await all()).get(id) as StackJson, "kubernetes_network_policy_v1").map(
      ({ body }: Body) => body.spec,
    );
    expect(policies).toContainEqual({ pod_selector: {}, policy_types: ["Ingress", "Egress"] });
  }
});

/** Their names need to be unique only within what they belong to. */
const namedWithinOthers = ["aws_apigatewayv2_authorizer", "aws_iam_role_policy", "aws_lambda_alias"];

test("no two stacks of an environment have a name or an address range in common", async () => {
  const owners = new Map<string, string>();
  for (const { id, environment } of allStacks(root)) {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, body } of resources(stack)) {
      const name = body.name ?? body.bucket ?? body.identifier ?? body.cidr_block;
      if (typeof name !== "string" || name.includes("${") || namedWithinOthers.includes(type)) continue;
      // A name in the DNS has a record of each type.
      const key = `${environment} ${type} ${body.type ?? ""} ${name} ${body.provider ?? ""} ${type.startsWith("azurerm_") ? parents(body) : ""}`;
      expect([key, owners.get(key)]).toEqual([key, undefined]);
      owners.set(key, id);
    }
  }
});

/** What an Azure resource belongs to: most names there are unique within it only. */
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

/** Whether a resource of Azure can have tags, which its provider has no defaults for. */
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
function statementsOf(stack: StackJson, type: string): StatementJson[][] {
  return resources(stack, type).map(({ body }) => {
    const [, id = ""] = /aws_iam_policy_document\.([\w-]+)\.json/.exec(String(body.policy)) ?? [];
    return stack.data?.aws_iam_policy_document?.[id]?.statement as StatementJson[];
  });
}

const refusesPlainHttp = (statements: readonly StatementJson[]) =>
  statements.some(({ effect, ...it }) => effect === "Deny" && JSON.stringify(it).includes("aws:SecureTransport"));

/** The name of a role of the stack, from a reference to it. */
function nameOf(stack: StackJson, role: unknown): string {
  const [, id = ""] = /aws_iam_role\.([\w-]+)\.arn/.exec(String(role)) ?? [];
  return String(stack.resource.aws_iam_role?.[id]?.name);
}

interface StatementJson {
  readonly effect?: string;
  readonly actions: string[];
  readonly resources?: string[];
  readonly principals?: unknown[];
}

/** The statements of each policy document. */
function documents(stack: StackJson): StatementJson[][] {
  return Object.values(stack.data?.aws_iam_policy_document ?? {}).map(({ statement }) => statement as StatementJson[]);
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    visit(key, child);
    walk(child, visit);
  }
}
