import type * as z from "zod";
import type { Rule } from "../../rule";
import { deployRule } from "../aws-shared/deploy-rule";
import { containerEndpoints, endpointFindings } from "../aws-shared/endpoint-rules";
import { modelRegionRule } from "../aws-shared/model-rules";
import { databaseNameRule } from "../naming/database-names";
import { eachIdentityOnce } from "../once";
import { rule } from "../rules";
import { certificateNames, flagsRule } from "../workload-rules";
import type { awsEks } from "./schema";

type AwsEks = z.infer<typeof awsEks>;

/** Rules of EKS, its nodes and Aurora. */
export const awsEksRules: Rule[] = [
  databaseNameRule("aws"),
  flagsRule(4096, "Parameter Store"),
  deployRule,
  modelRegionRule<AwsEks>("models", ({ models }) => models),
  rule<AwsEks>(["cluster"], function* ({ cluster: { admins, access } }) {
    const entries = [
      ...Object.entries(admins).map(([name, arn]) => [`cluster.admins.${name}`, arn] as const),
      ...Object.entries(access).map(([name, { role_arn }]) => [`cluster.access.${name}.role_arn`, role_arn] as const),
    ];
    yield* eachIdentityOnce(entries, "EKS takes one entry");
  }),
  rule<AwsEks>(["node_groups"], function* ({ node_groups }) {
    for (const [name, { ami_type, instance_types }] of Object.entries(node_groups)) {
      const isArm = ami_type.includes("ARM");
      for (const type of instance_types.filter((type) => /^(a1|[a-z]+\d+g[a-z]*)\./.test(type) !== isArm)) {
        yield {
          path: `node_groups.${name}.instance_types`,
          expected: `instance types of ${isArm ? "ARM" : "x86"} (ami_type ${ami_type})`,
          found: type,
        };
      }
    }
  }),
  rule<AwsEks>(["network", "controllers"], function* ({ network, controllers }) {
    yield* endpointFindings(network, {
      ...containerEndpoints,
      ec2: "EC2, which gives pods their addresses",
      eks: "EKS, which nodes join",
      "eks-auth": "EKS Pod Identity",
      sts: "STS, which gives pods their roles",
      ...(controllers.external_secrets && { secretsmanager: "the stack's secrets" }),
      ...(controllers.load_balancer_controller && { elasticloadbalancing: "the load balancer's targets" }),
      ...(controllers.opentelemetry_collector && { xray: "X-Ray" }),
      ...(controllers.cluster_autoscaler && { autoscaling: "the groups of nodes" }),
    });
  }),
  rule<AwsEks>(["load_balancer"], ({ load_balancer: lb }) =>
    certificateNames("load_balancer.domain", lb.domain, lb.certificate_arn),
  ),
  rule<AwsEks>(["cluster", "protected"], function* ({ cluster, protected: isProtected }) {
    if (Object.keys(cluster.admins).length === 0) {
      yield { path: "cluster.admins", expected: "at least one role: no other identity can sign in", found: "none" };
    }
    for (const [name, { policy, groups, namespaces }] of Object.entries(cluster.access)) {
      const path = `cluster.access.${name}`;
      if (!policy && !groups)
        yield { path, expected: "policy, groups or both: the role could do nothing", found: "neither" };
      if (!policy && namespaces)
        yield { path, expected: "policy, which `namespaces` limits", found: "namespaces without it" };
    }
    if (isProtected && cluster.public_access_cidrs.includes("0.0.0.0/0")) {
      yield {
        path: "cluster.public_access_cidrs",
        expected: "the ranges of your own offices and pipelines where `protected` is true",
        found: "0.0.0.0/0, the whole internet",
      };
    }
  }),
  rule<AwsEks>(["node_groups"], function* ({ node_groups }) {
    for (const [name, { min, max, desired }] of Object.entries(node_groups)) {
      if (min > desired || desired > max) {
        yield {
          path: `node_groups.${name}.desired`,
          expected: `between min (${min}) and max (${max})`,
          found: String(desired),
        };
      }
    }
    const steady = Object.values(node_groups).filter(
      ({ capacity, taints, min }) => capacity === "on_demand" && Object.keys(taints).length === 0 && min > 0,
    );
    if (steady.length === 0) {
      yield {
        path: "node_groups",
        problem: "no node group for system pods",
        expected: "a group with capacity on_demand, no taints and min of at least 1",
        found: "none",
      };
    }
  }),
  rule<AwsEks>(["database"], function* ({ database }) {
    if (!database) return;
    // A major version alone means its newest minor version.
    const [major, minor = Infinity] = database.version.split(".").map(Number);
    if (major < 15 || major > 18 || (major === 15 && minor < 3)) {
      yield {
        path: "database.version",
        expected: "Aurora PostgreSQL 15.3 (document 003) to 18",
        found: database.version,
      };
    }
    if (database.high_availability && database.replicas === 0) {
      yield {
        path: "database.replicas",
        expected: "at least 1 with high_availability: a reader takes over on a failure",
        found: "0",
      };
    }
    if (database.max_replicas !== undefined && database.max_replicas < database.replicas) {
      yield {
        path: "database.max_replicas",
        expected: `at least replicas (${database.replicas})`,
        found: String(database.max_replicas),
      };
    }
    const { snapshot, cluster, time } = database.restore_from ?? {};
    if (database.restore_from && (Boolean(snapshot) === Boolean(cluster) || (time && !cluster))) {
      yield {
        path: "database.restore_from",
        expected: "either snapshot, or cluster (and optionally time)",
        found: Object.keys(database.restore_from).join(", ") || "neither",
      };
    }
  }),
  rule<AwsEks>(["cache"], function* ({ cache }) {
    if (cache && Number(cache.version.split(".")[0]) < 7) {
      yield { path: "cache.version", expected: "Redis 7.0 or newer (document 003)", found: cache.version };
    }
  }),
];
