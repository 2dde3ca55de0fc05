import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ContainerServiceProps } from "../../../../modules/aws/containers/container-service";
import type { Synthesized } from "../../../synthesized";
import { network } from "../fixtures";
import { connections, container, makeService, queue, route } from "./container-fixture";

const blueGreen = {
  live: "blue",
  nextImage: "ghcr.io/example/api:2",
  nextPercent: 10,
  liveMinimum: 2,
  nextMinimum: 2,
  probe: "",
};

describe("ContainerService", () => {
  test("a service is private, spread over zones, open to ECS Exec, and leaves its size to autoscaling", () => {
    expect(makeService()).toHaveResourceWithProperties(EcsService, {
      name: "test-execution-prod-api",
      desired_count: 2,
      network_configuration: expect.objectContaining({
        subnets: network.privateSubnetIds,
        assign_public_ip: false,
      }),
      availability_zone_rebalancing: "ENABLED",
      enable_execute_command: true,
      propagate_tags: "SERVICE",
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  test("a failing deployment is rolled back, by the circuit breaker and by alarms on its own target group", () => {
    const stack = makeService({ route });
    const [service] = stack.all(EcsService);
    expect(service.deployment_circuit_breaker).toEqual({ enable: true, rollback: true });
    expect(service.alarms).toMatchObject({ enable: true, rollback: true });
    expect(service.alarms.alarm_names).toHaveLength(2);
    // 300 s to start, and two more periods, before an unhealthy replica counts.
    expect(stack).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "test-execution-prod-api-rollback-unhealthy",
      metric_name: "UnHealthyHostCount",
      evaluation_periods: 7,
    });
    expect(stack).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "test-execution-prod-api-rollback-errors",
      treat_missing_data: "notBreaching",
    });
  });

  test("above the on-demand base, the given share of replicas runs on Spot", () => {
    const strategy = (stack: Synthesized) => stack.all(EcsService)[0].capacity_provider_strategy;
    expect(strategy(makeService({ spot: { onDemandBase: 2, spotShare: 30 } }))).toEqual([
      { capacity_provider: "FARGATE", base: 2, weight: 70 },
      { capacity_provider: "FARGATE_SPOT", base: 0, weight: 30 },
    ]);
    expect(strategy(makeService())).toEqual([{ capacity_provider: "FARGATE", base: 0, weight: 100 }]);
  });

  test("requests reach the ready path's healthy replicas, and the service waits for its rule", () => {
    const stack = makeService({ route });
    expect(stack).toHaveResourceWithProperties(LbTargetGroup, {
      name: "test-execution-prod-api",
      target_type: "ip",
      deregistration_delay: "30",
      health_check: expect.objectContaining({ path: "/health/ready", interval: 30, unhealthy_threshold: 3 }),
    });
    expect(stack).toHaveResourceWithProperties(LbListenerRule, {
      listener_arn: "arn:listener",
      priority: 100,
      condition: [{ path_pattern: { values: ["/*"] } }],
    });
    const [service] = stack.all(EcsService);
    expect(service.depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener_rule\./),
      // Tasks that lack a right would fail, and ECS would give the first deployment up.
      expect.stringMatching(/^aws_iam_role_policy\..*roles_execution_policy/),
      expect.stringMatching(/^aws_iam_role_policy\..*roles_task_policy/),
    ]);
    expect(service.health_check_grace_period_seconds).toBe(300);
  });

  test("a changed port leaves the target group as it is", () => {
    const [before] = makeService({ route }).all(LbTargetGroup);
    const [after] = makeService({ route, container: { ...container, port: 9000 } }).all(LbTargetGroup);
    expect(after).toEqual(before);
  });

  test("a worker without a route has no target group and takes no connection", () => {
    const stack = makeService({ consumes: queue });
    expect(stack).not.toHaveResource(LbTargetGroup);
    expect(stack).not.toHaveResource(VpcSecurityGroupIngressRule);
    const [service] = stack.all(EcsService);
    expect(service).not.toHaveProperty("load_balancer");
    expect(service).not.toHaveProperty("alarms");
  });

  test("a route needs health probes", () => {
    expect(() => makeService({ route, container: { ...container, health: undefined } })).toThrow(
      'service "api": expected container.health with a route, found none',
    );
  });

  test("the service reaches its stores and HTTPS, and only the load balancer reaches it", () => {
    const stack = makeService({ ...connections, route });
    const rules = (type: typeof VpcSecurityGroupEgressRule | typeof VpcSecurityGroupIngressRule) =>
      stack
        .all(type)
        .filter(({ security_group_id: id }) => id.startsWith("${"))
        .map((rule) => [rule.to_port, rule.cidr_ipv4 ?? rule.referenced_security_group_id]);
    expect(rules(VpcSecurityGroupEgressRule)).toEqual(
      expect.arrayContaining([
        [443, "0.0.0.0/0"],
        [5432, "sg-database"],
        [6379, "sg-cache"],
        [2049, "sg-files"],
      ]),
    );
    expect(rules(VpcSecurityGroupEgressRule)).toHaveLength(4);
    expect(rules(VpcSecurityGroupIngressRule)).toEqual([[8000, "sg-balancer"]]);
  });

  test("the service has a name in the namespace that resolves to its healthy tasks", () => {
    const stack = makeService();
    expect(stack).toHaveResourceWithProperties(ServiceDiscoveryService, {
      name: "api",
      dns_config: expect.objectContaining({ dns_records: [{ type: "A", ttl: 10 }] }),
    });
    expect(stack.all(EcsService)[0].service_registries.registry_arn).toMatch(/^\$\{aws_service_discovery_service\./);
  });
});

