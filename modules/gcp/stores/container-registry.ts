import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface ContainerRegistryProps {
  readonly names: Names;
  /** The last part of the repository's name. */
  readonly name: string;
  /** KMS key of the images (`EncryptionKey` for the service `artifact-registry`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Number of versions of each image that are kept; older ones are deleted. */
  readonly keepImages: number;
  /** Whether Terraform may delete the repository with all images in it. @default false */
  readonly destroyable?: boolean;
}

/** A private image repository in Artifact Registry. Images are scanned on push, tags are immutable, old images are deleted. */
export class ContainerRegistry extends Construct {
  /** `<region>-docker.pkg.dev/<project>/<repository>`; an image is `<repositoryUrl>/<image>:<tag>`. */
  readonly repositoryUrl: string;
  readonly repositoryName: string;
  readonly location: string;

  constructor(scope: Construct, id: string, props: ContainerRegistryProps) {
    super(scope, id);
    const { names } = props;

    const repository = new ArtifactRegistryRepository(this, "repository", {
      repositoryId: names.of("gcp_resource", props.name),
      location: names.region,
      description: `Images of ${names.prefix}`,
      format: "DOCKER",
      kmsKeyName: props.keyId,
      dockerConfig: { immutableTags: true },
      // The project's setting: scanning is on where the Container Scanning API is enabled.
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      cleanupPolicies: [
        { id: "untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "604800s" } },
        { id: "old", action: "DELETE", condition: { tagState: "ANY", olderThan: "86400s" } },
        // A KEEP policy wins over the DELETE policies.
        { id: "newest", action: "KEEP", mostRecentVersions: { keepCount: props.keepImages } },
      ],
      // Artifact Registry deletes a repository together with its images.
      lifecycle: { preventDestroy: !(props.destroyable ?? false) },
    });

    this.repositoryUrl = `${names.region}-docker.pkg.dev/${names.accountId}/${repository.repositoryId}`;
    this.repositoryName = repository.repositoryId;
    this.location = names.region;
  }
}
