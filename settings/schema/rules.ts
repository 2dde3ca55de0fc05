import type * as z from "zod";
import type { Finding, Rule } from "../rule";
import type { account } from "./account";
import type { aws } from "./aws";
import { fargateSizeProblem } from "./fargate";

export type Aws = z.infer<typeof aws>;
type Shared = z.infer<typeof account>;

/** A rule over settings of type S; it runs when nothing it reads is already wrong. */
export const rule = <S>(reads: string[], check: (settings: S) => Iterable<Finding>): Rule => ({
  reads,
  check: (settings) => [...check(settings as S)],
});

const workloads = ({
  application,
}: Aws): [path: string, workload: Aws["application"] | Aws["application"]["components"][string]][] => [
  ["application", application],
  ...Object.entries(application.components).map(([name, component]): [string, typeof component] => [
    `application.components.${name}`,
    component,
  ]),
];

const secretName = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|CREDENTIAL/;

/** Rules that hold on every platform. */
export const sharedRules: Rule[] = [
  rule<Shared>(["state"], function* ({ state }) {
    for (const key of ["role_arn", "use_lockfile"] as const) {
      if (state.cloud && state[key]) {
        yield { path: `state.${key}`, expected: "either state.cloud or state in a bucket", found: "both" };
      }
    }
  }),
];

/** Rules about the application, wherever it runs. */
export const applicationRules: Rule[] = [
  rule<Aws>(["application"], function* (settings) {
    for (const [path, { replicas, environment }] of workloads(settings)) {
      if (replicas.min > replicas.max) {
        yield {
          path: `${path}.replicas.min`,
          expected: `at most replicas.max (${replicas.max})`,
          found: String(replicas.min),
        };
      }
      for (const name of Object.keys(environment).filter((key) => secretName.test(key))) {
        yield {
          path: `${path}.environment.${name}`,
          expected: "a secret by reference, under `secrets`",
          found: "a plain value (hidden)",
        };
      }
    }
  }),
  rule<Aws>(["application.health"], function* ({ application }) {
    for (const [name, probe] of Object.entries(application.health)) {
      if (probe.timeout_seconds >= probe.interval_seconds) {
        yield {
          path: `application.health.${name}.timeout_seconds`,
          expected: `less than interval_seconds (${probe.interval_seconds})`,
          found: String(probe.timeout_seconds),
        };
      }
    }
  }),
  rule<Aws>(["database"], function* ({ database }) {
    const { storage_gib, max_storage_gib } = database;
    if (max_storage_gib !== undefined && max_storage_gib <= storage_gib) {
      yield {
        path: "database.max_storage_gib",
        expected: `more than storage_gib (${storage_gib})`,
        found: String(max_storage_gib),
      };
    }
  }),
  rule<Aws>(["protected", "database.protected"], function* (settings) {
    if (settings.protected && !settings.database.protected) {
      yield { path: "database.protected", expected: "true where `protected` is", found: "false" };
    }
  }),
  rule<Aws>(["protected", "notifications"], function* (settings) {
    if (settings.protected && settings.notifications.critical.length === 0) {
      yield {
        path: "notifications.critical",
        expected: "at least one address where `protected` is true",
        found: "none",
      };
    }
  }),
];

const supportedPostgres = ["14", "15", "16", "17"];

/** Rules of AWS's services. */
export const awsRules: Rule[] = [
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
  rule<Aws>(["application.secrets"], function* ({ application }) {
    for (const [name, reference] of Object.entries(application.secrets)) {
      if (!/^arn:aws:(secretsmanager|ssm):/.test(reference)) {
        yield {
          path: `application.secrets.${name}`,
          expected: "the ARN of a Secrets Manager secret or an SSM parameter",
          found: "something else (hidden)",
        };
      }
    }
  }),
  rule<Aws>(["network", "region"], function* ({ network, region }) {
    const [address = "", prefix] = network.cidr.split("/");
    if (Number(prefix) < 16 || Number(prefix) > 24) {
      yield {
        path: "network.cidr",
        expected: "a range from /16 to /24 (VPC limit, and room for nine subnets)",
        found: network.cidr,
      };
    }
    const bits = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
    if (bits % 2 ** (32 - Number(prefix)) !== 0) {
      yield { path: "network.cidr", expected: "the first address of the range", found: network.cidr };
    }
    if (network.zones.length < network.zone_count) {
      yield {
        path: "network.zones",
        expected: `at least zone_count (${network.zone_count}) zones`,
        found: String(network.zones.length),
      };
    }
    for (const zone of network.zones.filter((name) => !name.startsWith(region))) {
      yield { path: "network.zones", expected: `zones of ${region}`, found: zone };
    }
    const pull = ["ecr.api", "ecr.dkr", "logs"] as const;
    const missing = pull.filter((name) => !network.interface_endpoints.includes(name));
    if (network.nat_gateways === "none" && !network.existing && missing.length > 0) {
      yield {
        path: "network.nat_gateways",
        problem: "no way out for images and logs",
        expected: `a NAT gateway, or interface_endpoints with ${missing.join(", ")}`,
        found: "none",
      };
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
  rule<Aws>(["database", "region"], function* ({ database, region }) {
    if (!supportedPostgres.includes(database.version.split(".")[0] ?? "")) {
      yield {
        path: "database.version",
        expected: `PostgreSQL ${supportedPostgres.join(", ")} on RDS`,
        found: database.version,
      };
    }
    if (database.replicas > 0 && !database.rotation_lambda_arn) {
      yield {
        path: "database.replicas",
        problem: "RDS refuses read replicas of an instance whose password it manages",
        expected: "rotation_lambda_arn beside replicas, or no replicas",
        found: `${database.replicas} replicas`,
      };
    }
    if (database.backup_region === region) {
      yield { path: "database.backup_region", expected: `another region than ${region}`, found: region };
    }
    const [, , , restoreRegion] = database.restore_from?.split(":") ?? [];
    if (database.restore_from?.startsWith("arn:") && restoreRegion !== region) {
      yield {
        path: "database.restore_from",
        expected: `a backup in ${region}: RDS restores none from afar`,
        found: String(restoreRegion),
      };
    }
  }),
  rule<Aws>(["deploy", "state"], function* ({ deploy, state }) {
    if (deploy && state.cloud) {
      yield {
        path: "deploy",
        expected: "state in a bucket: runs of HCP Terraform bring their own role",
        found: "state.cloud",
      };
    }
  }),
  rule<Aws>(["artifacts"], function* ({ artifacts }) {
    if (Boolean(artifacts.replica_bucket_arn) !== Boolean(artifacts.replica_key_arn)) {
      yield { path: "artifacts", expected: "replica_bucket_arn and replica_key_arn together", found: "one of them" };
    }
  }),
];
