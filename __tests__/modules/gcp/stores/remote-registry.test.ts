import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { RemoteRegistry } from "../../../../modules/gcp/stores/remote-registry";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

test("images of another registry are fetched with a secret that only Artifact Registry's account may read", () => {
  let url = "";
  const made = synthesized((scope) => {
    ({ repositoryUrl: url } = new RemoteRegistry(scope, "remote", {
      names,
      name: "ghcr",
      server: "ghcr.io",
      username: "acme",
      passwordVersion: "projects/acme/secrets/ghcr/versions/3",
      projectNumber: "123",
      keyId: "key",
    }));
  });
  expect(made.one(ArtifactRegistryRepository)).toMatchObject({
    repository_id: "test-execution-prod-ghcr",
    mode: "REMOTE_REPOSITORY",
    kms_key_name: "key",
    remote_repository_config: {
      docker_repository: { custom_repository: { uri: "https://ghcr.io" } },
      upstream_credentials: {
        username_password_credentials: {
          username: "acme",
          password_secret_version: "projects/acme/secrets/ghcr/versions/3",
        },
      },
    },
    depends_on: [expect.stringContaining("google_secret_manager_secret_iam_member")],
  });
  expect(made.one(SecretManagerSecretIamMember)).toMatchObject({
    secret_id: "projects/acme/secrets/ghcr",
    role: "roles/secretmanager.secretAccessor",
    member: "serviceAccount:service-123@gcp-sa-artifactregistry.iam.gserviceaccount.com",
  });
  expect(url).toMatch(/^us-central1-docker\.pkg\.dev\//);
});
