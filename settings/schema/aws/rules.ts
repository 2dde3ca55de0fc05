import type * as z from "zod";
import { under } from "../../path";
import type { Rule } from "../../rule";
import { deployRule } from "../aws-shared/deploy-rule";
import { containerEndpoints, endpointFindings, imageFindings } from "../aws-shared/endpoint-rules";
import { databaseNameRule } from "../naming/database-names";
import { reservedComponents } from "../naming/reserved-components";
import { type ReleaseAbilities, releaseRules } from "../release/rules";
import { atMost, routedPaths } from "../route-rules";
import { rule, workloads } from "../rules";
import { certificateNames, collectorPorts, componentNameRule, flagsRule, portRule } from "../workload-rules";
import { databaseRule } from "./database-rule";
import { fargateSizeProblem } from "./fargate";
import { healthRule } from "./health-rule";
import type { aws } from "./schema";

type Aws = z.infer<typeof aws>;

/** Of a task definition's 64 KiB ("Amazon ECS service quotas"), 8 are left for the rest: images, ports, logs, the trace collector. */
const longestTexts = 56 * 1024;

/** What a stack on ECS can do in a release. */
export function awsAbilities({ service }: Aws): ReleaseAbilities {
  if (service.blue_green) return {};
  return {
    undivided: "without service.blue_green there is no second service to divide requests with",
    untested: "without service.blue_green there is no new side to test alone",
  };
}

/** Rules of AWS's services. */
export const awsRules: Rule[] = [
  databaseNameRule("aws"),
  componentNameRule(reservedComponents.aws),
  flagsRule(4096, "Parameter Store"),
  portRule<Aws>(["service.tracing"], ({ service }) => collectorPorts(service.tracing, 2000)),
  healthRule,
  // 100 rules for each load balancer, of which the application has one ("Quotas for your Application Load Balancers").
  rule<Aws>(["application.components"], (settings) => atMost(routedPaths(settings), 99, "paths for one load balancer")),
  rule<Aws>(["network", "application", "service", "database"], function* (settings) {
    const { network, service } = settings;
    const all = workloads(settings).map(([, workload]) => workload);
    yield* endpointFindings(network, {
      ...containerEndpoints,
      ...(readsSecrets(settings) && { secretsmanager: "the database's password and other secrets" }),
      ssm: "feature flags and parameters",
      ...(service.tracing.enabled && { xray: "X-Ray" }),
      ...(all.some((one) => "queue" in one && one.queue) && { sqs: "queues" }),
      ...(all.some(({ targets }) => Object.keys(targets.custom).length > 0) && { monitoring: "CloudWatch's metrics" }),
    });
    const collector = service.tracing.enabled ? service.tracing.collector_image : undefined;
    yield* imageFindings(network, settings, { "service.tracing.collector_image": collector });
  }),
  rule<Aws>(["load_balancer"], ({ load_balancer: lb }) =>
    certificateNames("load_balancer.domain", lb.domain, lb.certificate_arn),
  ),
  rule<Aws>(["application"], function* (settings) {
    for (const [path, { cpu, memory_mib }] of workloads(settings)) {
      const expected = fargateSizeProblem(cpu, memory_mib);
      if (expected)
        yield {
          path: `${path}.memory_mib`,
          problem: "not a size that Fargate runs",
          expected,
          found: `${cpu} vCPU with ${memory_mib} MiB`,
        };
    }
  }),
  rule<Aws>(["application"], function* (settings) {
    for (const [path, { environment, secrets, command = [] }] of workloads(settings)) {
      const bytes = Buffer.byteLength(JSON.stringify([environment, secrets, command]));
      if (bytes > longestTexts) {
        yield {
          path: `${path}.environment`,
          problem: "too long",
          expected: `at most ${longestTexts} bytes as JSON, with secrets and command (ECS: 64 KiB for a task definition)`,
          found: String(bytes),
        };
      }
    }
  }),
  rule<Aws>(["application.secrets"], function* ({ application }) {
    for (const [name, reference] of Object.entries(application.secrets)) {
      if (!/^arn:aws:(secretsmanager|ssm):/.test(reference)) {
        yield {
          path: under("application.secrets", name),
          expected: "the ARN of a Secrets Manager secret or an SSM parameter",
          found: "something else (hidden)",
        };
      }
    }
  }),
  rule<Aws>(["service", "application.replicas"], function* ({ service, application }) {
    if (service.spot && service.spot.on_demand_base > application.replicas.max) {
      yield {
        path: "service.spot.on_demand_base",
        expected: `at most replicas.max (${application.replicas.max})`,
        found: String(service.spot.on_demand_base),
      };
    }
    for (const [name, { min, max }] of Object.entries(service.scheduled_scaling)) {
      if (min > max)
        yield { path: `service.scheduled_scaling.${name}.min`, expected: `at most max (${max})`, found: String(min) };
    }
  }),
  databaseRule,
  deployRule,
  releaseRules<Aws>(["service.blue_green"], awsAbilities),
  rule<Aws>(["artifacts"], function* ({ artifacts }) {
    if (Boolean(artifacts.replica_bucket_arn) !== Boolean(artifacts.replica_key_arn)) {
      yield { path: "artifacts", expected: "replica_bucket_arn and replica_key_arn together", found: "one of them" };
    }
  }),
];

/** Whether tasks start with values of Secrets Manager: the database's password, a variable's secret, the sign-in to a registry. */
function readsSecrets(settings: Aws): boolean {
  const references = workloads(settings).flatMap(([, { secrets }]) => Object.values(secrets));
  return (
    settings.database !== undefined ||
    settings.service.registry_credentials_arn !== undefined ||
    references.some((reference) => reference.startsWith("arn:aws:secretsmanager:"))
  );
}
