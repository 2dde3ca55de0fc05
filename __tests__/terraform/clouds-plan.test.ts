import { MockedPlans, type PlannedResource } from "./support/mocked-plans";

/** Terraform's plans for Google Cloud and Azure, with the real plugins, which check every argument, and without an account. */

const plans = new MockedPlans({
  azurerm: { azurerm_container_group: { ip_address: "10.0.0.4" } }, // Random text is no address.
});

plans.addEnvironments("gcp");
plans.addVariants("gcp", {
  "a CDN, a build, jobs and replicas": {
    environment: "prod",
    settings: `gcp = {
  customer_managed_keys = false
  load_balancer         = { cdn = true }
  database              = { replicas = 1, iam_users = ["dba@example.com"] }
  build                 = { repository = "example/test-execution-system" }
  service               = { tracing = { enabled = false }, tasks = { tidy = { command = ["tidy"], schedule = "0 3 * * *" } } }
}
`,
  },
  "people who sign in, and a restored database": {
    environment: "prod",
    settings: `gcp = {
  load_balancer = { iap_members = ["group:team@example.com"] }
  database      = { restore_from = { instance = "test-execution-prod-old", time = "2026-01-31T12:00:00Z" } }
}
`,
  },
});

plans.addEnvironments("azure");
plans.addVariants("azure", {
  "Container Apps, jobs and a private registry": {
    environment: "prod",
    settings: `azure = {
  application = { components = { worker = { cpu = 0.5 } } }
  service = {
    platform             = "container_apps"
    blue_green           = false
    tasks                = { migrate = { command = ["migrate"] }, tidy = { command = ["tidy"], schedule = "0 3 * * *" } }
    registry_credentials = { server = "ghcr.io", username = "example", secret = "registry-password" }
  }
}
`,
  },
  "a restored database with replicas": {
    environment: "prod",
    settings: `azure = {
  database = {
    replicas     = 1
    restore_from = { server_id = "/subscriptions/00000000-0000-4000-8000-000000000004/resourceGroups/old/providers/Microsoft.DBforPostgreSQL/flexibleServers/old", time = "2026-01-31T12:00:00Z" }
  }
}
`,
  },
});

// It must read no data source, because no cloud is there to answer.
plans.addReal("gcp-prod", { GOOGLE_OAUTH_ACCESS_TOKEN: "made-up" }, (plan) => {
  const all = () => plan().planned_values.root_module.resources;
  const of = (type: string) => all().filter((found) => found.type === `google_${type}`);
  const one = (type: string, role = ""): PlannedResource["values"] => {
    const found = of(type).filter(({ address }) => address.includes(`_${role}`));
    expect(found.map(({ address }) => address)).toHaveLength(1);
    return found[0]?.values;
  };

  test("is made without a request to the cloud", () => {
    const { resources } = plan().configuration.root_module;
    expect(resources.filter(({ mode }) => mode === "data")).toEqual([]);
  });

  test("Cloud Run has document 002's replicas and ports, names no revision, and all requests go to the newest", () => {
    const { template, traffic } = one("cloud_run_v2_service");
    const [{ scaling, execution_environment, containers, revision }] = template;
    expect({ scaling, execution_environment, revision }).toEqual({
      scaling: [expect.objectContaining({ min_instance_count: 2, max_instance_count: 10 })],
      execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
      revision: null,
    });
    expect(containers[0]).toMatchObject({
      image: "ghcr.io/example/test-execution-system:1.0.0",
      ports: [{ container_port: 8000 }],
      resources: [{ limits: { cpu: "2", memory: "4096Mi" }, startup_cpu_boost: true }],
      liveness_probe: [{ http_get: [{ path: "/health/live" }] }],
      startup_probe: [{ http_get: [{ path: "/health/startup" }] }],
    });
    expect(traffic).toEqual([
      expect.objectContaining({ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100, revision: null }),
    ]);
  });

  test("clients reach Cloud Run through the load balancer alone, and Cloud Armor judges them there", () => {
    expect(one("cloud_run_v2_service")).toMatchObject({
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      invoker_iam_disabled: true,
    });
    expect(of("cloud_run_v2_service_iam_member").concat(of("cloud_run_v2_service_iam_binding"))).toEqual([]);
    expect(policyOfBackend()).toContain(of("compute_security_policy")[0]?.address);
    const rules = one("compute_security_policy").rule as { action: string; preview: boolean }[];
    expect(rules.filter(({ preview }) => preview)).toEqual([]);
    expect(rules.map(({ action }) => action)).toEqual(expect.arrayContaining(["throttle", "deny(403)"]));
  });

  test("port 80 redirects, and 443 speaks TLS 1.2 or newer", () => {
    expect(one("compute_url_map", "redirect").default_url_redirect).toMatchObject([{ https_redirect: true }]);
    expect(one("compute_ssl_policy")).toMatchObject({ min_tls_version: "TLS_1_2", profile: "RESTRICTED" });
    const fronts = of("compute_global_forwarding_rule").map(({ values }) => values.port_range);
    expect(fronts.sort()).toEqual(["443", "80"]);
  });

  test("Cloud SQL runs in two zones, private, over TLS only, with 30 backups and any second of a week", () => {
    const { database_version, deletion_protection, settings } = one("sql_database_instance", "instance_");
    expect({ database_version, deletion_protection }).toEqual({
      database_version: "POSTGRES_16",
      deletion_protection: true,
    });
    expect(settings[0]).toMatchObject({
      availability_type: "REGIONAL",
      deletion_protection_enabled: true,
      ip_configuration: [{ ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY" }],
      backup_configuration: [
        {
          enabled: true,
          point_in_time_recovery_enabled: true,
          transaction_log_retention_days: 7,
          backup_retention_settings: [{ retained_backups: 30, retention_unit: "COUNT" }],
        },
      ],
    });
    expect(settings[0].ip_configuration[0].authorized_networks).toEqual([]);
  });

  test("buckets admit by role alone, and never the public", () => {
    expect(of("storage_bucket").length).toBeGreaterThan(1);
    for (const { values } of of("storage_bucket")) {
      expect(values).toMatchObject({
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        versioning: [{ enabled: true }],
        force_destroy: false,
      });
    }
    // The bucket of the records has none of its own.
    expect(of("storage_bucket").map(({ values }) => values.logging.length)).toEqual([1, 0]);
  });

  test("everything that takes labels says whose it is", () => {
    const labelled = all().filter(({ values }) => "terraform_labels" in values);
    expect(labelled.length).toBeGreaterThan(10);
    for (const { address, values } of labelled) {
      expect({ address, labels: values.terraform_labels }).toMatchObject({
        labels: { system: "test-execution", environment: "prod", stack: "gcp-prod", managed_by: "terraform" },
      });
    }
  });

  /** The policy of the backend, which has no id before it is created. */
  function policyOfBackend(): readonly string[] {
    const { resources } = plan().configuration.root_module;
    const backend = resources.find(({ type }) => type === "google_compute_backend_service");
    return backend?.expressions.security_policy?.references ?? [];
  }
});

plans.end();
