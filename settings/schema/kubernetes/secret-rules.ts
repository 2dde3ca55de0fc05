import type * as z from "zod";
import { under } from "../../path";
import type { Rule } from "../../rule";
import { rule, workloads } from "../rules";
import { isGuest } from "./guest";
import type { kubernetes } from "./schema";

type Kubernetes = z.infer<typeof kubernetes>;

/** Rules of the Secrets in the namespace, and of what refers to them. */
export const secretRules: Rule[] = [
  rule<Kubernetes>(["application"], function* (settings) {
    for (const [path, workload] of workloads(settings)) {
      for (const [name, reference] of Object.entries(workload.secrets)) {
        if (!/^[a-z0-9.-]+\/[\w.-]+$/.test(reference)) {
          yield {
            path: under(`${path}.secrets`, name),
            expected: "a secret of the namespace and its key, such as api-keys/openai",
            found: "something else (hidden)",
          };
        }
      }
    }
  }),
  rule<Kubernetes>(["application", "secrets"], function* (settings) {
    const { store, api_keys } = settings.secrets;
    const known = store === "none" ? [] : Object.keys(api_keys);
    for (const [path, workload] of workloads(settings)) {
      for (const [name, reference] of Object.entries(workload.secrets)) {
        const [secret, key = ""] = reference.split("/");
        if (secret !== "api-keys" || store === "none" || known.includes(key)) continue;
        yield {
          path: under(`${path}.secrets`, name),
          problem: "the Secret `api-keys` has no such entry, and no pod would start",
          expected: `an entry of secrets.api_keys (${known.join(", ") || "there is none"})`,
          found: "something else (hidden)",
        };
      }
    }
  }),
  rule<Kubernetes>(["cluster", "secrets", "database", "system"], function* (settings) {
    const { cluster, secrets, database } = settings;
    if ((cluster.kind !== "eks" || isGuest(settings)) && secrets.store === "aws") {
      for (const key of ["role_arn", ...(database ? (["database_secret"] as const) : [])] as const) {
        if (!secrets[key])
          yield {
            path: `secrets.${key}`,
            expected: `a value, because the cluster is ${cluster.kind === "eks" ? "another system's" : "not on EKS"}`,
            found: "nothing",
          };
      }
    }
    if (secrets.database_secret !== undefined && !database) {
      yield { path: "secrets.database_secret", expected: "none without the block `database`", found: "a secret" };
    }
    if ((secrets.store === "vault") !== Boolean(secrets.vault)) {
      yield { path: "secrets.vault", expected: 'vault and store = "vault" together, or neither', found: secrets.store };
    }
  }),
  rule<Kubernetes>(["cluster", "cache", "system"], function* (settings) {
    if (isGuest(settings) && settings.cache) {
      yield {
        path: "cache",
        problem: "the cluster is another system's, whose cache has users of its own alone",
        expected: "none, and the address of a cache in `application.environment`",
        found: "a cache",
      };
    }
  }),
];
