import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument, type Statement } from "../access/policy";
import type { NetworkAttributes } from "../network/network";

/** The user that every client acts as on the file system: the one that the application's image runs as. */
const posixUser = { uid: 10001, gid: 10001 };

/** The directory that clients see as the root of the file system. EFS makes it on the first mount. */
const sharedDirectory = "/data";

export interface FileSystemProps {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  /** Encrypts the files. */
  readonly keyArn: string;
  /** The mount targets are in its private subnets. */
  readonly network: NetworkAttributes;
  /** Daily backups by EFS, kept 35 days in the account's automatic vault. @default true */
  readonly backups?: boolean;
}

/**
 * An encrypted EFS file system with a mount target in each private subnet. Clients mount it over TLS through its access
 * point; their role needs `elasticfilesystem:ClientMount` (and `ClientWrite`) on `fileSystemArn`.
 */
export class FileSystem extends Construct {
  static readonly port = 2049;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  /** The access point, which Terraform makes after the mount targets. */
  readonly accessPointId: string;
  readonly accessPointArn: string;
  /** Security group of the mount targets. It has no rules until a consumer adds one (`allowTraffic`). */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    const { names, network, backups = true } = props;
    const name = names.of("file_system", props.name);

    const fileSystem = new EfsFileSystem(this, "files", {
      creationToken: name,
      encrypted: true,
      kmsKeyId: props.keyArn,
      throughputMode: "elastic",
      lifecyclePolicy: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
      tags: { Name: name },
    });
    new EfsBackupPolicy(this, "backups", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: backups ? "ENABLED" : "DISABLED" },
    });
    const securityGroup = new SecurityGroup(this, "access", {
      name: names.of("security_group", `${props.name}-files`),
      description: `Who may mount the file system ${name}`,
      vpcId: network.vpcId,
    });
    const mountTargets = network.privateSubnetIds.map(
      (subnetId, index) =>
        new EfsMountTarget(this, `mount-target-${index + 1}`, {
          fileSystemId: fileSystem.id,
          subnetId,
          securityGroups: [securityGroup.id],
        }),
    );
    const accessPoint = new EfsAccessPoint(this, "access-point", {
      fileSystemId: fileSystem.id,
      posixUser,
      rootDirectory: {
        path: sharedDirectory,
        creationInfo: { ownerUid: posixUser.uid, ownerGid: posixUser.gid, permissions: "0750" },
      },
      tags: { Name: name },
      // So that a consumer of the access point can also mount it.
      dependsOn: mountTargets,
    });
    new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: fileSystem.id,
      policy: policyDocument(this, "policy-document", clientRules(fileSystem.arn, accessPoint.arn)),
    });

    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.accessPointId = accessPoint.id;
    this.accessPointArn = accessPoint.arn;
    this.securityGroupId = securityGroup.id;
  }
}

/** The policy only denies. A client still needs a role that allows it, so anonymous clients cannot mount. */
function clientRules(fileSystemArn: string, accessPointArn: string): Statement[] {
  const refusal = {
    effect: "Deny" as const,
    actions: ["ClientMount", "ClientWrite", "ClientRootAccess"].map((action) => `elasticfilesystem:${action}`),
    resources: [fileSystemArn],
    principals: [{ type: "AWS" as const, identifiers: ["*"] }],
  };
  return [
    {
      sid: "TlsOnly",
      ...refusal,
      conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    },
    {
      sid: "MountTargetsOnly",
      ...refusal,
      conditions: [{ test: "Bool", variable: "elasticfilesystem:AccessedViaMountTarget", values: ["false"] }],
    },
    {
      sid: "AccessPointOnly",
      ...refusal,
      conditions: [{ test: "StringNotEquals", variable: "elasticfilesystem:AccessPointArn", values: [accessPointArn] }],
    },
  ];
}
