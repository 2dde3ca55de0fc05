import type * as z from "zod";
import { checks, rule } from "../rules";
import type { aws } from "./schema";

type Aws = z.infer<typeof aws>;

/**
 * What the load balancer takes of each readiness check, and ECS of the application's liveness check (Elastic Load Balancing API
 * reference, "CreateTargetGroup"; ECS API reference, "HealthCheck").
 */
export const healthRule = rule<Aws>(["application", "service.health_command"], function* (settings) {
  for (const [at, health] of checks(settings)) {
    const isApplication = at === "application.health";
    const withCommand = isApplication && settings.service.health_command;
    const probes = [["ready", 5, 2] as const, ...(withCommand ? [["live", 5, 2] as const] : [])];
    for (const [name, interval, timeout] of probes) {
      const { interval_seconds, timeout_seconds, failures } = health[name];
      const [user, longest] = name === "ready" ? ["load balancer", 120] : ["ECS", 60];
      const path = `${at}.${name}`;
      if (interval_seconds < interval) {
        yield { path: `${path}.interval_seconds`, expected: `5 to 300 (${user})`, found: String(interval_seconds) };
      }
      if (timeout_seconds < timeout || timeout_seconds > longest) {
        yield {
          path: `${path}.timeout_seconds`,
          expected: `2 to ${longest} (${user})`,
          found: String(timeout_seconds),
        };
      }
      // The application's is a rule of every load balancer on AWS.
      if (!isApplication && failures > 10) {
        yield { path: `${path}.failures`, expected: `at most 10 (${user})`, found: String(failures) };
      }
    }
  }
});
