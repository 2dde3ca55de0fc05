import type { AlertName } from "../../../../modules/alerts";
import { Monitoring, type MonitoringProps } from "../../../../modules/kubernetes/monitoring/monitoring";
import type { PrometheusAlert } from "../../../../modules/kubernetes/monitoring/prometheus-alerts";
import { synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { business, failedTests } from "../../business-fixture";
import { releaseValues } from "../charts/release-values";
import { names, namespace } from "../containers/service-fixture";
import { services } from "./monitoring-fixture";

const smtp = {
  host: "smtp.example.com:587",
  from: "alerts@example.com",
  username: "alerts",
  passwordSecret: { name: "api-keys", key: "smtp_password" },
};

const values = (props: Partial<MonitoringProps> = {}) =>
  releaseValues(
    synthesized((scope) => {
      new Monitoring(scope, "monitoring", {
        names,
        namespace,
        services,
        alerts,
        business,
        emails: { critical: [], warning: [] },
        ...props,
      });
    }),
  );

const rules = (props: Partial<MonitoringProps> = {}): PrometheusAlert[] => values(props).rules;
/** The patterns of pods in a query, each once. */
const podsIn = (query: string) => [...new Set([...query.matchAll(/pod=~"([^"]+)"/g)].map(([, pods]) => pods))];
const rulesNamed = (alert: string, props: Partial<MonitoringProps> = {}) =>
  rules(props).filter((rule) => rule.alert === alert);

describe("Monitoring", () => {
  test("Prometheus scrapes the API by its Service, and the pods of each component, which has none", () => {
    expect(values()).toMatchObject({ services: ["ai-prism-api"], pods: ["ai-prism-worker"], instance: "prod" });
  });

  test("every alert has a rule with its severity, the namespace for its route, and what to do", () => {
    expect(new Set(rules().map(({ alert }) => alert)).size).toBe(Object.keys(alerts).length + 1);
    for (const rule of rules()) {
      expect(rule.labels).toEqual({
        severity: expect.stringMatching(/^(critical|warning)$/),
        namespace: "ai-prism-prod",
        service: expect.any(String),
      });
      // Not from $labels, which a sum does not have.
      expect(rule.annotations.summary).toMatch(/^[A-Z].+\. \(\w+: \{\{ \$value \| humanize \}\}\)$/);
      expect(rule.annotations.summary.split("(")[1]).toBe(`${rule.labels.service}: {{ $value | humanize }})`);
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
    ["cpu", "CpuNearlyUsedUp", / > 80$/],
  ])("%s compares with its threshold, and can be switched off", (name, alert, comparison) => {
    expect(rulesNamed(alert)[0].expr).toMatch(comparison);
    expect(rulesNamed(alert)[0].labels.severity).toBe(alerts[name].severity);
    expect(rulesNamed(alert, { alerts: { ...alerts, [name]: { ...alerts[name], enabled: false } } })).toEqual([]);
  });

  test("the application's own alert has its name, threshold and texts, and is there where they are", () => {
    const [rule] = rulesNamed("TestFailures");
    expect(rule.expr).toMatch(/tests_failed_total.*tests_run_total.* > 20$/);
    expect(rule.annotations.description).toBe(failedTests.remedy);
    const off = { ...business, alert: { ...failedTests, enabled: false } };
    for (const none of [off, { ...business, alert: undefined }, undefined]) {
      expect(rulesNamed("TestFailures", { business: none })).toEqual([]);
    }
  });

  test("the error rate covers the whole time, so that the alert fires at once", () => {
    const [rule] = rulesNamed("HighErrorRate");
    expect(rule.for).toBe("0s");
    expect(rule.expr).toBe(
      '100 * (sum(rate(http_requests_total{namespace="ai-prism-prod", status=~"5.."}[300s])) or vector(0))' +
        ' / (sum(rate(http_requests_total{namespace="ai-prism-prod"}[300s])) > 0) > 1',
    );
  });

  test("the p95 of the response time, in milliseconds, must last for the time of the alert", () => {
    expect(rulesNamed("HighLatency")).toMatchObject([
      {
        for: "300s",
        expr:
          "1000 * histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket" +
          '{namespace="ai-prism-prod"}[5m]))) > 500',
      },
    ]);
  });

  test("an API without a Deployment is down", () => {
    expect(rulesNamed("ApiDown")[0].expr).toBe(
      "(sum(kube_deployment_status_replicas_available" +
        '{namespace="ai-prism-prod", deployment=~"ai-prism-api(-primary)?"}) or vector(0)) < 1',
    );
  });

  test.each(["CpuNearlyUsedUp", "MemoryNearlyUsedUp"])(
    "%s watches the API and every component, with the pods that Flagger makes",
    (alert) => {
      expect(rulesNamed(alert).map(({ labels, expr }) => [labels.service, podsIn(expr)])).toEqual([
        ["api", ["ai-prism-api(-primary)?-[0-9a-z]+-[0-9a-z]+"]],
        ["worker", ["ai-prism-worker(-primary)?-[0-9a-z]+-[0-9a-z]+"]],
      ]);
    },
  );

  test("alerts are sent through the mail server, whose password is a reference", () => {
    const emails = { critical: ["oncall@example.com"], warning: ["team@example.com"] };
    expect(values({ emails, smtp })).toMatchObject({ emails, smtp });
  });
});
