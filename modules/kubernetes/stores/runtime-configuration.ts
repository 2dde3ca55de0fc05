import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";

export interface RuntimeConfigurationProps {
  readonly names: Names;
  /** Name of the namespace. */
  readonly namespace: string;
  /** Flags that change without a deployment, published as one JSON object under `feature_flags`. */
  readonly featureFlags: Readonly<Record<string, boolean | string | number>>;
  /** More values, each a file of its own. @default - none */
  readonly values?: Readonly<Record<string, string>>;
}

/** Feature flags and other values that an application reads at run time, in a ConfigMap `<name>-config` (document 003). */
export class RuntimeConfiguration extends Construct {
  /** For `runtimeConfiguration` of a `ContainerService`. */
  readonly configMapName: string;

  constructor(scope: Construct, id: string, props: RuntimeConfigurationProps) {
    super(scope, id);
    const { names, namespace, featureFlags, values } = props;
    this.configMapName = new ConfigMapV1(this, "values", {
      metadata: {
        name: names.of("kubernetes_object", "config"),
        namespace,
        labels: labels(names, names.name),
        // Otherwise Flagger would release a changed flag like a new build.
        annotations: { "flagger.app/config-tracking": "disabled" },
      },
      data: { ...values, feature_flags: JSON.stringify(featureFlags) },
    }).metadata.name;
  }
}
