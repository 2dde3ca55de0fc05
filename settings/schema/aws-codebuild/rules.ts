import type * as z from "zod";
import { under } from "../../path";
import type { Finding, Rule } from "../../rule";
import { deployRule } from "../aws-shared/deploy-rule";
import { endpointFindings } from "../aws-shared/endpoint-rules";
import { type ReleaseAbilities, releaseRules } from "../release/rules";
import { isSecretVariable, rule } from "../rules";
import { flagsRule } from "../workload-rules";
import type { awsCodebuild } from "./schema";

type Settings = z.infer<typeof awsCodebuild>;
type Project = Settings["projects"][string];

const each = ({ projects }: Pick<Settings, "projects">) =>
  Object.entries(projects).map(([key, project]): [string, Project] => [`projects.${key}`, project]);

/** Which keys of `source` say where each kind of source is; the first one must be there. */
const sourceKeys = {
  NO_SOURCE: ["buildspec"],
  S3: ["key", "buildspec"],
  GITHUB: ["repository", "buildspec", "revision", "connection_arn"],
};

/** What the functions can do in a release. */
export const awsCodebuildAbilities: ReleaseAbilities = {
  undivided: "its functions run on a schedule or are called by people, and switch whole",
  unchecked: "its functions answer no path",
};

/** Rules of the CodeBuild Worker. */
export const awsCodebuildRules: Rule[] = [
  flagsRule(4096, "Parameter Store"),
  deployRule,
  rule<Settings>(["network", "projects"], function* ({ network, projects }) {
    if (!network.enabled) return;
    yield* endpointFindings(network, { logs: "CloudWatch Logs", secretsmanager: "the secrets of builds" });
    for (const [path, { source }] of each({ projects })) {
      if (network.nat_gateways !== "none" || network.existing || source.type === "S3") continue;
      yield {
        path: `${path}.source.type`,
        problem: "no way to GitHub without NAT",
        expected: "S3, or a NAT gateway",
        found: source.type,
      };
    }
  }),
  rule<Settings>(["projects"], function* (settings) {
    for (const [path, { environment, parameters, secrets }] of each(settings)) {
      for (const [kind, names] of Object.entries({ environment, parameters, secrets })) {
        for (const name of Object.keys(names).filter((name) => !/^[A-Za-z_]\w*$/.test(name))) {
          yield {
            path: under(`${path}.${kind}`, name),
            expected: "letters, digits and _: a shell reads it",
            found: name,
          };
        }
      }
    }
  }),
  rule<Settings>(["projects"], function* (settings) {
    for (const [path, { source }] of each(settings)) {
      const keys = sourceKeys[source.type];
      const [needed = ""] = keys;
      if (!(needed in source)) {
        yield { path: `${path}.source.${needed}`, expected: `a value where type is ${source.type}`, found: "none" };
      }
      for (const key of Object.keys(source).filter((it) => it !== "type" && !keys.includes(it))) {
        yield { path: `${path}.source.${key}`, expected: `nothing where type is ${source.type}`, found: "a value" };
      }
    }
  }),
  rule<Settings>(["projects"], function* (settings) {
    for (const [path, project] of each(settings)) {
      yield* variableFindings(path, project);
      if (project.architecture === "arm64" && ["XLARGE", "2XLARGE"].includes(project.compute)) {
        yield { path: `${path}.compute`, expected: "SMALL, MEDIUM or LARGE on arm64", found: project.compute };
      }
    }
  }),
  rule<Settings>(["projects", "region"], function* ({ projects, region }) {
    for (const [path, { secrets }] of each({ projects })) {
      for (const [name, reference] of Object.entries(secrets)) {
        const [, , , found] = reference.split(":");
        if (reference.startsWith("arn:") && found !== region) {
          yield { path: under(`${path}.secrets`, name), expected: `a secret of ${region}`, found: String(found) };
        }
      }
    }
  }),
  rule<Settings>(["poller", "projects"], function* ({ poller, projects }) {
    if (poller.github && !Object.hasOwn(projects, poller.github.project)) {
      yield {
        path: "poller.github.project",
        expected: `one of ${Object.keys(projects).join(", ")}`,
        found: poller.github.project,
      };
    }
  }),
  releaseRules<Settings>([], () => awsCodebuildAbilities),
  rule<Settings>(["logs"], function* ({ logs }) {
    if (logs.archive_days !== undefined && logs.archive_days >= logs.expire_days) {
      yield {
        path: "logs.archive_days",
        expected: `less than expire_days (${logs.expire_days})`,
        found: String(logs.archive_days),
      };
    }
  }),
];

function* variableFindings(path: string, project: Project): Iterable<Finding> {
  const kinds = ["environment", "parameters", "secrets"] as const;
  const seen = new Set<string>();
  for (const kind of kinds) {
    for (const [name, value] of Object.entries(project[kind])) {
      const at = under(`${path}.${kind}`, name);
      if (seen.has(name)) yield { path: at, expected: "each variable in one place", found: "two" };
      if (/^(CODEBUILD|WORK_ITEM)_/.test(name)) {
        yield { path: at, expected: "a name that neither CodeBuild nor a work item sets", found: name };
      }
      if (kind === "environment" && isSecretVariable(name, value)) {
        yield { path: at, expected: "a secret by reference, under `secrets`", found: "a plain value (hidden)" };
      }
      if (name === "IMAGE_REPOSITORY" && project.registry) {
        yield { path: at, expected: "a name that `registry` does not set", found: name };
      }
      seen.add(name);
    }
  }
}
