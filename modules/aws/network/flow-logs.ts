import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import { ServiceRole } from "../access/service-role";

export interface FlowLogsProps {
  readonly names: Names;
  readonly vpcId: string;
  /** Encrypts the log group; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Days the records are kept, one of the values CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/** A record of every accepted and rejected connection of a VPC, in an encrypted log group. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { names } = props;

    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: logGroupName("/aws/vpc", names.of("log_group", "flow-logs")),
      kmsKeyId: props.keyArn,
      retentionInDays: props.retentionDays,
    });
    const role = new ServiceRole(this, "role", {
      names,
      name: "flow-logs",
      service: "vpc-flow-logs.amazonaws.com",
      statements: [
        {
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [`${logGroup.arn}:*`],
        },
        // Listing cannot be limited to one group.
        { actions: ["logs:DescribeLogGroups"], resources: [names.arn("logs", "log-group:*")] },
      ],
    });
    new FlowLog(this, "flow-log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: names.of("tag", "flow-logs") },
    });
  }
}
