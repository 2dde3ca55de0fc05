import "cdktf/lib/testing/adapters/jest";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Testing } from "cdktf";
import { FileSystem, type FileSystemProps } from "../../../../modules/aws/stores/file-system";
import { names, network } from "../fixtures";

function synth(props: Partial<FileSystemProps> = {}): string {
  return Testing.synthScope((scope) => {
    new FileSystem(scope, "files", { names, name: "data", keyArn: "arn:key", network, ...props });
  });
}

describe("FileSystem", () => {
  test("files are encrypted with the key and move to cheaper storage after 30 days", () => {
    expect(synth()).toHaveResourceWithProperties(EfsFileSystem, {
      encrypted: true,
      kms_key_id: "arn:key",
      lifecycle_policy: [
        { transition_to_ia: "AFTER_30_DAYS" },
        { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
      ],
    });
  });

  test.each([
    [true, "ENABLED"],
    [false, "DISABLED"],
  ])("backups %s: %s", (backups, status) => {
    expect(synth({ backups })).toHaveResourceWithProperties(EfsBackupPolicy, { backup_policy: { status } });
  });

  test("it can be mounted from every private subnet, and the access point is there only then", () => {
    const { resource } = JSON.parse(synth());
    const mountTargets = resource[EfsMountTarget.tfResourceType];
    expect(Object.values<{ subnet_id: string }>(mountTargets).map((target) => target.subnet_id)).toEqual([
      "subnet-3",
      "subnet-4",
    ]);
    const [accessPoint] = Object.values<{ depends_on: string[] }>(resource[EfsAccessPoint.tfResourceType]);
    expect(accessPoint.depends_on).toEqual(Object.keys(mountTargets).map((id) => `aws_efs_mount_target.${id}`));
  });

  test("clients see one directory, as one user that owns it", () => {
    expect(synth({ path: "/shared", posixUser: { uid: 1, gid: 2 } })).toHaveResourceWithProperties(EfsAccessPoint, {
      posix_user: { uid: 1, gid: 2 },
      root_directory: { path: "/shared", creation_info: { owner_uid: 1, owner_gid: 2, permissions: "0750" } },
    });
  });

  test("mounting without TLS, or not through mount target and access point, is refused to everyone", () => {
    const { data } = JSON.parse(synth());
    const [{ statement }] = Object.values<{ statement: { effect: string; condition: { variable: string }[] }[] }>(
      data[DataAwsIamPolicyDocument.tfResourceType],
    );
    expect(statement.map(({ effect, condition }) => [effect, condition[0].variable])).toEqual([
      ["Deny", "aws:SecureTransport"],
      ["Deny", "elasticfilesystem:AccessedViaMountTarget"],
      ["Deny", "elasticfilesystem:AccessPointArn"],
    ]);
  });
});
