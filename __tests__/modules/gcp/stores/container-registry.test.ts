import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/gcp/stores/container-registry";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

function repositoryOf(props: Partial<ContainerRegistryProps> = {}) {
  const made = synthesized((scope) => {
    new ContainerRegistry(scope, "registry", { names, name: "images", keepImages: 30, ...props });
  });
  return made.one(ArtifactRegistryRepository);
}

test("tags are immutable, images are scanned, and Terraform refuses to destroy them", () => {
  expect(repositoryOf()).toMatchObject({
    repository_id: "test-execution-prod-images",
    location: "us-central1",
    format: "DOCKER",
    docker_config: { immutable_tags: true },
    vulnerability_scanning_config: { enablement_config: "INHERITED" },
    lifecycle: { prevent_destroy: true },
  });
});

test("the newest images are kept and all others are deleted", () => {
  expect(repositoryOf({ keepImages: 5 }).cleanup_policies).toEqual(
    expect.arrayContaining([
      { id: "old", action: "DELETE", condition: { tag_state: "ANY", older_than: "86400s" } },
      { id: "newest", action: "KEEP", most_recent_versions: { keep_count: 5 } },
    ]),
  );
});

test("a destroyable registry is deleted with its images, and a KMS key can encrypt them", () => {
  expect(repositoryOf({ destroyable: true, keyId: "key" })).toMatchObject({
    kms_key_name: "key",
    lifecycle: { prevent_destroy: false },
  });
});
