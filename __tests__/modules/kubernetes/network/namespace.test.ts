import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Namespace, type NamespaceProps } from "../../../../modules/kubernetes/network/namespace";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../containers/service-fixture";

function make(props: Partial<NamespaceProps> = {}): Synthesized {
  return synthesized((scope) => {
    new Namespace(scope, "namespace", {
      names,
      quota: { requests: { cpu: 62.5, memoryMib: 131072 }, limits: { cpu: 125, memoryMib: 262144 }, pods: 150 },
      ...props,
    });
  });
}

/** The spec of each network policy, by its name. */
function policies(made: Synthesized) {
  return Object.fromEntries(made.all(NetworkPolicyV1).map(({ metadata, spec }) => [metadata.name, spec]));
}

describe("Namespace", () => {
  test("pods are restricted by default", () => {
    const security = (made: Synthesized) => made.one(NamespaceV1).metadata;
    expect(security(make())).toMatchObject({
      name: "ai-prism-prod",
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    });
    expect(security(make({ podSecurity: "baseline" })).labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/warn": "restricted",
    });
  });

  test("all pods together have limits, and no Service may open a port to the outside", () => {
    expect(make().one(ResourceQuotaV1).spec.hard).toEqual({
      "requests.cpu": "62500m",
      "requests.memory": "128Gi",
      "limits.cpu": "125",
      "limits.memory": "256Gi",
      pods: "150",
      persistentvolumeclaims: "10",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
  });

  test("a container without requests and limits gets them", () => {
    expect(make().one(LimitRangeV1).spec.limit).toEqual([
      {
        type: "Container",
        default: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "1Gi" },
        default_request: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "100Mi" },
      },
    ]);
  });

  test("all traffic but DNS is denied", () => {
    expect(policies(make())).toEqual({
      "default-deny": { pod_selector: {}, policy_types: ["Ingress", "Egress"] },
      "allow-to-dns": {
        pod_selector: {},
        policy_types: ["Egress"],
        egress: [
          {
            to: [{ namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "kube-system" } } }],
            ports: [
              { port: "53", protocol: "UDP" },
              { port: "53", protocol: "TCP" },
            ],
          },
        ],
      },
    });
  });

  test("each source and destination has a policy of its own, for its ports only", () => {
    const { "allow-from-monitoring": scrape, "allow-to-database": database } = policies(
      make({
        ingress: { monitoring: { namespace: "monitoring", ports: [8081] } },
        egress: { database: { cidrs: ["10.0.201.0/24", "10.0.202.0/24"], ports: [5432] } },
      }),
    );
    expect(scrape).toEqual({
      pod_selector: {},
      policy_types: ["Ingress"],
      ingress: [
        {
          from: [{ namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "monitoring" } } }],
          ports: [{ port: "8081", protocol: "TCP" }],
        },
      ],
    });
    expect(database).toEqual({
      pod_selector: {},
      policy_types: ["Egress"],
      egress: [
        {
          to: [{ ip_block: { cidr: "10.0.201.0/24" } }, { ip_block: { cidr: "10.0.202.0/24" } }],
          ports: [{ port: "5432", protocol: "TCP" }],
        },
      ],
    });
  });

  test("a destination without addresses is refused, because it would allow all traffic", () => {
    expect(() => make({ egress: { database: { cidrs: [], ports: [5432] } } })).toThrow(
      "network policy: expected at least one CIDR, found none",
    );
  });
});
