import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import type { NetworkAttributes } from "../network/network";
import type { ObjectStore } from "../stores/object-store";
import {
  type BuildCache,
  type BuildEnvironment,
  type BuildSource,
  cacheBlock,
  environmentVariables,
  sourceBlock,
} from "./build-project-inputs";
import { buildSecurityGroup } from "./build-project-network";
import { buildReports } from "./build-project-reports";
import { buildStatements } from "./build-project-role";

export interface BuildProjectProps {
  readonly names: Names;
  /** Last part of every name. */
  readonly name: string;
  readonly description: string;
  /** Encrypts log, artifacts and reports; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  readonly source: BuildSource;
  /** Two vCPU and 3 GiB at the smallest; price and power double from one to the next. @default "SMALL" (document 004) */
  readonly compute?: "SMALL" | "MEDIUM" | "LARGE" | "XLARGE" | "2XLARGE";
  /** Of CodeBuild, or of a registry that the role may pull from. @default "aws/codebuild/amazonlinux-x86_64-standard:5.0" */
  readonly image?: string;
  readonly architecture?: "x86_64" | "arm64";
  /** For builds that make container images: they get root on their host. @default false */
  readonly privileged?: boolean;
  /** 5 to 2,160 (CodeBuild's limits). @default 60 */
  readonly buildMinutes?: number;
  /** How long a build may wait for room, 5 to 480 (CodeBuild's limits). @default 60 */
  readonly queueMinutes?: number;
  /** Builds at once; more are refused, not queued. @default - the account's limit */
  readonly concurrentBuilds?: number;
  /** @default - none */
  readonly cache?: BuildCache;
  /** What the build reads from its environment. @default - nothing beside CodeBuild's own */
  readonly environment?: BuildEnvironment;
  /** Takes what a build makes, under `<name>/<build id>/`. @default - nothing is kept */
  readonly artifacts?: ObjectStore;
  /** Test and coverage reports under the keys `tests` and `coverage` of a buildspec. @default true */
  readonly reports?: boolean;
  /** Keeps a copy of the log under `logs/<name>/`, beside CloudWatch. @default - none */
  readonly logStore?: ObjectStore;
  /** How long the log in CloudWatch is kept. @default 30 */
  readonly logDays?: number;
  /** Runs in private subnets, which need a way out. @default - CodeBuild's own network */
  readonly network?: NetworkAttributes;
}

/** Builds on CodeBuild: encrypted, logged, with reports, and a role that reaches what this project names and nothing else. */
export class BuildProject extends Construct {
  readonly projectName: string;
  readonly projectArn: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly logGroupName: string;
  /** By key of a buildspec: `tests`, `coverage`. */
  readonly reportGroupArns: Readonly<Record<string, string>>;
  /** Only in a network: to be let in where a build connects to. */
  readonly securityGroupId?: string;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { names, name, keyArn, source, cache, environment = {}, artifacts, logStore, network } = props;
    const projectName = names.of("build_project", name);
    const architecture = props.architecture ?? "x86_64";

    const log = new CloudwatchLogGroup(this, "log", {
      name: `/aws/codebuild/${projectName}`,
      retentionInDays: props.logDays ?? 30,
      kmsKeyId: keyArn,
    });
    const reportGroupArns = props.reports === false ? {} : buildReports(this, projectName);
    const role = new ServiceRole(this, "role", {
      names,
      name: `${name}-build`,
      service: "codebuild.amazonaws.com",
      statements: buildStatements({
        ...{ names, name, keyArn, source, cache, environment, artifacts, logStore, network },
        logGroupArn: log.arn,
        reportGroupArns: Object.values(reportGroupArns),
      }),
    });
    const securityGroup = network && buildSecurityGroup(this, { names, name, vpcId: network.vpcId });

    const project = new CodebuildProject(this, "project", {
      name: projectName,
      description: props.description,
      serviceRole: role.arn,
      encryptionKey: keyArn,
      buildTimeout: props.buildMinutes ?? 60,
      queuedTimeout: props.queueMinutes ?? 60,
      concurrentBuildLimit: props.concurrentBuilds,
      sourceVersion: "revision" in source ? source.revision : undefined,
      source: sourceBlock(source),
      environment: {
        type: architecture === "arm64" ? "ARM_CONTAINER" : "LINUX_CONTAINER",
        computeType: `BUILD_GENERAL1_${props.compute ?? "SMALL"}`,
        image:
          props.image ??
          `aws/codebuild/amazonlinux-${architecture === "arm64" ? "aarch64-standard:3.0" : "x86_64-standard:5.0"}`,
        privilegedMode: props.privileged ?? false,
        environmentVariable: environmentVariables(environment),
      },
      cache: cacheBlock(cache, name),
      artifacts: artifacts
        ? {
            type: "S3",
            location: artifacts.bucketName,
            name: projectName,
            path: name,
            namespaceType: "BUILD_ID",
            packaging: "ZIP",
          }
        : { type: "NO_ARTIFACTS" },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: log.name },
        s3Logs: logStore && { status: "ENABLED", location: `${logStore.bucketName}/logs/${name}` },
      },
      vpcConfig:
        network && securityGroup
          ? { vpcId: network.vpcId, subnets: network.privateSubnetIds, securityGroupIds: [securityGroup] }
          : undefined,
      // CodeBuild tries whether the role reaches the subnets.
      dependsOn: role.permissions,
    });

    this.projectName = project.name;
    this.projectArn = project.arn;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroupName = log.name;
    this.reportGroupArns = reportGroupArns;
    this.securityGroupId = securityGroup;
  }
}
