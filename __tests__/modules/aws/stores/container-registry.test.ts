import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/aws/stores/container-registry";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<ContainerRegistryProps> = {}) =>
  synthesized((scope) => {
    new ContainerRegistry(scope, "registry", { names, name: "api", keyArn: "arn:key", ...props });
  });

describe("ContainerRegistry", () => {
  test("images are scanned, encrypted with the key, and their tags never move", () => {
    expect(make()).toHaveResourceWithProperties(EcrRepository, {
      name: "test-execution-prod-api",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:key" }],
      force_delete: false,
    });
  });

  test("a repository with images is destroyed only where the caller allows it", () => {
    expect(make({ destroyable: true })).toHaveResourceWithProperties(EcrRepository, { force_delete: true });
  });

  test("untagged images end after 7 days, the rest beyond the number to keep", () => {
    const { policy } = make({ keepImages: 12 }).one(EcrLifecyclePolicy);
    const selections = JSON.parse(policy).rules.map((rule: { selection: object }) => rule.selection);
    expect(selections).toEqual([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
      { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 12 },
    ]);
  });
});
