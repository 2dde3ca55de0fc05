import type { Resource } from "../preflight/look/stack-view";
import type { Alarm } from "./alarm";
import type { StackFacts } from "./stack-facts";

/** What the chart `monitoring` is given. */
interface Values {
  readonly services: readonly string[];
  readonly pods: readonly string[];
  readonly rules: readonly {
    readonly alert: string;
    readonly expr: string;
    readonly for: string;
    readonly labels: { readonly severity: "critical" | "warning"; readonly service: string };
    readonly annotations: Readonly<Record<"summary" | "description", string>> & { readonly runbook_url?: string };
  }[];
  readonly emails: Readonly<Record<"critical" | "warning", readonly string[]>>;
  readonly smtp?: object;
}

/** The alarms of a cluster's Prometheus. */
export function prometheusAlarms(facts: StackFacts): Alarm[] {
  return facts.resources("helm_release").flatMap(({ body }) => {
    const [text] = [body["values"]].flat();
    if (!/^assets\/monitoring_/.test(String(body["chart"])) || typeof text !== "string") return [];
    const { services, pods, rules, emails, smtp }: Values = JSON.parse(text);
    return rules.flatMap(({ alert, expr, labels: { severity, service }, annotations, ...rule }) => {
      const [, ofCommand] = / Runbook: .*--alarm ([\w-]+)$/.exec(annotations.description) ?? [];
      const anchor = annotations.runbook_url?.split("#")[1] ?? ofCommand;
      if (!anchor) return [];
      const names = [...services, ...pods].filter((name) => name.endsWith(`-${service}`));
      return {
        anchor,
        name: `${alert}, service ${service}`,
        meaning: annotations.summary
          .replace(/ \([\w-]+: \{\{.*$/, "")
          .replace("{{ $labels.persistentvolumeclaim }}", "(its name is in the message)"),
        remedy: annotations.description.replace(/ Runbook: .*$/, ""),
        condition: `${/(?:<|>=?) [\d.]+$/.exec(expr)?.[0]} for ${rule.for}`,
        query: facts.named(expr),
        severity,
        recipients: smtp ? emails[severity] : [],
        concerned: (names.length > 0 ? names : services).map((name) => podsOf(name)),
      };
    });
  });
}

/** Pods have no resource of their own where Argo CD makes them. */
const podsOf = (name: string): Resource => ({ type: "pods", address: `pods.${name}`, body: { name } });
