import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { CloudbuildTrigger } from "@cdktf/provider-google/lib/cloudbuild-trigger";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { BuildTrigger } from "../../../../modules/gcp/builds/build-trigger";
import { ContainerRegistry } from "../../../../modules/gcp/stores/container-registry";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const made = synthesized((scope) => {
  const registry = new ContainerRegistry(scope, "registry", { names, name: "images", keepImages: 30 });
  new BuildTrigger(scope, "build", { names, name: "api", repository: "example/system", registry });
});

test("each commit on main becomes an image whose tag is the commit's hash", () => {
  const trigger = made.one(CloudbuildTrigger);
  expect(trigger).toMatchObject({
    github: { owner: "example", name: "system", push: { branch: "^main$" } },
    build: { options: { logging: "CLOUD_LOGGING_ONLY" } },
  });
  const [image] = trigger.build.images;
  expect(image).toMatch(/^us-central1-docker\.pkg\.dev\/example-prod\/.*\/api:\$COMMIT_SHA$/);
  expect(trigger.build.step[0].args).toEqual(["build", "--tag", image, "."]);
});

test("the build's account may only write logs and push into that registry", () => {
  expect(made.all(ProjectIamMember).map(({ role }) => role)).toEqual(["roles/logging.logWriter"]);
  expect(made.all(ArtifactRegistryRepositoryIamMember)).toMatchObject([
    { role: "roles/artifactregistry.writer", location: "us-central1" },
  ]);
});
