import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { FileSystem, type FileSystemProps } from "../../../../modules/aws/stores/file-system";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const make = (props: Partial<FileSystemProps> = {}) =>
  synthesized((scope) => {
    new FileSystem(scope, "files", { names, name: "data", keyArn: "arn:key", network, ...props });
  });

describe("FileSystem", () => {
  test("files are encrypted with the key and move to cheaper storage after 30 days", () => {
    expect(make()).toHaveResourceWithProperties(EfsFileSystem, {
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
    expect(make({ backups })).toHaveResourceWithProperties(EfsBackupPolicy, { backup_policy: { status } });
  });

  test("it can be mounted from every private subnet, and the access point is there only then", () => {
    const files = make();
    const mountTargets = files.byName(EfsMountTarget);
    expect(Object.values(mountTargets).map(({ subnet_id }) => subnet_id)).toEqual(["subnet-3", "subnet-4"]);
    expect(files.one(EfsAccessPoint).depends_on).toEqual(
      Object.keys(mountTargets).map((id) => `aws_efs_mount_target.${id}`),
    );
  });

  test("clients see one directory, and act as one user, who owns it", () => {
    expect(make()).toHaveResourceWithProperties(EfsAccessPoint, {
      posix_user: { uid: 10001, gid: 10001 },
      root_directory: { path: "/data", creation_info: { owner_uid: 10001, owner_gid: 10001, permissions: "0750" } },
    });
  });

  test("mounting without TLS, or not through mount target and access point, is refused to everyone", () => {
    const refusals = make().statements();
    expect(refusals.map(({ effect, condition }) => [effect, condition?.[0]?.variable])).toEqual([
      ["Deny", "aws:SecureTransport"],
      ["Deny", "elasticfilesystem:AccessedViaMountTarget"],
      ["Deny", "elasticfilesystem:AccessPointArn"],
    ]);
  });
});
