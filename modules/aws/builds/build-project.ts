import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import type { NetworkAttributes } from "../network/network";
import type { ContainerRegistry } from "../stores/container-registry";
import type { ObjectStore } from "../stores/object-store";
import { pullsWith } from "./build-project-images";
import {
  artifactsBlock,
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
  /** The last part of the name of every resource. */
  readonly name: string;
  /** What the project builds, as the console shows it. */
  readonly description: string;
  /** Encrypts log, artifacts and reports; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Where the source code and the buildspec are. */
  readonly source: BuildSource;
  /** SMALL has two vCPU and 3 GiB (document 004). Each next size has about twice the power at twice the price. */
  readonly compute: "SMALL" | "MEDIUM" | "LARGE" | "XLARGE" | "2XLARGE";
  /** A CodeBuild image, a public one, or one of ECR; another account's repository must admit this one. @default - CodeBuild's Amazon Linux of `architecture` */
  readonly image?: string;
  /** The processor that builds run on. */
  readonly architecture: "x86_64" | "arm64";
  /** Builds get root on their host, which building container images needs. */
  readonly privileged: boolean;
  /** Minutes after which a running build is stopped, 5 to 2,160 (CodeBuild's limits). */
  readonly buildMinutes: number;
  /** Minutes that a build may wait before it starts, 5 to 480 (CodeBuild's limits). */
  readonly queueMinutes: number;
  /** Builds that may run at the same time, at most the account's quota; more are refused, not queued. @default - the account's quota */
  readonly concurrentBuilds?: number;
  /** What is kept between builds. @default - nothing */
  readonly cache?: BuildCache;
  /** Variables of the build. @default - only those that CodeBuild sets */
  readonly environment?: BuildEnvironment;
  /** Receives a build's artifacts under `<name>/<build id>/`. @default - artifacts are not kept */
  readonly artifacts?: ObjectStore;
  /** Takes the images that builds make; they find its address in the variable `IMAGE_REPOSITORY`. @default - none */
  readonly registry?: ContainerRegistry;
  /** Test and coverage reports under the keys `tests` and `coverage` of a buildspec. */
  readonly reports: boolean;
  /** Gets a copy of the log under `logs/<name>/`, in addition to CloudWatch. @default - no copy */
  readonly logStore?: ObjectStore;
  /** Days that the log in CloudWatch is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** Builds run in its private subnets, which need a way to the internet. @default - CodeBuild's own network */
  readonly network?: NetworkAttributes;
}

/** A CodeBuild project: encrypted, logged, with reports, and with a role that reaches only the resources named here. */
export class BuildProject extends Construct {
  readonly projectName: string;
  readonly projectArn: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly logGroupName: string;
  /** ARNs by key in the buildspec: `tests`, `coverage`. */
  readonly reportGroupArns: Readonly<Record<string, string>>;
  /** Security group of the builds, for `allowTraffic`; undefined without a network. */
  readonly securityGroupId?: string;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { names, name, keyArn, source, cache, environment = {}, artifacts, logStore, network, registry } = props;
    const projectName = names.of("build_project", name);
    const { architecture } = props;
    const image =
      props.image ??
      `aws/codebuild/amazonlinux-${architecture === "arm64" ? "aarch64-standard:3.0" : "x86_64-standard:5.0"}`;
    const variables = { ...environment.variables, ...(registry && { IMAGE_REPOSITORY: registry.repositoryUrl }) };

    const log = new CloudwatchLogGroup(this, "log", {
      name: logGroupName("/aws/codebuild", projectName),
      retentionInDays: props.logDays,
      kmsKeyId: keyArn,
    });
    const reportGroupArns = props.reports ? buildReports(this, projectName) : {};
    const role = new ServiceRole(this, "role", {
      names,
      name: `${name}-build`,
      service: "codebuild.amazonaws.com",
      statements: buildStatements({
        ...{ names, name, keyArn, source, cache, environment, artifacts, logStore, network, image, registry },
        logGroupArn: log.arn,
        reportGroupArns: Object.values(reportGroupArns),
      }),
    });
    const securityGroup =
      network &&
      buildSecurityGroup(this, {
        ...{ names, name, vpcId: network.vpcId },
        http: props.privileged,
      });

    const project = new CodebuildProject(this, "project", {
      name: projectName,
      description: props.description,
      serviceRole: role.arn,
      encryptionKey: keyArn,
      buildTimeout: props.buildMinutes,
      queuedTimeout: props.queueMinutes,
      concurrentBuildLimit: props.concurrentBuilds,
      sourceVersion: "revision" in source ? source.revision : undefined,
      source: sourceBlock(source),
      environment: {
        type: architecture === "arm64" ? "ARM_CONTAINER" : "LINUX_CONTAINER",
        computeType: `BUILD_GENERAL1_${props.compute}`,
        image,
        imagePullCredentialsType: pullsWith(image),
        privilegedMode: props.privileged,
        environmentVariable: environmentVariables({ ...environment, variables }),
      },
      cache: cacheBlock(cache, name),
      artifacts: artifactsBlock(artifacts, name, projectName),
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: log.name },
        s3Logs: logStore && { status: "ENABLED", location: `${logStore.bucketName}/logs/${name}` },
      },
      vpcConfig:
        network && securityGroup
          ? { vpcId: network.vpcId, subnets: network.privateSubnetIds, securityGroupIds: [securityGroup] }
          : undefined,
      // CodeBuild checks whether the role may use the subnets.
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
