import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { throughService } from "../functions/function-links";
import type { NetworkAttributes } from "../network/network";
import type { ContainerRegistry } from "../stores/container-registry";
import type { ObjectStore } from "../stores/object-store";
import { imageStatements } from "./build-project-images";
import { type BuildCache, type BuildEnvironment, type BuildSource, cachePrefix } from "./build-project-inputs";

/** What the statements of a build's role are made from. */
export interface BuildRoleProps {
  readonly names: Names;
  readonly name: string;
  readonly keyArn: string;
  readonly source: BuildSource;
  readonly environment: BuildEnvironment;
  readonly logGroupArn: string;
  readonly reportGroupArns: readonly string[];
  readonly cache?: BuildCache;
  readonly artifacts?: ObjectStore;
  readonly logStore?: ObjectStore;
  readonly network?: NetworkAttributes;
  readonly image?: string;
  readonly registry?: ContainerRegistry;
}

/** The rights of a build: write its log, reports, artifacts, cache and images; read its source, parameters, secrets and image. */
export function buildStatements(props: BuildRoleProps): Statement[] {
  const { names, name, keyArn, source, environment, cache, artifacts, logStore, network } = props;
  const { parameters = {}, secrets = {} } = environment;
  const read = ["s3:GetObject", "s3:GetObjectVersion"];
  const parameterArns = Object.values(parameters).map((path) =>
    names.arn("ssm", `parameter/${path.replace(/^\//, "")}`),
  );
  return [
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${props.logGroupArn}:*`] },
    // Without kms:ViaService: CodeBuild encrypts with the key itself before it stores.
    { actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], resources: [keyArn] },
    ...inBucket(artifacts, [`${name}/*`], ["s3:PutObject"]),
    ...inBucket(logStore, [`logs/${name}/*`], ["s3:PutObject"]),
    ...inBucket(
      cache?.type === "S3" ? cache.store : undefined,
      [cachePrefix(name), `${cachePrefix(name)}/*`],
      [...read, "s3:PutObject"],
    ),
    ...(source.type === "S3"
      ? inBucket(source.store, [source.key.endsWith("/") ? `${source.key}*` : source.key], read)
      : []),
    ...(source.type === "GITHUB" && source.connectionArn
      ? [
          {
            actions: ["codeconnections:GetConnection", "codeconnections:GetConnectionToken"],
            resources: [source.connectionArn],
          },
        ]
      : []),
    ...(props.reportGroupArns.length > 0
      ? [
          {
            actions: [
              "codebuild:BatchPutCodeCoverages",
              "codebuild:BatchPutTestCases",
              "codebuild:CreateReport",
              // A buildspec names its reports, and CodeBuild finds or makes the group of that name with this right.
              "codebuild:CreateReportGroup",
              "codebuild:UpdateReport",
            ],
            resources: [...props.reportGroupArns],
          },
        ]
      : []),
    ...(parameterArns.length > 0 ? [{ actions: ["ssm:GetParameters"], resources: parameterArns }] : []),
    ...secretStatements(Object.values(secrets)),
    ...imageStatements(props.image, props.registry),
    ...(network ? networkStatements(names, network) : []),
  ];
}

function inBucket(store: Pick<ObjectStore, "bucketArn"> | undefined, keys: string[], actions: string[]): Statement[] {
  if (!store) return [];
  return [
    { actions, resources: keys.map((key) => `${store.bucketArn}/${key}`) },
    // CodeBuild checks who owns the bucket before it reads or writes.
    { actions: ["s3:GetBucketAcl", "s3:GetBucketLocation"], resources: [store.bucketArn] },
  ];
}

function secretStatements(secrets: readonly { readonly secretArn: string; readonly keyArn: string }[]): Statement[] {
  if (secrets.length === 0) return [];
  const unique = (values: string[]) => [...new Set(values)];
  return [
    { actions: ["secretsmanager:GetSecretValue"], resources: unique(secrets.map(({ secretArn }) => secretArn)) },
    ...unique(secrets.map(({ keyArn }) => keyArn)).map((arn) => throughService("secretsmanager", arn, ["kms:Decrypt"])),
  ];
}

/** CodeBuild uses the project's role to make a network interface for each build (user guide, "Use CodeBuild with Amazon VPC"). */
function networkStatements(names: Names, { privateSubnetIds }: NetworkAttributes): Statement[] {
  const interfaces = names.arn("ec2", "network-interface/*");
  const subnets = privateSubnetIds.map((subnet) => names.arn("ec2", `subnet/${subnet}`));
  return [
    {
      actions: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      // EC2's describe actions have no resource.
      resources: ["*"],
    },
    { actions: ["ec2:DeleteNetworkInterface"], resources: [interfaces] },
    {
      actions: ["ec2:CreateNetworkInterface"],
      resources: [interfaces, names.arn("ec2", "security-group/*"), ...subnets],
    },
    {
      actions: ["ec2:CreateNetworkInterfacePermission"],
      resources: [interfaces],
      conditions: [
        { test: "StringEquals", variable: "ec2:AuthorizedService", values: ["codebuild.amazonaws.com"] },
        { test: "ArnEquals", variable: "ec2:Subnet", values: subnets },
      ],
    },
  ];
}
