import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface ContainerRegistryProps {
  readonly names: Names;
  /** The last part of the repository's name. */
  readonly name: string;
  /** Encrypts the images. */
  readonly keyArn: string;
  /** How many images are kept; older ones are removed. @default 30 */
  readonly keepImages?: number;
  /** Whether the repository may be destroyed while it holds images. @default false */
  readonly destroyable?: boolean;
}

/** A private image repository: encrypted, scanned on push, tags that never move, old images removed. */
export class ContainerRegistry extends Construct {
  readonly repositoryUrl: string;
  readonly repositoryArn: string;

  constructor(scope: Construct, id: string, props: ContainerRegistryProps) {
    super(scope, id);

    const repository = new EcrRepository(this, "repository", {
      name: props.names.of("registry", props.name),
      imageTagMutability: "IMMUTABLE",
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: props.keyArn }],
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: props.destroyable ?? false,
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          expire(1, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 }),
          expire(2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: props.keepImages ?? 30 }),
        ],
      }),
    });

    this.repositoryUrl = repository.repositoryUrl;
    this.repositoryArn = repository.arn;
  }
}

function expire(rulePriority: number, selection: Record<string, string | number>) {
  return { rulePriority, selection, action: { type: "expire" } };
}
