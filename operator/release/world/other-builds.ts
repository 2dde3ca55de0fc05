import { join } from "node:path";
import { stateText } from "../../preflight/aws/state";
import { readStackConfig } from "../../terraform/stack-config";

/** A stack of the same system and environment, and the image that its state has. */
interface Running {
  readonly id: string;
  readonly image?: string;
  /** Why it could not be seen. */
  readonly unseen?: string;
}

/** A line for each of the stacks that runs another image than the one that was released, or that could not be looked at. */
export async function otherBuilds(ids: readonly string[], source: string, build: string): Promise<string[]> {
  const running = await Promise.all(ids.map((id) => imageOf(id, join(source, "stacks", id, "cdk.tf.json"))));
  return running.flatMap(({ id, image, unseen }) => {
    if (unseen !== undefined) return [`${id}: which build it runs could not be seen: ${unseen}`];
    return image !== undefined && image !== build ? [`${id} of the same system runs another build: ${image}`] : [];
  });
}

async function imageOf(id: string, file: string): Promise<Running> {
  const { backend, lateBound } = readStackConfig(file);
  if (!("image" in lateBound)) return { id };
  if (backend.type !== "s3") return { id, unseen: "its state is not in a bucket" };
  try {
    const text = await stateText(backend.settings);
    // Not deployed.
    if (!text) return { id };
    const { outputs = {} } = JSON.parse(text) as { outputs?: { release?: { value?: { image?: { value?: string } } } } };
    const image = outputs.release?.value?.image?.value;
    return image === undefined ? { id } : { id, image };
  } catch (error) {
    return { id, unseen: (error as Error).message };
  }
}