describe("blue/green", () => {
  test("each side has a target group, and requests are divided without stickiness", () => {
    const stack = makeService({ route, blueGreen });
    const [{ action }] = stack.all(LbListenerRule);
    expect(action[0].forward.target_group.map(({ arn }: { arn: string }) => arn)).toEqual([
      expect.stringContaining("routing_blue"),
      expect.stringContaining("routing_green"),
    ]);
    expect(action[0].forward).not.toHaveProperty("stickiness");
  });

  test("green joins and leaves without a change to what the blue service is", () => {
    const blue = (stack: Synthesized) => {
      const { aws_ecs_service, aws_lb_target_group, aws_ecs_task_definition } = stack.json.resource;
      const all = { ...aws_ecs_service, ...aws_lb_target_group, ...aws_ecs_task_definition };
      const ofBlue = Object.entries<object>(all).filter(([id]) => id.includes("blue"));
      // Values that are expressions with two sides; sides.test.ts has what they come to.
      return Object.fromEntries(
        ofBlue.map(([id, body]) => [id, { ...body, container_definitions: undefined, desired_count: undefined }]),
      );
    };
    const alone = blue(makeService({ route }));
    expect(Object.keys(alone)).toHaveLength(3);
    expect(blue(makeService({ route, blueGreen }))).toEqual(alone);
  });
});

describe("ServiceAutoscaling", () => {
  const policies = (stack: Synthesized) =>
    stack.all(AppautoscalingPolicy).map((policy) => policy.target_tracking_scaling_policy_configuration);

  test("between its limits a service holds CPU and memory, out after one minute and in after five", () => {
    const stack = makeService();
    expect(stack).toHaveResourceWithProperties(AppautoscalingTarget, { min_capacity: 2, max_capacity: 10 });
    expect(policies(stack)).toEqual(
      [
        ["ECSServiceAverageCPUUtilization", 70],
        ["ECSServiceAverageMemoryUtilization", 80],
      ].map(([type, target]) => ({
        predefined_metric_specification: { predefined_metric_type: type },
        target_value: target,
        scale_out_cooldown: 60,
        scale_in_cooldown: 300,
      })),
    );
  });

  test("requests per replica are counted on the service's own target group", () => {
    const stack = makeService({
      route,
      targets: { cpuPercent: 70, memoryPercent: 80, requestsPerReplica: 1000 },
    });
    expect(policies(stack)).toContainEqual(
      expect.objectContaining({
        target_value: 1000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: expect.stringMatching(/^app\/balancer\/1\/\$\{aws_lb_target_group\./),
        },
      }),
    );
  });

  test("a metric that its collector publishes scales it under the collector's dimension, another without one", () => {
    const target = { metric: "active_requests", target: 10 };
    const custom = { own: { ...target, namespace: "shop" }, other: { ...target, namespace: "elsewhere" } };
    const scaled = { targets: { cpuPercent: 70, memoryPercent: 80, custom }, metricNamespace: "shop" };
    const dimensions = (tracing?: ContainerServiceProps["tracing"]) =>
      policies(makeService({ ...scaled, tracing })).flatMap(({ customized_metric_specification: it }) =>
        it?.metric_name === "active_requests" ? [[it.namespace, it.dimensions]] : [],
      );
    expect(dimensions({ samplingPercent: 5, collectorImage: "collector:1" })).toEqual([
      ["elsewhere", undefined],
      ["shop", [{ name: "application", value: "test-execution-prod" }]],
    ]);
    expect(dimensions()).toEqual([
      ["elsewhere", undefined],
      ["shop", undefined],
    ]);
  });

  test("a metric of the application's own scales it", () => {
    const custom = { pool: { namespace: "test-execution", metric: "PoolUsage", target: 60 } };
    expect(policies(makeService({ targets: { cpuPercent: 70, memoryPercent: 80, custom } }))).toContainEqual(
      expect.objectContaining({
        target_value: 60,
        customized_metric_specification: expect.objectContaining({ metric_name: "PoolUsage", statistic: "Average" }),
      }),
    );
  });

  test("a worker scales on the messages that wait for each replica", () => {
    const [{ metrics: backlog }] = policies(makeService({ consumes: queue })).flatMap(
      ({ customized_metric_specification: metric }) => metric ?? [],
    );
    expect(backlog[0].metric_stat.metric).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: [{ name: "QueueName", value: "jobs" }],
    });
    expect(backlog.filter(({ return_data }: { return_data: boolean }) => return_data)).toEqual([
      { id: "backlog", expression: "visible / IF(running > 0, running, 1)", return_data: true },
    ]);
  });

  test("once schedules set the limits, no plan sets them back", () => {
    const stack = makeService({
      scheduledScaling: { night: { schedule: "cron(0 22 * * ? *)", timezone: "Etc/UTC", min: 1, max: 2 } },
    });
    expect(stack).toHaveResourceWithProperties(AppautoscalingScheduledAction, {
      schedule: "cron(0 22 * * ? *)",
      timezone: "Etc/UTC",
      scalable_target_action: { min_capacity: "1", max_capacity: "2" },
    });
    expect(stack.all(AppautoscalingTarget)[0].lifecycle.ignore_changes).toEqual(["min_capacity", "max_capacity"]);
    expect(makeService().all(AppautoscalingTarget)[0]).not.toHaveProperty("lifecycle");
  });
});
