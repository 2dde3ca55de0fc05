import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type ChartValues, valuesDocument } from "./chart-values";

export interface LocalChartProps {
  /** The folder under `charts/`. */
  readonly chart: string;
  /** Name of the release, at most 53 characters (Helm's limit). */
  readonly release: string;
  /** Must exist: the chart does not make it. */
  readonly namespace: string;
  /** Checked by the chart's `values.schema.json`. */
  readonly values: ChartValues;
  /** Longest time for an install or an upgrade, in seconds. @default 300 */
  readonly timeoutSeconds?: number;
  /** What the custom resources need first: the release of their CRDs. @default - nothing */
  readonly dependsOn?: ITerraformDependable[];
}

/** A chart of this repository as a release: custom resources that can be planned before their CRDs exist. */
export class LocalChart extends Construct {
  /** For what must come after it. */
  readonly release: Release;

  constructor(scope: Construct, id: string, props: LocalChartProps) {
    super(scope, id);
    // Copied beside the stack's JSON, where a remote run finds it. The path holds a hash, so that a changed template shows in the plan.
    const chart = new TerraformAsset(this, "chart", { path: `charts/${props.chart}`, type: AssetType.DIRECTORY });
    this.release = new Release(this, "release", {
      name: props.release,
      namespace: props.namespace,
      chart: chart.path,
      values: [valuesDocument(props.values)],
      atomic: true,
      timeout: props.timeoutSeconds ?? 300,
      maxHistory: 5,
      dependsOn: props.dependsOn,
    });
  }
}
