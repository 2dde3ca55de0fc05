import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule, workloads } from "../rules";
import { fargateSizeProblem } from "./fargate";
import type { aws } from "./schema";

type Aws = z.infer<typeof aws>;

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
        expected: "rotation_lambda_arn together with replicas, or no replicas",
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
        expected: `a backup in ${region}: RDS restores from its own region only`,
        found: String(restoreRegion),
      };
    }
  }),
  rule<Aws>(["deploy", "state"], function* ({ deploy, state }) {
    if (deploy && state.cloud) {
      yield {
        path: "deploy",
        expected: "state in a bucket: HCP Terraform's runs use a role of their own",
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
