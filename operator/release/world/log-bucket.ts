import type { StackView } from "../../preflight/look/stack-view";

/** A bucket for the log of releases, in a stack's own account. */
export interface LogBucket {
  readonly bucket: string;
  /** The account that it must belong to. */
  readonly owner: string;
  readonly pathStyle: boolean;
}

/**
 * The bucket that `release.log_bucket` names; nothing where it names none. `release_target` says it: that is in the configuration, so also
 * before the first deploy.
 */
export function logBucketOf(stack: StackView): LogBucket | undefined {
  const { log_bucket: bucket } = (stack.output("release_target") ?? {}) as { readonly log_bucket?: string };
  if (!bucket || !stack.aws) return undefined;
  const pathStyle = stack.provider("aws")?.["s3_use_path_style"] === true;
  return { bucket, owner: stack.aws.account, pathStyle };
}
