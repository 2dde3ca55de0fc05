import type { Workspace } from "../terraform/workspace";

/** The settings of a backend in S3, as far as they say where the state is and who may read it. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** The table with the locks and the checksums. */
  readonly dynamodb_table?: string;
  /** Whether an object beside the state locks it too. */
  readonly use_lockfile?: boolean;
  readonly assume_role?: { readonly role_arn?: string };
  readonly allowed_account_ids?: readonly string[];
  readonly use_path_style?: boolean;
}

export function s3Place({ config }: Pick<Workspace, "config">): S3Place {
  return config.backend.settings as unknown as S3Place;
}
