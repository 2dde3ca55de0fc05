import type { Resource } from "../preflight/look/stack-view";
import type { StackFacts } from "./stack-facts";

/** What runs the application, on each cloud. */
export const workloads = [
  "aws_ecs_service",
  "aws_lambda_function",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_worker_pool",
  "azurerm_container_group",
  "azurerm_container_app",
];

/** Metrics of our own that something else than the workloads reports. */
const reporters: Readonly<Record<string, readonly string[]>> = {
  DatabaseConnectionsRefused: ["aws_db_instance", "aws_rds_cluster"],
  Coverage: ["aws_codebuild_project"],
};

/** What only leads to what matters, and to what. */
const leadsTo: Readonly<Record<string, readonly string[]>> = {
  azurerm_application_insights_standard_web_test: ["azurerm_application_gateway"],
  google_compute_url_map: ["google_cloud_run_v2_service"],
};

/**
 * What an alarm measures: what its metrics refer to, else who reports them. An application's own metrics refer to nothing: then the
 * workloads that the alarm's text names in backquotes, or all of them.
 */
export function reportersOf(facts: StackFacts, measured: unknown, text: string): Resource[] {
  const byName = Object.entries(reporters).find(([metric]) => JSON.stringify(measured).includes(`"${metric}"`))?.[1];
  if (byName) return facts.resources(...byName);
  const referred = facts.referred(measured).filter(({ type }) => !/application_insights$/.test(type));
  const found = [...referred, ...dimensioned(facts, measured)];
  // A target group says where to look behind its load balancer.
  const narrow = found.filter(({ type }) => type !== "aws_lb");
  const behind = found.flatMap(({ type }) => facts.resources(...(leadsTo[type] ?? [])));
  if (found.length > 0) return [...(narrow.length > 0 ? narrow : found), ...behind];
  const all = facts.resources(...workloads);
  const words = [...text.matchAll(/`([\w-]+)`/g)].map(([, word]) => `-${word}`);
  const named = all.filter(({ body }) =>
    words.some((word) => String(body["function_name"] ?? body["name"]).endsWith(word)),
  );
  return named.length > 0 ? named : all;
}

/** The resources that a metric's dimensions name by a literal name. */
function dimensioned(facts: StackFacts, measured: unknown): Resource[] {
  const dimensions = [...JSON.stringify(measured).matchAll(/"dimensions":(\{[^{}$]*\})/g)];
  const names = new Set(dimensions.flatMap(([, found = "{}"]) => Object.values(JSON.parse(found))));
  return facts
    .resources("aws_db_instance", "aws_rds_cluster", "aws_eks_cluster", "aws_api_gateway_rest_api")
    .filter(({ body }) => names.has(body["identifier"] ?? body["cluster_identifier"] ?? body["name"]));
}
