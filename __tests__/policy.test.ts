import { loadSettings } from "../settings/load";
import { allStacks } from "../stacks/registry";
import { resources, root, type StackJson, synthesizeAll } from "./stacks/synthesized";

/** What holds for every resource of every stack of every environment. */

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

interface Rule {
  readonly type: string;
  readonly must: string;
  readonly holds: (body: Body) => boolean;
}

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
];

const exposure: Rule[] = [
  { type: "aws_db_instance", must: "be private", holds: ({ publicly_accessible }) => publicly_accessible === false },
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
];

const tls: Rule[] = [
  {
    type: "aws_lb_listener",
    must: "speak TLS 1.2 or newer, or redirect",
    holds: ({ protocol, ssl_policy, default_action: [action] }) =>
      protocol === "HTTPS" ? /TLS13/.test(ssl_policy) : action.redirect.protocol === "HTTPS",
  },
  {
    type: "aws_db_parameter_group",
    must: "force TLS",
    holds: ({ parameter }) => parameter.some(({ name, value }: Body) => name === "rds.force_ssl" && value === "1"),
  },
];

/** Where a service knows no finer resource than `*`. */
const unscopedActions = [
  /^ecr:GetAuthorizationToken$/,
  /^kms:ListAliases$/,
  /^xray:/, // X-Ray has no resources.
  /^ssmmessages:/, // The channels of ECS Exec have no ARN.
  /^cloudwatch:PutMetricData$/, // Scoped by the namespace condition.
  /^ecs:(Deregister|Describe|Register)TaskDefinition$/,
];

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

  test("whatever is reached is reached over TLS", () => check(tls));

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
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
    const unscoped = statements
      .filter(({ resources: on, principals }) => on?.includes("*") && !principals)
      .flatMap(({ actions }) => actions)
      .filter((action) => !unscopedActions.some((allowed) => allowed.test(action)));
    expect(unscoped).toEqual([]);
  });

  test("no secret stands in the JSON", () => {
    const secret = /(password|secret_string|auth_token|private_key|secret_key)$/;
    const found: string[] = [];
    walk(stack, (key, value) => {
      if (secret.test(key) && typeof value === "string" && !value.startsWith("${")) found.push(key);
    });
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
    const found = [...text.matchAll(/\b(?:data\.aws_\w+\.[\w-]+|(?<!data\.)aws_\w+\.[\w-]+|var\.\w+)/g)].map(
      ([address]) => address,
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((address) => !known.has(address))).toEqual([]);
  });

  test("everything carries the tags that say whose it is", () => {
    for (const provider of stack.provider.aws as Body[]) {
      expect(Object.keys(provider.default_tags[0].tags)).toEqual(
        expect.arrayContaining(["System", "Environment", "Stack", "DataClass", "ManagedBy"]),
      );
    }
  });
});

const protectedIds = allStacks(root)
  .filter(({ platform, environment }) => loadSettings(platform, environment, { root }).settings.protected)
  .map(({ id }) => id);

describe("a protected environment", () => {
  test("production is one", () => {
    expect(protectedIds).toEqual(
      expect.arrayContaining(["account-prod", "aws-prod", "account-prod-dr", "aws-prod-dr"]),
    );
  });

  const keepsData: Rule[] = [
    {
      type: "aws_db_instance",
      must: "refuse deletion",
      holds: (b) => b.deletion_protection && b.skip_final_snapshot === false && b.multi_az,
    },
    { type: "aws_dynamodb_table", must: "refuse deletion", holds: (b) => b.deletion_protection_enabled },
    { type: "aws_lb", must: "refuse deletion", holds: (b) => b.enable_deletion_protection },
    { type: "aws_s3_bucket", must: "refuse deletion with objects in it", holds: (b) => !b.force_destroy },
    { type: "aws_kms_key", must: "wait 30 days", holds: (b) => b.deletion_window_in_days === 30 },
  ];

  test.each(protectedIds)("%s keeps its data", async (id) => {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, must, holds } of keepsData) {
      const offenders = resources(stack, type).filter(({ body }) => !holds(body));
      expect(offenders.map(({ address }) => `${address} must ${must}`)).toEqual([]);
    }
  });

  test("production's database has 30 days of backups, and a copy in another region (seed 002)", async () => {
    const stack = (await all()).get("aws-prod") as StackJson;
    expect(resources(stack, "aws_db_instance")[0]?.body).toMatchObject({ backup_retention_period: 30, multi_az: true });
    expect(resources(stack, "aws_db_instance_automated_backups_replication")).toHaveLength(1);
  });
});

test("no two stacks of an environment have a name or an address range in common", async () => {
  const owners = new Map<string, string>();
  for (const { id, environment } of allStacks(root)) {
    const stack = (await all()).get(id) as StackJson;
    for (const { type, body } of resources(stack)) {
      const name = body.name ?? body.bucket ?? body.identifier ?? body.cidr_block;
      if (typeof name !== "string" || name.includes("${") || type === "aws_iam_role_policy") continue;
      const key = `${environment} ${type} ${name} ${body.provider ?? ""}`;
      expect([key, owners.get(key)]).toEqual([key, undefined]);
      owners.set(key, id);
    }
  }
});

let stacks: Promise<Map<string, StackJson>> | undefined;

function all(): Promise<Map<string, StackJson>> {
  stacks ??= synthesizeAll();
  return stacks;
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
