import type { Capabilities } from "../port/platform";

/** What ECS can: every weight, a new side that starts without users, and a way back that is one change of a rule. */
export const ecsCapabilities: Capabilities = {
  name: "ECS",
  percents: "any",
  startsAtZero: true,
  smoke: true,
  probes: true,
  judgedBy: "probes of the new side, the load balancer's figures of both, alarms",
  wayBackSeconds: 15,
};

/** What Lambda can: every weight on an alias that clients call; no probe of the new version alone that any function would understand. */
export const lambdaCapabilities: Capabilities = {
  name: "Lambda",
  percents: "any",
  startsAtZero: true,
  smoke: true,
  probes: false,
  judgedBy: "errors and duration of each version, alarms",
  wayBackSeconds: 10,
};
