import "cdktf/lib/testing/adapters/jest";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Testing } from "cdktf";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/aws/stores/container-registry";
import { names } from "../fixtures";

function synth(props: Partial<ContainerRegistryProps> = {}): string {
  return Testing.synthScope((scope) => {
    new ContainerRegistry(scope, "registry", { names, name: "api", keyArn: "arn:key", ...props });
  });
}

describe("ContainerRegistry", () => {
  test("images are scanned, encrypted with the key, and their tags never move", () => {
    expect(synth()).toHaveResourceWithProperties(EcrRepository, {
      name: "test-execution-prod-api",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:key" }],
      force_delete: false,
    });
  });

  test("a repository with images goes only where that is wanted", () => {
    expect(synth({ destroyable: true })).toHaveResourceWithProperties(EcrRepository, { force_delete: true });
  });

  test("untagged images end after 7 days, the rest beyond the number to keep", () => {
    const { resource } = JSON.parse(synth({ keepImages: 12 }));
    const [policy] = Object.values<{ policy: string }>(resource[EcrLifecyclePolicy.tfResourceType]);
    const selections = JSON.parse(policy.policy).rules.map((rule: { selection: object }) => rule.selection);
    expect(selections).toEqual([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
      { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 12 },
    ]);
  });
});
