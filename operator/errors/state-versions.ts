import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { assumedRole } from "../aws/role";
import type { Workspace } from "../terraform/workspace";

/** The settings of a backend in S3, as far as they say where the state is and who may read it. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly dynamodb_table?: string;
  readonly assume_role?: { readonly role_arn?: string };
  readonly allowed_account_ids?: readonly string[];
  readonly use_path_style?: boolean;
}

/** A version of the object that holds a state. */
export interface StateVersion {
  readonly versionId: string;
  readonly saved: Date;
  readonly text: string;
  /** Its checksum, as Terraform keeps it in the lock table. */
  readonly md5: string;
  /** What it says, if it is a state. */
  readonly state?: { readonly serial: number; readonly lineage: string; readonly resources: number };
}

/** The versions of a state's object, newest first. */
export interface StateVersions {
  /** What is read now; nothing if the object was deleted. */
  readonly now?: StateVersion;
  readonly earlier: readonly StateVersion[];
}

/** How many versions are read. */
const most = 50;

export function s3Place({ config }: Workspace): S3Place {
  return config.backend.settings as unknown as S3Place;
}

/** Reads the versions of a state from its bucket, until one has the checksum. */
export async function stateVersions(place: S3Place, checksum: string | undefined): Promise<StateVersions> {
  const { S3Client, ListObjectVersionsCommand, GetObjectCommand } = await import("@aws-sdk/client-s3");
  const { bucket: Bucket, key, region, assume_role, allowed_account_ids = [] } = place;
  const role = assume_role?.role_arn;
  const credentials = role ? { credentials: assumedRole(role, region, {}) } : {};
  const s3: S3Client = new S3Client({ ...credentials, region, forcePathStyle: place.use_path_style ?? false });
  const owner = { Bucket, ExpectedBucketOwner: allowed_account_ids[0] };
  try {
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ ...owner, Prefix: key }));
    const versions: (StateVersion & { readonly isLatest: boolean })[] = [];
    for (const { VersionId, LastModified, IsLatest = false } of Versions.filter(({ Key }) => Key === key).slice(
      0,
      most,
    )) {
      const { Body } = await s3.send(new GetObjectCommand({ ...owner, Key: key, VersionId }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      const md5 = createHash("md5").update(bytes).digest("hex");
      const text = bytes.toString();
      versions.push({
        versionId: VersionId ?? "null",
        saved: LastModified ?? new Date(Number.NaN),
        text,
        md5,
        ...stateIn(text),
        isLatest: IsLatest,
      });
      if (md5 === checksum) break;
    }
    const now = versions.find(({ isLatest }) => isLatest);
    return { ...(now && { now }), earlier: versions.filter((it) => it !== now) };
  } finally {
    s3.destroy();
  }
}

function stateIn(text: string): Pick<StateVersion, "state"> {
  try {
    const { serial, lineage, resources } = JSON.parse(text) as {
      serial: number;
      lineage: string;
      resources: unknown[];
    };
    return lineage && Array.isArray(resources) ? { state: { serial, lineage, resources: resources.length } } : {};
  } catch {
    return {};
  }
}
