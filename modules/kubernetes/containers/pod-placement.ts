import type {
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecToleration,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";

/** Where pods run. */
export interface PlacementProps {
  /** Labels of the nodes, e.g. `{ tier: "api" }` (document 003). @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pods tolerate, e.g. `tier=api:NoSchedule` (document 003). @default - none */
  readonly tolerations?: readonly DeploymentV1SpecTemplateSpecToleration[];
}

/** Spreads pods over nodes (document 003: weight 100) and over zones, where that is possible. */
export function placement(
  { nodeSelector, tolerations = [] }: PlacementProps,
  selector: Readonly<Record<string, string>>,
): Pick<DeploymentV1SpecTemplateSpec, "nodeSelector" | "toleration" | "affinity" | "topologySpreadConstraint"> {
  return {
    nodeSelector,
    toleration: [...tolerations],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: [{ matchLabels: selector }],
            },
          },
        ],
      },
    },
    topologySpreadConstraint: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        // A replica runs even if its zone has no capacity.
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: [{ matchLabels: selector }],
      },
    ],
  };
}
