import { kubernetesRules } from "../../../../settings/schema/kubernetes/rules";
import { testRules, unfit } from "../rule-table";

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
  "what Kubernetes cannot do is refused": [
    [
      "application = { targets = { requests_per_replica = 100 } }",
      "application.targets.requests_per_replica: an autoscaler of Kubernetes counts no requests by itself, expected a metric of the application in targets.custom, such as active_requests, found 100",
    ],
    [
      "application = { components = { worker = { cpu = 1, memory_mib = 512, queue = true } } }",
      "application.components.worker.queue: Kubernetes has no queue of its own, expected false, and the address of a queue in `environment`, found true",
    ],
    [
      'application = { secrets = { API_KEY = "arn:aws:secretsmanager:us-east-1:111111111111:secret:key" } }',
      `application.secrets.API_KEY: ${unfit} a secret of the namespace and its key, such as api-keys/openai, found (hidden)`,
    ],
  ],
  "a pod asks for no more than it may use": [
    [
      "kubernetes = { service = { requests = { cpu = 2, memory_mib = 4096 } } }",
      `kubernetes.service.requests.cpu: ${unfit} at most application.cpu (1), found 2`,
      `kubernetes.service.requests.memory_mib: ${unfit} at most application.memory_mib (2048), found 4096`,
    ],
  ],
  "the most replicas have room": [
    [
      "application = { replicas = { max = 40 } }",
      "kubernetes.namespace.quota.limits.cpu: the most replicas have no room, expected at least 50, found 40",
      "kubernetes.namespace.quota.limits.memory_gib: the most replicas have no room, expected at least 100, found 80",
      "kubernetes.namespace.quota.pods: the most replicas have no room, expected at least 50, found 40",
    ],
  ],
  "outside EKS nothing is found by its name": [
    [
      `kubernetes = { ${gke}, network_cidr = "10.0.0.0/8", secrets = { database_secret = "db", database_host = "db.internal" } }`,
      `kubernetes.secrets.role_arn: ${unfit} a value where the cluster is no EKS, found (hidden)`,
    ],
    [
      `kubernetes = { ${gke}, secrets = { store = "none" } }`,
      `kubernetes.network_cidr: ${unfit} the range of database and cache, which pods may reach, found none`,
    ],
    [
      'kubernetes = { secrets = { store = "vault" } }',
      `kubernetes.secrets.vault: ${unfit} beside store = "vault", and only there, found (hidden)`,
    ],
  ],
  "what something needs is there": [
    [
      "kubernetes = { delivery = { canary = true } }",
      `kubernetes.delivery.canary: ${unfit} platform_services.flagger beside it: it shifts the requests, found not installed`,
    ],
    [
      "kubernetes = { platform_services = { flagger = {} } }",
      `kubernetes.platform_services.flagger: ${unfit} platform_services.kube-prometheus-stack beside it: it judges a new build by Prometheus's metrics, found not installed`,
    ],
    [
      'kubernetes = { gitops = { repository = "https://github.com/example/gitops" } }',
      `kubernetes.gitops: ${unfit} platform_services.argo-cd beside it: it follows the repository, found not installed`,
    ],
    [
      'kubernetes = { ingress = { kind = "nginx" }, platform_services = { ingress-nginx = {}, flagger = {}, kube-prometheus-stack = {} }, delivery = { canary = true } }',
      `kubernetes.delivery.canary: ${unfit} ingress.kind = "gateway", found nginx`,
    ],
  ],
});

test("what others installed counts as there", () => {
  expect(mistakes("kubernetes = { platform_services = { envoy-gateway = { enabled = false } } }")).toEqual([]);
});
