import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { Testing } from "cdktf";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/gcp/stores/container-registry";
import { names, resourcesOf } from "../fixtures";

function repositoryOf(props: Partial<ContainerRegistryProps> = {}) {
  const synthesized = Testing.synthScope((scope) => {
    new ContainerRegistry(scope, "registry", { names, name: "images", ...props });
  });
  return resourcesOf<{ cleanup_policies: object[] }>(synthesized, ArtifactRegistryRepository)[0];
}

test("tags never move, images are scanned, and Terraform refuses to destroy them", () => {
  expect(repositoryOf()).toMatchObject({
    repository_id: "test-execution-prod-images",
    location: "us-central1",
    format: "DOCKER",
    docker_config: { immutable_tags: true },
    vulnerability_scanning_config: { enablement_config: "INHERITED" },
    lifecycle: { prevent_destroy: true },
  });
});

test("the newest images are kept and all others go", () => {
  expect(repositoryOf({ keepImages: 5 }).cleanup_policies).toEqual(
    expect.arrayContaining([
      { id: "old", action: "DELETE", condition: { tag_state: "ANY", older_than: "86400s" } },
      { id: "newest", action: "KEEP", most_recent_versions: { keep_count: 5 } },
    ]),
  );
});

test("a registry that may be destroyed goes with its images; a key of one's own encrypts them", () => {
  expect(repositoryOf({ destroyable: true, keyId: "key" })).toMatchObject({
    kms_key_name: "key",
    lifecycle: { prevent_destroy: false },
  });
});
