import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";

/** How the instances of a database are monitored. */
export interface DatabaseMonitoringProps {
  readonly names: Names;
  /** The last part of the instance's identifier. */
  readonly name: string;
  /** Encrypts storage, backups, password, insights and logs; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that Performance Insights keeps its figures: 7, a multiple of 31, or 731; 0 turns it off. */
  readonly performanceInsightsDays: number;
  /** Interval of enhanced monitoring in seconds: 1, 5, 10, 15, 30 or 60; 0 turns it off. */
  readonly monitoringSeconds: number;
}

/** The monitoring arguments of every instance of a database: enhanced monitoring, with its role, and Performance Insights. */
export function databaseMonitoring(scope: Construct, id: string, props: DatabaseMonitoringProps) {
  const { names, name, monitoringSeconds, performanceInsightsDays } = props;
  return {
    ...(monitoringSeconds > 0 && {
      monitoringInterval: monitoringSeconds,
      monitoringRoleArn: new ServiceRole(scope, id, {
        names,
        name: `${name}-monitoring`,
        service: "monitoring.rds.amazonaws.com",
        managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"],
      }).arn,
    }),
    ...(performanceInsightsDays > 0 && {
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.keyArn,
      performanceInsightsRetentionPeriod: performanceInsightsDays,
    }),
  } satisfies Partial<DbInstanceConfig>;
}
