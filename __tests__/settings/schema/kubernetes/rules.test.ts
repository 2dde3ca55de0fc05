import { kubernetesRules } from "../../../../settings/schema/kubernetes/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
database    = { size = "small", protected = false }
kubernetes = {
  cluster = { kind = "eks" }
  namespace = { quota = { requests = { cpu = 20, memory_gib = 40 }, limits = { cpu = 40, memory_gib = 80 }, pods = 40 } }
  ingress = { host = "app.example.com" }
  platform_services = { envoy-gateway = {}, external-secrets = {} }
}
`;

const gke = 'cluster = { kind = "gke", name = "main", project = "example", location = "europe-west1" }';

const mistakes = testRules("kubernetes", base, kubernetesRules, {
  "an AWS account is needed for state in S3 and for a cluster on EKS": [
    [
      `account_id = null\nkubernetes = { ${gke}, network_cidr = "10.0.0.0/8", secrets = { store = "none" } }`,
      "account_id: missing, expected the AWS account that holds the state, or state.cloud, found nothing",
    ],
    [
      'account_id = null\nstate = { cloud = { organization = "example" } }',
      "account_id: missing, expected the AWS account of the cluster, found nothing",
    ],
    [
      `account_id = null\nstate = { cloud = { organization = "example" } }\nkubernetes = { ${gke}, network_cidr = "10.0.0.0/8", secrets = { store = "none" } }`,
    ],
  ],
  "two of one name, port or size": [
    [
      "application = { components = { namespace = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.namespace: a name that the stack uses itself, … found namespace",
    ],
    ["application = { port = 8081 }", "application.port: one port for two, … service.metrics_port, found 8081"],
    ["application = { replicas = { min = 0 } }", "application.replicas.min: … at least 1…, found 0"],
    [
      `feature_flags = { text = "${"a".repeat(1_000_000)}" }`,
      "feature_flags: too long, … 1000000 bytes as JSON (a ConfigMap), found 1000011",
    ],
  ],
  "what Kubernetes cannot do is refused": [
    [
      "application = { targets = { requests_per_replica = 100 } }",
      "application.targets.requests_per_replica: … a metric of the application in targets.custom, such as active_requests, found 100",
    ],
    [
      "application = { components = { worker = { cpu = 1, memory_mib = 512, queue = true } } }",
      "application.components.worker.queue: … false, and the address of a queue in `environment`, found true",
    ],
    [
      'application = { secrets = { API_KEY = "arn:aws:secretsmanager:us-east-1:111111111111:secret:key" } }',
      `application.secrets.API_KEY: … a secret of the namespace and its key, such as api-keys/openai, found (hidden)`,
    ],
  ],
  "a workload on another system's cluster brings its own": [
    [
      'kubernetes = { cluster = { kind = "eks", system = "platform" } }',
      "kubernetes.secrets.database_secret: … because the cluster is another system's, found (hidden)",
      "kubernetes.secrets.role_arn: … because the cluster is another system's, found (hidden)",
    ],
    [
      'cache = { size = "small" }\ndatabase = null\nkubernetes = { cluster = { kind = "eks", system = "platform" }, secrets = { store = "none" } }',
      "cache: the cluster is another system's, whose cache has users of its own alone, … found a cache",
    ],
  ],
  "a container refers to an entry of api-keys that is there": [
    [
      'application = { secrets = { MODEL_KEY = "api-keys/modl" } }\nkubernetes = { secrets = { api_keys = { model = "one/keys#model" } } }',
      "application.secrets.MODEL_KEY: the Secret `api-keys` has no such entry, and no pod would start, expected an entry of secrets.api_keys (model), found (hidden)",
    ],
    [
      'application = { secrets = { MODEL_KEY = "api-keys/model" } }\nkubernetes = { secrets = { api_keys = { model = "one/keys#model" } } }',
    ],
    // Somebody else fills the Secret.
    [
      'application = { secrets = { MODEL_KEY = "api-keys/model" } }\ndatabase = null\nkubernetes = { secrets = { store = "none" } }',
    ],
  ],
  "a pod reserves no more than its limit": [
    [
      "kubernetes = { service = { requests = { cpu = 2, memory_mib = 4096 } } }",
      `kubernetes.service.requests.cpu: … at most application.cpu…, found 2`,
      `kubernetes.service.requests.memory_mib: … at most application.memory_mib…, found 4096`,
    ],
  ],
  "the quota holds the most replicas": [
    [
      "application = { replicas = { max = 40 } }",
      "kubernetes.namespace.quota.limits.cpu: … at least 50, found 40",
      "kubernetes.namespace.quota.limits.memory_gib: … at least 100, found 80",
      "kubernetes.namespace.quota.pods: … at least 50, found 40",
    ],
  ],
  "outside EKS, database, role and network must be named": [
    [
      `kubernetes = { ${gke}, network_cidr = "10.0.0.0/8", secrets = { database_secret = "db" } }`,
      `kubernetes.secrets.role_arn: … a value, because the cluster is not on EKS, found (hidden)`,
    ],
    [
      `kubernetes = { ${gke}, secrets = { store = "none" } }`,
      `kubernetes.network_cidr: … the address range of database and cache…, found none`,
    ],
    [
      'kubernetes = { secrets = { store = "vault" } }',
      `kubernetes.secrets.vault: … vault and store = "vault" together, or neither, found (hidden)`,
    ],
  ],
  "what a platform service needs is installed": [
    [
      "kubernetes = { delivery = { canary = true } }",
      `kubernetes.delivery.canary: … platform_services.flagger…, found not installed`,
    ],
    [
      "kubernetes = { platform_services = { flagger = {} } }",
      `kubernetes.platform_services.flagger: … platform_services.kube-prometheus-stack…, found not installed`,
    ],
    [
      'kubernetes = { gitops = { repository = "https://github.com/example/gitops" } }',
      `kubernetes.gitops: … platform_services.argo-cd…, found not installed`,
    ],
    [
      'kubernetes = { ingress = { kind = "nginx" }, platform_services = { ingress-nginx = {}, flagger = {}, kube-prometheus-stack = {} }, delivery = { canary = true } }',
      `kubernetes.delivery.canary: … ingress.kind = "gateway", found nginx`,
    ],
  ],
});

test("a platform service that is not enabled counts as installed", () => {
  expect(mistakes("kubernetes = { platform_services = { envoy-gateway = { enabled = false } } }")).toEqual([]);
});
