import type { StackView } from "../look/stack-view";

/** An image that a stack runs. */
export interface ImageReference {
  readonly image: string;
  /** The stack that makes the repository it is in, which is empty at first. @default - none of the stacks makes it */
  readonly madeBy?: string;
}

/** An image in a JSON text, also in one that is a value of another: there each quote has backslashes before it. */
const named = /\\*"image(?:_uri)?\\*":\s*\\*"([^"\\]+)/g;

/** CodeBuild's own build machines, which are in no registry. */
const curated = /^aws\/codebuild\//;

/** The images that a stack's containers, functions and builds run, each once; those of Helm charts are the charts' own. */
export function imagesOf(stack: StackView, all: readonly StackView[]): ImageReference[] {
  const texts = stack
    .resources()
    .filter(({ type }) => type !== "helm_release")
    .map(({ body }) => JSON.stringify(stack.resolvedBody(body)));
  const images = texts.flatMap((text) => [...text.matchAll(named)].map(([, image = ""]) => image));
  const whole = [...new Set(images)].filter((image) => !image.includes("${") && !curated.test(image));
  return whole.map((image) => ({ image, ...makerOf(image, all) }));
}

/** The stack that makes the repository of an image, by the names of the repositories. */
function makerOf(image: string, all: readonly StackView[]): Pick<ImageReference, "madeBy"> {
  const { registry, repository } = parseImage(image);
  const names: readonly [RegExp, string, string][] = [
    [/\.dkr\.ecr\./, "aws_ecr_repository", "name"],
    [/-docker\.pkg\.dev$/, "google_artifact_registry_repository", "repository_id"],
  ];
  const [, type, key] = names.find(([host]) => host.test(registry)) ?? [];
  const isIn = (name: unknown) => repository === name || repository.split("/")[1] === name;
  const isMade = (stack: StackView) => {
    if (type) return stack.bodies(type).some((body) => isIn(body[key as string]));
    return stack.bodies("azurerm_container_registry").some(({ name }) => registry === `${name}.azurecr.io`);
  };
  const maker = all.find(isMade);
  return maker ? { madeBy: maker.id } : {};
}

/** The parts of an image's name. */
export interface ImageName {
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest such as `sha256:…`. */
  readonly reference: string;
}

/** Takes an image's name apart, as Docker does: without a registry it is on Docker Hub, without a tag it is `latest`. */
export function parseImage(image: string): ImageName {
  const [named = "", digest] = image.split("@");
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === "localhost";
  const rest = isHost ? named.slice(slash + 1) : named;
  const [, path = rest, tag = "latest"] = /^(.*?)(?::([\w.-]+))?$/.exec(rest) ?? [];
  const isHub = !isHost || first === "docker.io";
  return {
    registry: isHub ? "registry-1.docker.io" : first,
    repository: isHub && !path.includes("/") ? `library/${path}` : path,
    reference: digest ?? tag,
  };
}
