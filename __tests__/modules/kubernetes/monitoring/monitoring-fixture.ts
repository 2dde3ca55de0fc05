import type { Alert, AlertSettings } from "../../../../modules/alerts";

export const services = { api: "ai-prism-api", worker: "ai-prism-worker" };

const alert = (threshold: number, severity: Alert["severity"]): Alert => ({ threshold, forSeconds: 300, severity });

/** The thresholds of documents 002 and 003. */
export const alerts: AlertSettings = {
  api_down: alert(1, "critical"),
  database_connections: alert(5, "critical"),
  disk_free: alert(10, "critical"),
  memory: alert(85, "critical"),
  latency_p95: alert(500, "warning"),
  error_rate: alert(1, "critical"),
  test_failures: alert(20, "warning"),
  cpu: alert(80, "warning"),
};
