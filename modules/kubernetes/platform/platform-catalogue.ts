import { controllers } from "./platform-controllers";
import { delivery } from "./platform-delivery";
import { logsAndTraces } from "./platform-logs-traces";
import { nodes } from "./platform-nodes";
import { prometheusAdapter, prometheusStack } from "./platform-prometheus";
import type { PlatformService, PlatformServiceName } from "./platform-service";

/** Every service, in the order of installation. */
export const platformCatalogue: Readonly<Record<PlatformServiceName, PlatformService>> = {
  "kube-prometheus-stack": prometheusStack,
  "prometheus-adapter": prometheusAdapter,
  ...delivery,
  ...controllers,
  ...nodes,
  ...logsAndTraces,
};
