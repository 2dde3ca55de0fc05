import { bodies, body } from "./bodies";

/** The figures of document 003 in production's cluster, as it is deployed; `terraform/kubernetes-figures.test.ts` has those of its workload. */

const id = "aws-eks-prod";

test("the network is 10.0.0.0/16 in three zones, with a NAT gateway for each and a VPN gateway", async () => {
  expect((await body(id, "aws_vpc")).cidr_block).toBe("10.0.0.0/16");
  const subnets = Object.values(await bodies(id, "aws_subnet"));
  expect(subnets.map(({ cidr_block, availability_zone }) => `${cidr_block} ${availability_zone}`).sort()).toEqual(
    ["a", "b", "c"]
      .flatMap((zone, index) => [1, 101, 201].map((first) => `10.0.${first + index}.0/24 us-east-1${zone}`))
      .sort(),
  );
  expect(Object.keys(await bodies(id, "aws_nat_gateway"))).toHaveLength(3);
  await body(id, "aws_vpn_gateway");
});

test.each([
  ["web", ["t3.medium", "t3.large"], "ON_DEMAND", [3, 6, 20]],
  ["api", ["c5.large", "c5.xlarge", "c5.2xlarge"], "SPOT", [5, 10, 50]],
  ["ai-processing", ["g4dn.xlarge", "g4dn.2xlarge"], "ON_DEMAND", [2, 5, 15]],
])("%s nodes: %j, %s, %j", async (name, instance_types, capacity_type, [min_size, desired_size, max_size]) => {
  const group = await body(id, "aws_eks_node_group", new RegExp(`^${name}-nodes_`));
  expect(group).toMatchObject({
    instance_types,
    capacity_type,
    scaling_config: { min_size, desired_size, max_size },
    labels: { tier: name },
  });
});

test("GPU nodes take only what asks for a GPU, and have 100 GiB", async () => {
  const group = await body(id, "aws_eks_node_group", /^ai-processing-/);
  expect(group.taint).toEqual([{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }]);
  const template = await body(id, "aws_launch_template", /^ai-processing-/);
  expect(template.block_device_mappings[0].ebs.volume_size).toBe(100);
});

test("Aurora PostgreSQL 15: three instances of db.r6g.large, watched every minute, backed up for 30 days from 03:00", async () => {
  expect(await body(id, "aws_rds_cluster")).toMatchObject({
    engine: "aurora-postgresql",
    engine_version: expect.stringMatching(/^15\./),
    database_name: "ai_prism",
    master_username: "postgres",
    manage_master_user_password: true,
    backup_retention_period: 30,
    preferred_backup_window: "03:00-04:00",
    preferred_maintenance_window: "sun:04:00-sun:05:00",
    final_snapshot_identifier: "ai-prism-prod-main-final-snapshot",
  });
  const instances = Object.values(await bodies(id, "aws_rds_cluster_instance"));
  expect(instances).toHaveLength(3);
  for (const instance of instances) {
    expect(instance).toMatchObject({
      instance_class: "db.r6g.large",
      monitoring_interval: 60,
      performance_insights_enabled: true,
    });
  }
});

test("Redis 7: three nodes of cache.r6g.large on port 6379, snapshots of a week from 03:00", async () => {
  expect(await body(id, "aws_elasticache_replication_group")).toMatchObject({
    engine_version: expect.stringMatching(/^7\./),
    node_type: "cache.r6g.large",
    num_cache_clusters: 3,
    port: 6379,
    automatic_failover_enabled: true,
    at_rest_encryption_enabled: "true",
    transit_encryption_enabled: true,
    snapshot_retention_limit: 7,
    snapshot_window: "03:00-05:00",
  });
});

test("the firewall allows, stops an address after 2000 requests, then knows attacks", async () => {
  const { default_action, rule, rule_json } = await body(id, "aws_wafv2_web_acl");
  expect(default_action).toEqual({ allow: {} });
  const [first, second] = rule ?? JSON.parse(rule_json);
  expect(first).toMatchObject({ priority: 1, statement: { rate_based_statement: { limit: 2000 } } });
  expect(second).toMatchObject({
    priority: 2,
    statement: { managed_rule_group_statement: { name: "AWSManagedRulesCommonRuleSet" } },
  });
});

test.each([
  ["error-rate", "1"],
  ["latency-p95", "500"],
])("%s over %s is an alert", async (alert, threshold) => {
  const alarms = await bodies(id, "aws_cloudwatch_metric_alarm", new RegExp(`^monitoring_alarms_${alert}-`));
  for (const alarm of Object.values(alarms)) expect(String(alarm.threshold)).toBe(threshold);
});
