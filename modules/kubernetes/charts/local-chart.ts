import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type ChartValues, valuesDocument } from "./chart-values";

export interface LocalChartProps {
  /** Name of the folder under `charts/`. */
  readonly chart: string;
  /** Name of the release, at most 53 characters (Helm's limit). */
  readonly release: string;
  /** Must exist; the chart does not create it. */
  readonly namespace: string;
  /** Helm checks them against the chart's `values.schema.json`. */
  readonly values: ChartValues;
  /** The release of the CRDs that the chart's custom resources need. @default - none */
  readonly dependsOn?: ITerraformDependable[];
}

/** A release of a chart of this repository. Its custom resources can be planned before their CRDs exist. */
export class LocalChart extends Construct {
  /** For resources that depend on it. */
  readonly release: Release;

  constructor(scope: Construct, id: string, props: LocalChartProps) {
    super(scope, id);
    // Copied into the stack's folder, which is uploaded for a remote run. The path has a hash, so the plan shows a changed template.
    const chart = new TerraformAsset(this, "chart", { path: `charts/${props.chart}`, type: AssetType.DIRECTORY });
    this.release = new Release(this, "release", {
      name: props.release,
      namespace: props.namespace,
      chart: chart.path,
      values: [valuesDocument(props.values)],
      atomic: true,
      timeout: 300,
      maxHistory: 5,
      dependsOn: props.dependsOn,
    });
  }
}
