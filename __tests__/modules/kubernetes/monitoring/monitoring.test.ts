import { Testing } from "cdktf";
import { Monitoring, type MonitoringProps } from "../../../../modules/kubernetes/monitoring/monitoring";
import type { AlertName, Rule } from "../../../../modules/kubernetes/monitoring/monitoring-rules";
import { names, namespace } from "../containers/workload-fixture";
import { valuesIn } from "../platform/release-values";
import { alerts, services } from "./monitoring-fixture";

const smtp = {
  host: "smtp.example.com:587",
  from: "alerts@example.com",
  username: "alerts",
  passwordSecret: { name: "api-keys", key: "smtp_password" },
};

const synth = (props: Partial<MonitoringProps> = {}) =>
  Testing.synthScope((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      namespace,
      services,
      alerts,
      emails: { critical: [], warning: [] },
      ...props,
    });
  });

const rules = (props: Partial<MonitoringProps> = {}): Rule[] => valuesIn(synth(props)).rules;
const rulesNamed = (alert: string, props: Partial<MonitoringProps> = {}) =>
  rules(props).filter((rule) => rule.alert === alert);

describe("Monitoring", () => {
  test("the services are scraped by their names", () => {
    expect(valuesIn(synth())).toMatchObject({ services: ["ai-prism-api", "ai-prism-worker"], instance: "prod" });
  });

  test("every alert has a rule with its severity, the namespace that routes it, and what to do", () => {
    expect(new Set(rules().map(({ alert }) => alert)).size).toBe(Object.keys(alerts).length);
    for (const rule of rules()) {
      expect(rule.labels).toEqual({
        severity: expect.stringMatching(/^(critical|warning)$/),
        namespace: "ai-prism-prod",
        service: expect.any(String),
      });
      // Not by $labels: what is summed up has none.
      expect(rule.annotations.summary).toContain(`(${rule.labels.service}: {{ $value | humanize }})`);
      expect(rule.annotations.description.length).toBeGreaterThan(60);
    }
  });

  test.each<[AlertName, string, RegExp]>([
    ["api_down", "ApiDown", / < 1$/],
    ["database_connections", "DatabaseConnectionsRefused", / >= 5$/],
    ["disk_free", "DiskNearlyFull", / < 10$/],
    ["memory", "MemoryNearlyUsedUp", / > 85$/],
    ["latency_p95", "HighLatency", / > 500$/],
    ["error_rate", "HighErrorRate", / > 1$/],
    ["test_failures", "TestFailures", / > 20$/],
    ["cpu", "CpuNearlyUsedUp", / > 80$/],
  ])("%s is compared with its threshold, and can be switched off", (name, alert, comparison) => {
    expect(rulesNamed(alert)[0].expr).toMatch(comparison);
    expect(rulesNamed(alert)[0].labels.severity).toBe(alerts[name].severity);
    expect(rulesNamed(alert, { alerts: { ...alerts, [name]: { ...alerts[name], enabled: false } } })).toEqual([]);
  });

  test("the error rate is the share of all requests of the whole time, so that it counts at once", () => {
    const [rule] = rulesNamed("HighErrorRate");
    expect(rule.for).toBe("0s");
    expect(rule.expr).toBe(
      '100 * (sum(rate(http_requests_total{namespace="ai-prism-prod", status=~"5.."}[300s])) or vector(0))' +
        ' / (sum(rate(http_requests_total{namespace="ai-prism-prod"}[300s])) > 0) > 1',
    );
  });

  test("the p95 of the response time must last", () => {
    const [rule] = rulesNamed("HighLatency");
    expect(rule.for).toBe("300s");
    expect(rule.expr).toContain("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{");
  });

  test("an API without a Deployment is down, too", () => {
    expect(rulesNamed("ApiDown")[0].expr).toContain("or vector(0)");
  });

  test("memory and CPU are watched for each service, with the pods that Flagger makes of it", () => {
    expect(rulesNamed("CpuNearlyUsedUp").map(({ labels }) => labels.service)).toEqual(["api", "worker"]);
    const [, worker] = rulesNamed("MemoryNearlyUsedUp");
    expect(worker.expr).toContain('pod=~"ai-prism-worker(-primary)?-[0-9a-z]+-[0-9a-z]+"');
  });

  test("addresses are told through the mail server, whose password is a reference", () => {
    const emails = { critical: ["oncall@example.com"], warning: ["team@example.com"] };
    expect(valuesIn(synth({ emails, smtp }))).toMatchObject({ emails, smtp });
  });
});
