import type { Look } from "./alarm";
import type { StackFacts } from "./stack-facts";

const projectOf = ({ view }: StackFacts) => String(view.provider("google")?.["project"]);

const read = (filter: string, facts: StackFacts) =>
  `gcloud logging read '${filter}' --freshness 1h --limit 50 --project ${projectOf(facts)}`;

const service: Look = (resource, facts) => {
  const name = facts.of(resource, "name");
  const at = `--region ${facts.of(resource, "location")} --project ${projectOf(facts)}`;
  return [
    `gcloud run services describe ${name} ${at}`,
    `gcloud run revisions list --service ${name} ${at}`,
    read(`resource.type="cloud_run_revision" resource.labels.service_name="${name}" severity>=ERROR`, facts),
  ];
};

const workerPool: Look = (resource, facts) => {
  const name = facts.of(resource, "name");
  return [
    `gcloud beta run worker-pools describe ${name} --region ${facts.of(resource, "location")} --project ${projectOf(facts)}`,
    read(`resource.type="cloud_run_worker_pool" resource.labels.worker_pool_name="${name}" severity>=ERROR`, facts),
  ];
};

const database: Look = (resource, facts) => {
  const name = facts.of(resource, "name");
  const project = projectOf(facts);
  return [
    `gcloud sql instances describe ${name} --format 'value(state,settings.tier,settings.dataDiskSizeGb)' --project ${project}`,
    `gcloud sql operations list --instance ${name} --limit 5 --project ${project}`,
    read(`resource.type="cloudsql_database" resource.labels.database_id="${project}:${name}" severity>=ERROR`, facts),
  ];
};

/** Requests that the load balancer answered with a server error; `statusDetails` says whose. */
const loadBalancer: Look = (resource, facts) => [
  read(
    `resource.type="http_load_balancer" resource.labels.url_map_name="${facts.of(resource, "name")}" httpRequest.status>=500`,
    facts,
  ),
];

const uptime: Look = (resource, facts) => {
  const { labels } = resource.body["monitored_resource"] as { labels: { host: string } };
  const { path } = resource.body["http_check"] as { path: string };
  return [`curl -sSi --max-time 10 https://${facts.named(labels.host)}${path}`];
};

/** How each kind of resource of Google Cloud is looked at. */
export const googleLooks: Readonly<Record<string, Look>> = {
  google_cloud_run_v2_service: service,
  google_cloud_run_v2_worker_pool: workerPool,
  google_sql_database_instance: database,
  google_compute_url_map: loadBalancer,
  google_monitoring_uptime_check_config: uptime,
};
