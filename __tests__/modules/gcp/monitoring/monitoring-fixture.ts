import { Testing } from "cdktf";
import type { Alerts } from "../../../../modules/gcp/monitoring/alarms";
import { Monitoring, type MonitoringProps } from "../../../../modules/gcp/monitoring/monitoring";
import { names } from "../fixtures";

/** The thresholds of documents 002 and 003. */
export const alerts: Alerts = {
  api_down: { threshold: 1, forSeconds: 300, severity: "critical" },
  database_connections: { threshold: 5, forSeconds: 300, severity: "critical" },
  disk_free: { threshold: 10, forSeconds: 300, severity: "critical" },
  memory: { threshold: 85, forSeconds: 300, severity: "critical" },
  latency_p95: { threshold: 500, forSeconds: 300, severity: "warning" },
  test_failures: { threshold: 20, forSeconds: 600, severity: "warning" },
  cpu: { threshold: 80, forSeconds: 300, severity: "warning" },
  error_rate: { threshold: 1, forSeconds: 300, severity: "critical" },
};

/** A stack with nothing but the monitoring of a service, a worker and their database. */
export function synthMonitoring(props: Partial<MonitoringProps> = {}): string {
  return Testing.synthScope((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      emails: { critical: ["on-call@example.com"], warning: ["team@example.com"] },
      alerts,
      services: { api: "api" },
      workers: { worker: "worker" },
      loadBalancer: { urlMapName: "front" },
      database: { instanceName: "main" },
      ...props,
    });
  });
}
