import type { Statement } from "../access/policy";
import type { ContainerRegistry } from "../stores/container-registry";

/** An image in a private registry of AWS (ECR), in any account and region. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/([^:@]+)/;

/** Whose credentials pull a build's image: CodeBuild's own for its images, the project's role for all others (CodeBuild user guide). */
export const pullsWith = (image: string) => (image.startsWith("aws/codebuild/") ? "CODEBUILD" : "SERVICE_ROLE");

/** The rights to pull the image in which builds run, and to push to and pull from the registry of the images that they make. */
export function imageStatements(
  image: string | undefined,
  registry: Pick<ContainerRegistry, "repositoryArn"> | undefined,
): Statement[] {
  const [, account, region, name] = privateImage.exec(image ?? "") ?? [];
  const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  const push = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];
  return [
    // The login to ECR has no resource.
    ...(name || registry ? [{ actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }] : []),
    ...(name ? [{ actions: pull, resources: [`arn:aws:ecr:${region}:${account}:repository/${name}`] }] : []),
    ...(registry ? [{ actions: [...pull, ...push], resources: [registry.repositoryArn] }] : []),
  ];
}
