import { parseDocument } from "yaml";
import { UserError } from "../process/user-error";

/** An image by its digest, in the parts that a chart takes. */
export interface Image {
  /** `ghcr.io/<owner>/<name>`. */
  readonly repository: string;
  /** `sha256:` and 64 digits. */
  readonly digest: string;
}

/** The file that names the build of an environment, in the repository that Argo CD follows. */
export const valuesOf = (environment: "staging" | "production"): string => `environments/${environment}/values.yaml`;

/** Reads `<repository>@sha256:…`. @throws {UserError} for a tag alone: someone may move it */
export function imageOf(text = "none"): Image {
  const [, repository, digest] = /^([a-z0-9][\w.:/-]*[a-z0-9])@(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (repository && digest) return { repository, digest };
  throw new UserError(`--image: expected <registry>/<name>@sha256:<64 digits>, found ${text}`);
}

/**
 * What `image.tag` becomes: a tag for people, and the digest, which decides (`<repository>:<tag>@<digest>` is a reference that every
 * container runtime takes, and what a chart makes of `repository:tag`).
 */
export function tagOf({ digest }: Image, tag: string): string {
  return `${tag}@${digest}`;
}

/**
 * A values file with another `image.tag`; comments and everything else stay as they are.
 *
 * @throws {UserError} if the file is no YAML, has no `image.tag`, or names another repository: the image would not be the one of the tag
 */
export function withTag(file: string, text: string, image: Image, tag: string): string {
  const document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong) throw new UserError(`${file}: expected YAML: ${wrong.message.split("\n", 1)[0]}`);
  if (typeof document.getIn(["image", "tag"]) !== "string") {
    throw new UserError(`${file}: expected image.tag, a text, found none`);
  }
  const repository = document.getIn(["image", "repository"]);
  if (repository !== image.repository) {
    throw new UserError(`${file}: expected image.repository ${image.repository}, found ${String(repository)}`);
  }
  document.setIn(["image", "tag"], tagOf(image, tag));
  return document.toString({ lineWidth: 0 });
}

/** The image that a values file names; nothing where it names none, or is no YAML. */
export function readTag(text: string): { readonly repository?: string; readonly tag?: string } {
  const document = parseDocument(text);
  if (document.errors.length > 0) return {};
  const [repository, tag] = ["repository", "tag"].map((key) => document.getIn(["image", key]));
  return typeof repository === "string" && typeof tag === "string" ? { repository, tag } : {};
}
