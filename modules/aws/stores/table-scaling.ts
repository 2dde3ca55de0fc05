import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** The provisioned capacity of a table and of each index, for reads and for writes alike. Document 000: 5 to 100 at 70 %. */
export interface TableCapacity {
  /** Fewest capacity units. */
  readonly min: number;
  /** Most capacity units. */
  readonly max: number;
  /** The share of the capacity in use that autoscaling aims for, in percent; 20 to 90 (DynamoDB's limits). */
  readonly targetPercent: number;
}

export interface TableScalingProps {
  readonly names: Names;
  /** The last part of the table's name, and the first part of the policies' names. */
  readonly name: string;
  readonly tableName: string;
  /** Names of the table's global secondary indexes. */
  readonly indexes: readonly string[];
  readonly capacity: TableCapacity;
}

/** Autoscaling of the provisioned capacity of a table and its indexes. */
export class TableScaling extends Construct {
  constructor(scope: Construct, id: string, { names, name, tableName, indexes, capacity }: TableScalingProps) {
    super(scope, id);
    const scaled = [
      { key: "table", resourceId: `table/${tableName}`, kind: "table" },
      ...indexes.map((index) => ({ key: index, resourceId: `table/${tableName}/index/${index}`, kind: "index" })),
    ];
    for (const { key, resourceId, kind } of scaled) {
      for (const what of ["Read", "Write"]) {
        const part = `${key}-${what.toLowerCase()}`;
        const target = new AppautoscalingTarget(this, part, {
          serviceNamespace: "dynamodb",
          scalableDimension: `dynamodb:${kind}:${what}CapacityUnits`,
          resourceId,
          minCapacity: capacity.min,
          maxCapacity: capacity.max,
        });
        new AppautoscalingPolicy(this, `hold-${part}`, {
          name: names.of("autoscaling_policy", `${name}-${part}`),
          policyType: "TargetTrackingScaling",
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            targetValue: capacity.targetPercent,
            predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${what}CapacityUtilization` },
          },
        });
      }
    }
  }
}
