import type { ServiceTarget } from "../../../../stacks/aws/release-target";

/** One side of a service, under one name. */
export const side = (name: string) => ({ service: name, target_group: name, target_group_suffix: name, alarms: [] });

/** A service with one side, but for what a test says. */
export const serviceTarget = (more: Partial<ServiceTarget> = {}): ServiceTarget => ({
  blue: side("blue"),
  values: { image: "image" },
  listener_rules: ["users"],
  hosts: [],
  paths: [],
  ready_path: "/",
  log_group: "/ecs/api",
  replicas: { minimum: 2, maximum: 4 },
  scheduled: false,
  ...more,
});
