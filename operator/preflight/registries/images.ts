import type { Account } from "../aws/account";
import { type Answer, type Finding, look, missing, ok, unknown } from "../look/finding";
import { grouped } from "../look/grouped";
import type { StackView } from "../look/stack-view";
import { type ImageReference, imagesOf, parseImage } from "../references/images";
import { isGoogleRegistry, type NoSignIn, withoutSignIn } from "../references/registry-sign-ins";
import { registryAnswer, type SignIn } from "./registry";

const ecrHost = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/;

export interface ImageOptions {
  /** The accounts whose images in ECR can be looked at. */
  readonly accounts: readonly Account[];
  /** A sign-in to Google's registries. @default - they are called without one */
  readonly google?: () => Promise<SignIn | undefined>;
}

/** Whether the images that stacks run are in their registries. */
export function imageFindings(
  stacks: readonly StackView[],
  all: readonly StackView[],
  options: ImageOptions,
): Promise<Finding[]> {
  const images = grouped(
    stacks,
    (stack) => imagesOf(stack, all),
    ({ image }) => image,
  );
  return Promise.all(
    images.map(({ item, stacks: ids }) => {
      const subject = { check: "image", subject: item.image, stacks: ids };
      const host = ecrHost.exec(item.image);
      const account = host && options.accounts.find(({ stacks }) => stacks.some(({ id }) => ids.includes(id)));
      if (host && account) return account.look(subject, () => ecrAnswer(account, item, host));
      const users = stacks.filter(({ id }) => ids.includes(id));
      return look(subject, () => answer(item, users, options));
    }),
  );
}

async function answer(
  { image, madeBy }: ImageReference,
  users: readonly StackView[],
  { google }: ImageOptions,
): Promise<Answer> {
  const { registry } = parseImage(image);
  // A stack that has no sign-in needs an image that is there without one, also where the person who looks has one.
  const [open] = users.flatMap((user) => {
    const way = withoutSignIn(user, registry, image);
    return way ? [{ ...way, id: user.id }] : [];
  });
  const signIn = !open && isGoogleRegistry(registry) ? await google?.() : undefined;
  const found = await registryAnswer(image, signIn, open && ((host) => refusedTo(host, open)));
  return madeBy && found.status !== "ok" ? emptyAtFirst(madeBy) : found;
}

function refusedTo(host: string, { id, remedy, command }: NoSignIn & { readonly id: string }): Answer {
  const why = `${host} refuses it without a sign-in, and ${id} has none there`;
  return missing(`${why}. Not there yet: push it. Private: ${remedy}`, command);
}

/** The registry exists once its stack is deployed. */
const emptyAtFirst = (stack: string) =>
  unknown(`${stack} makes this registry, which is empty at first: docs/first-deploy.md says how to begin`);

async function ecrAnswer(account: Account, { image, madeBy }: ImageReference, host: RegExpExecArray): Promise<Answer> {
  const { ECRClient, DescribeImagesCommand } = await import("@aws-sdk/client-ecr");
  const [, registryId, region] = host;
  const client = new ECRClient(await account.options(region));
  const { repository: repositoryName, reference } = parseImage(image);
  const id = reference.startsWith("sha256:") ? { imageDigest: reference } : { imageTag: reference };
  try {
    const input = { registryId, repositoryName, imageIds: [id] };
    const { imageDetails = [] } = await client.send(new DescribeImagesCommand(input));
    return ok(imageDetails[0]?.imageDigest ?? "found");
  } catch (error) {
    const { name } = error as Error;
    if (name === "RepositoryNotFoundException" && madeBy) return emptyAtFirst(madeBy);
    if (name === "RepositoryNotFoundException")
      return missing(
        `there is no repository ${repositoryName}`,
        `aws ecr create-repository --repository-name ${repositoryName} --region ${region}`,
      );
    if (name === "ImageNotFoundException") return missing("the repository has no such image", `docker push ${image}`);
    throw error;
  }
}
