import type { S3Place } from "../aws/state-bucket";
import type { Workspace } from "../terraform/workspace";

export function s3Place({ config }: Pick<Workspace, "config">): S3Place {
  return config.backend.settings as unknown as S3Place;
}
