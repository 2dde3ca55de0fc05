import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { CloudbuildTrigger } from "@cdktf/provider-google/lib/cloudbuild-trigger";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { Testing } from "cdktf";
import { BuildTrigger } from "../../../../modules/gcp/builds/build-trigger";
import { ContainerRegistry } from "../../../../modules/gcp/stores/container-registry";
import { names, resourcesOf } from "../fixtures";

const synthesized = Testing.synthScope((scope) => {
  const registry = new ContainerRegistry(scope, "registry", { names, name: "images" });
  new BuildTrigger(scope, "build", { names, name: "api", repository: "example/system", registry });
});

test("each commit on main becomes an image under its hash", () => {
  const [trigger] = resourcesOf<{ build: { images: string[]; step: { args: string[] }[] } }>(
    synthesized,
    CloudbuildTrigger,
  );
  expect(trigger).toMatchObject({
    github: { owner: "example", name: "system", push: { branch: "^main$" } },
    build: { options: { logging: "CLOUD_LOGGING_ONLY" } },
  });
  const [image] = trigger.build.images;
  expect(image).toMatch(/^us-central1-docker\.pkg\.dev\/example-prod\/.*\/api:\$COMMIT_SHA$/);
  expect(trigger.build.step[0].args).toContain(image);
});

test("the build's own account writes logs and pushes into that registry, and nothing else", () => {
  expect(resourcesOf(synthesized, ProjectIamMember).map(({ role }) => role)).toEqual(["roles/logging.logWriter"]);
  expect(resourcesOf(synthesized, ArtifactRegistryRepositoryIamMember)).toMatchObject([
    { role: "roles/artifactregistry.writer", location: "us-central1" },
  ]);
});
