import type * as z from "zod";
import { under } from "../../path";
import type { Rule } from "../../rule";
import { overlaps } from "../cidr";
import { federationRule } from "../federation";
import { databaseNameRule } from "../naming/database-names";
import { reservedComponents } from "../naming/reserved-components";
import { rule, workloads } from "../rules";
import { collectorPorts, componentNameRule, flagsRule, portRule } from "../workload-rules";
import { imageRule } from "./image-rule";
import { azureLimits } from "./limits";
import { providerLimits } from "./provider-limits";
import type { azure } from "./schema";
import { containerAppSizeProblem, containerGroupSizeProblem } from "./sizes";

type Azure = z.infer<typeof azure>;

/** Ranges that a Key Vault refuses as rules: private networks ("Configure Azure Key Vault networking settings", IP firewall). */
const reservedRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Names that Container Instances take ("Naming rules and restrictions"). */
const groupVariable = /^[A-Za-z0-9]([A-Za-z0-9_]{0,61}[A-Za-z0-9])?$/;
const appSecret = /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/;

/** Rules of Azure's services. */
export const azureRules: Rule[] = [
  databaseNameRule("azure"),
  componentNameRule(reservedComponents.azure),
  flagsRule(10_000, "App Configuration"),
  portRule<Azure>(["service.tracing"], ({ service }) => collectorPorts(service.tracing)),
  rule<Azure>(["application", "service.platform"], function* (settings) {
    const isApps = settings.service.platform === "container_apps";
    for (const [path, { environment, secrets }] of workloads(settings)) {
      const all = [
        ...Object.keys(environment).map((name) => ["environment", name] as const),
        ...Object.keys(secrets).map((name) => ["secrets", name] as const),
      ];
      for (const [index, [kind, name]] of all.entries()) {
        const at = under(`${path}.${kind}`, name);
        // A secret of Container Apps is named after its variable: small letters, digits and single hyphens.
        const form = !isApps ? groupVariable : kind === "secrets" ? appSecret : undefined;
        if (form && !form.test(name)) {
          const user = isApps ? "a secret of Container Apps" : "a variable of Container Instances";
          yield { path: at, expected: `${user}: letters, digits and _ between them`, found: name };
        }
        const same = all
          .slice(0, index)
          .find(([other, it]) => it.toLowerCase() === name.toLowerCase() && (!isApps || other === kind));
        if (same && same[1] !== name && (!isApps || kind === "secrets")) {
          yield { path: at, expected: `one variable: ${same[1]} differs in case only`, found: name };
        }
      }
    }
  }),
  rule<Azure>(["application", "service.platform", "service.entrypoint"], function* (settings) {
    const { platform, entrypoint } = settings.service;
    for (const [path, { command }] of workloads(settings)) {
      if (platform === "container_apps" || !command || entrypoint) continue;
      yield {
        path: `${path}.command`,
        problem: "Container Instances replace the image's ENTRYPOINT too",
        expected: "azure.service.entrypoint: the image's own, or [] where it has none",
        found: "none",
      };
    }
  }),
  rule<Azure>(["application", "service.platform", "service.vault_addresses"], function* (settings) {
    const { platform, vault_addresses: reads } = settings.service;
    for (const [path, { secrets }] of workloads(settings)) {
      const names = Object.keys(secrets);
      if (platform === "container_apps" || names.length === 0 || reads) continue;
      yield {
        path: `${path}.secrets`,
        problem: "Container Instances would keep the values in the state",
        expected:
          'azure.service.platform = "container_apps", or azure.service.vault_addresses = true and an application that reads the secret at <NAME>_URI',
        found: names.join(", "),
      };
    }
  }),
  rule<Azure>(["application", "service"], function* (settings) {
    const { platform, tracing } = settings.service;
    const problem = platform === "container_apps" ? containerAppSizeProblem : containerGroupSizeProblem;
    for (const [path, workload] of workloads(settings)) {
      const expected = problem(workload, tracing.enabled);
      if (expected) {
        yield {
          path: `${path}.memory_mib`,
          problem: `not a size that ${platform.replace("_", " ")} run`,
          expected,
          found: `${workload.cpu} vCPU with ${workload.memory_mib} MiB`,
        };
      }
      for (const [name, reference] of Object.entries(workload.secrets)) {
        if (!/^[A-Za-z0-9-]+(\/[0-9a-f]{32})?$/.test(reference)) {
          yield {
            path: under(`${path}.secrets`, name),
            expected: "the name of a secret in the stack's Key Vault, optionally with /<version>",
            found: "something else (hidden)",
          };
        }
      }
      if (platform === "container_apps" && Object.keys(workload.targets.custom).length > 0) {
        yield {
          path: `${path}.targets.custom`,
          problem: "Container Apps cannot scale by a metric of the application",
          expected: "none",
          found: Object.keys(workload.targets.custom).join(", "),
        };
      }
      if (workload.replicas.min === 0 && platform === "container_instances") {
        yield { path: `${path}.replicas.min`, expected: "at least 1: container groups do not scale", found: "0" };
      }
    }
  }),
  rule<Azure>(["service"], function* ({ service }) {
    const isApps = service.platform === "container_apps";
    const only = (path: string, platform: string) => ({
      path: `service.${path}`,
      expected: `platform = "${platform}"`,
      found: service.platform,
    });
    if (isApps && service.blue_green) yield only("blue_green", "container_instances");
    if (isApps && service.vault_addresses) yield only("vault_addresses", "container_instances");
    if (!isApps && Object.keys(service.tasks).length > 0) yield only("tasks", "container_apps");
    if (!isApps && service.registry_credentials) yield only("registry_credentials", "container_apps");
  }),
  rule<Azure>(["load_balancer"], function* ({ load_balancer: { domain, dns_zone } }) {
    if (dns_zone && domain !== dns_zone.name && !domain.endsWith(`.${dns_zone.name}`)) {
      yield { path: "load_balancer.dns_zone.name", expected: `a zone that ${domain} ends with`, found: dns_zone.name };
    }
  }),
  rule<Azure>(["load_balancer.self_signed", "vault"], function* ({ load_balancer: { self_signed }, vault }) {
    if (self_signed && vault.allowed_cidrs.length === 0) {
      yield {
        path: "vault.allowed_cidrs",
        problem: "Terraform writes the first certificate into a vault that it cannot reach",
        expected:
          "the public address ranges from which you deploy, or load_balancer.self_signed = false and a certificate that is imported from inside the network",
        found: "none",
      };
    }
    for (const range of vault.allowed_cidrs.filter((it) => reservedRanges.some((one) => overlaps(one, it)))) {
      yield { path: "vault.allowed_cidrs", expected: "public address ranges, as the internet sees them", found: range };
    }
  }),
  imageRule,
  rule<Azure>(["deploy", "pipelines", "state"], federationRule),
  ...azureLimits,
  ...providerLimits,
];
