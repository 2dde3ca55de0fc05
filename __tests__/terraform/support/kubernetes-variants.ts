import type { Variant } from "./mocked-plans";

/** Production on a cluster other than EKS, without services that only AWS has. */
function elsewhere(cluster: string): Variant {
  const settings = `kubernetes = {
  network_cidr = "10.0.0.0/8"
  secrets = {
    store           = "vault"
    database_secret = "ai-prism/database"
    vault           = { server = "https://vault.example.com", role = "ai-prism" }
  }
  platform_services = { aws-load-balancer-controller = null, cluster-autoscaler = null, external-dns = null, log-shipping = null }
}
`;
  return { environment: "prod", settings, cluster };
}

const gke = 'name = "main", project = "example", location = "europe-west1"';
const aks = 'name = "main", resource_group = "main", subscription_id = "6f1e2d3c-4b5a-4c6d-8e7f-123456789abc"';

export const variants: Readonly<Record<string, Variant>> = {
  "a token in the state": { environment: "prod", settings: 'kubernetes = { cluster = { auth = "data" } }\n' },
  gke: elsewhere(`{ kind = "gke", ${gke} }`),
  "gke, a token in the state": elsewhere(`{ kind = "gke", ${gke}, auth = "data" }`),
  aks: elsewhere(`{ kind = "aks", ${aks} }`),
  "aks, a token in the state": elsewhere(`{ kind = "aks", ${aks}, auth = "data" }`),
  kubeconfig: elsewhere('{ kind = "kubeconfig", context = "main" }'),
  nginx: {
    environment: "prod",
    settings: `kubernetes = {
  ingress           = { kind = "nginx" }
  delivery          = { canary = false }
  platform_services = { envoy-gateway = null, ingress-nginx = {} }
}
`,
  },
};
