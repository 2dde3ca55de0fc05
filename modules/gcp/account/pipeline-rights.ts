/** What pipelines may do with what one API makes. */
interface ApiRights {
  /** Predefined roles that read and describe, and give no data: no object, log entry, message, image or value of a secret. */
  readonly view?: readonly string[];
  /** Permissions to read where the predefined role of the API lacks one, or gives more than a description. */
  readonly read?: readonly string[];
  /** Predefined roles with which an apply makes, changes and deletes. */
  readonly manage?: readonly string[];
}

/**
 * By API of a stack. What the roles hold is from iann0036/iam-dataset of 2026-08-22 (`gcp/roles`), which
 * `__tests__/stacks/rights/google-roles.txt` keeps. Four viewers are not here because they give more: `cloudsql.viewer` exports a
 * database, `artifactregistry.reader` downloads images, `logging.viewer` reads entries, and `iam.securityReviewer` those of the audit logs.
 */
const rights: Readonly<Record<string, ApiRights>> = {
  artifactregistry: {
    read: ["artifactregistry.repositories.get", "artifactregistry.repositories.getIamPolicy"],
    manage: ["artifactregistry.admin"],
  },
  billingbudgets: {}, // A budget is in the billing account, where its owner gives rights.
  certificatemanager: { view: ["certificatemanager.viewer"], manage: ["certificatemanager.owner"] },
  cloudbuild: { view: ["cloudbuild.builds.viewer"], manage: ["cloudbuild.builds.editor"] },
  cloudkms: {
    view: ["cloudkms.viewer"],
    read: ["cloudkms.cryptoKeys.getIamPolicy"],
    manage: ["cloudkms.admin"],
  },
  cloudresourcemanager: { view: ["browser"], manage: ["browser"] },
  cloudscheduler: { view: ["cloudscheduler.viewer"], manage: ["cloudscheduler.admin"] },
  cloudtrace: {},
  compute: {
    view: ["compute.networkViewer"],
    read: ["compute.regionNetworkEndpointGroups.get", "compute.securityPolicies.get"],
    manage: ["compute.networkAdmin", "compute.loadBalancerAdmin", "compute.securityAdmin"],
  },
  containerscanning: {},
  dns: { view: ["dns.reader"], manage: ["dns.admin"] },
  iam: {
    view: ["iam.serviceAccountViewer", "iam.workloadIdentityPoolViewer"],
    read: ["iam.roles.get"],
    // Reading too: accounts, and who may be one of them, are a person's.
    manage: ["iam.serviceAccountViewer", "iam.workloadIdentityPoolViewer", "iam.roleViewer"],
  },
  iamcredentials: {},
  iap: { read: ["iap.webServices.getIamPolicy"], manage: ["iap.admin"] },
  logging: {
    read: ["logging.buckets.get", "logging.exclusions.get", "logging.logMetrics.get", "logging.sinks.get"],
    manage: ["logging.configWriter"],
  },
  memorystore: { view: ["memorystore.viewer"], manage: ["memorystore.admin"] },
  monitoring: { view: ["monitoring.viewer"], manage: ["monitoring.editor"] },
  networkconnectivity: { read: ["networkconnectivity.serviceConnectionPolicies.get"] }, // Managed by compute.networkAdmin.
  pubsub: {
    view: ["pubsub.viewer"],
    read: ["pubsub.subscriptions.getIamPolicy", "pubsub.topics.getIamPolicy"],
    manage: ["pubsub.admin"],
  },
  run: { view: ["run.viewer"], manage: ["run.admin"] },
  secretmanager: { view: ["secretmanager.viewer"], manage: ["secretmanager.admin"] },
  servicenetworking: { read: ["servicenetworking.services.get"] }, // Managed by compute.networkAdmin.
  serviceusage: { view: ["serviceusage.serviceUsageConsumer"], manage: ["serviceusage.serviceUsageAdmin"] },
  sqladmin: {
    read: ["cloudsql.databases.get", "cloudsql.instances.get", "cloudsql.users.get", "cloudsql.users.list"],
    manage: ["cloudsql.admin"],
  },
  storage: { read: ["storage.buckets.get", "storage.buckets.getIamPolicy"], manage: ["storage.admin"] },
  sts: {},
};

/** Roles that services of a stack have on the whole project, and that a pipeline may therefore give. */
export const grantedByStacks = [
  "roles/cloudsql.client",
  "roles/cloudsql.instanceUser",
  "roles/cloudtrace.agent",
  "roles/logging.logWriter",
  "roles/memorystore.dbConnectionUser",
  "roles/monitoring.metricWriter",
];

/** What looks at the resources of these APIs: predefined roles, and permissions for a role of its own. */
export function planRights(apis: readonly string[]): { readonly roles: string[]; readonly permissions: string[] } {
  const own = rightsOf(apis);
  return {
    roles: unique(own.flatMap(({ view = [] }) => view)).map((role) => `roles/${role}`),
    permissions: unique(own.flatMap(({ read = [] }) => read)),
  };
}

/** The predefined roles that make, change and delete the resources of these APIs. */
export function infrastructureRoles(apis: readonly string[]): string[] {
  return unique(rightsOf(apis).flatMap(({ manage = [] }) => manage)).map((role) => `roles/${role}`);
}

function rightsOf(apis: readonly string[]): ApiRights[] {
  return ["serviceusage", ...apis].map((api) => {
    const found = rights[api];
    if (!found) throw new Error(`API ${api}: expected a row with the rights of pipelines, found none`);
    return found;
  });
}

const unique = (items: readonly string[]) => [...new Set(items)].sort();
