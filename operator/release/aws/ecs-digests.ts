import { DescribeTasksCommand, type ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import { digestOf } from "../../process/image-digest";
import { LostCredentials } from "../port/lost-credentials";

/**
 * Which digests of an image that a tag names run in each service, for the record: the tag may be moved later. ECS keeps a deployment's tasks on one
 * digest; the next deployment takes what the tag names then. Nothing where the name has its digest, and where no task says one.
 */
export async function runningDigests(
  ecs: ECSClient,
  cluster: string,
  services: readonly string[],
  image: string,
): Promise<string[]> {
  if (digestOf(image) !== undefined) return [];
  return (await Promise.all(services.map((service) => inService(ecs, cluster, service, image)))).flat();
}

async function inService(ecs: ECSClient, cluster: string, service: string, image: string): Promise<string[]> {
  try {
    const { taskArns: tasks = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName: service }));
    if (tasks.length === 0) return [];
    const found = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
    const containers = (found.tasks ?? []).flatMap((task) => task.containers ?? []);
    const digests = containers.flatMap((of) => (of.image === image && of.imageDigest ? [of.imageDigest] : []));
    return [...new Set(digests)].sort().map((digest) => `${service}: ${image} is ${digest}`);
  } catch (error) {
    if (error instanceof LostCredentials) throw error;
    return [`${service}: which digest of ${image} runs could not be read: ${(error as Error).message}`];
  }
}
