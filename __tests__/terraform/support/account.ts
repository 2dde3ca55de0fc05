import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { paginateGetResources, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { EmulatorProcess } from "../../../operator/local/emulator-process";
import { stateLocation } from "../../../stacks/state-location";

/** One instance of a resource in a state. */
interface Instance {
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Addresses of what it needs. */
  readonly dependencies?: readonly string[];
}

type Tags = Readonly<Record<string, string>> | null | undefined;

const where = { environment: "local", region: "us-east-1", account_id: "123456789012" };

/** Where `local` has its states and locks. */
export const location = stateLocation(where);

/** The resources in an emulator's account, read without Terraform and the operator. */
export class Account {
  readonly s3: S3Client;
  private readonly dynamodb: DynamoDBClient;
  private readonly tagging: ResourceGroupsTaggingAPIClient;

  private readonly endpoint: string;
  private readonly key: string;

  constructor({ endpoint, key }: Pick<EmulatorProcess, "endpoint" | "key">) {
    this.endpoint = endpoint;
    this.key = key;
    const credentials = { accessKeyId: key, secretAccessKey: "test" };
    const config = { endpoint, region: where.region, credentials };
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.dynamodb = new DynamoDBClient(config);
    this.tagging = new ResourceGroupsTaggingAPIClient(config);
  }

  /** The lock of a stack's state, as Terraform recorded it; nothing if it is not locked. */
  async lock(stack: string): Promise<string | undefined> {
    const Key = { LockID: { S: `${location.bucket}/${stack}` } };
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: location.lockTable, Key, ConsistentRead: true }),
    );
    return Item?.["Info"]?.S;
  }

  /** The text of a stack's state in the bucket; nothing if none was ever saved. */
  async stateText(stack: string): Promise<string> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: location.bucket, Key: stack }));
      return (await Body?.transformToString()) ?? "";
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return "";
      throw error;
    }
  }

  /** The managed resources in a stack's state. */
  async state(stack: string): Promise<Instance[]> {
    const { resources } = JSON.parse((await this.stateText(stack)) || '{ "resources": [] }') as {
      resources: { mode: string; type: string; name: string; instances: Omit<Instance, "address">[] }[];
    };
    return resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map((instance) => ({ ...instance, address: `${type}.${name}` })),
      );
  }

  /** ARNs of the resources with a stack's tag, without those that AWS removes by itself: keys that wait for their deletion, and automatic snapshots. */
  async tagged(stack: string): Promise<string[]> {
    const TagFilters = [{ Key: "Stack", Values: [stack] }];
    const found: string[] = [];
    for await (const page of paginateGetResources({ client: this.tagging }, { TagFilters })) {
      for (const { ResourceARN: arn = "" } of page.ResourceTagMappingList ?? []) {
        if (!arn.includes("snapshot:rds:") && !(await this.isEndingKey(arn))) found.push(arn);
      }
    }
    return found.sort();
  }

  /**
   * The differences between a stack's state and its resources: those that are missing in the state, and those that exist only there. The
   * second only for kinds of resource that the tagging API lists.
   */
  async difference(stack: string): Promise<{ orphans: string[]; missing: string[] }> {
    const real = await this.tagged(stack);
    const state = await this.state(stack);
    const known = new Set(state.flatMap(({ attributes: { arn, id } }) => [arn, id]));
    const kinds = new Set(real.map(kindOf));
    const tagged = state.filter(({ attributes }) => (attributes["tags_all"] as Tags)?.["Stack"] === stack);
    const isThere = ({ attributes: { arn, id } }: Instance) =>
      real.some((found) => found === arn || lastPart(found) === id);
    return {
      // Tasks are started by their service.
      orphans: real.filter((arn) => !known.has(arn) && !known.has(lastPart(arn)) && kindOf(arn) !== "ecs:task"),
      missing: tagged
        .filter((it) => kinds.has(kindOf(String(it.attributes["arn"]))) && !isThere(it))
        .map(({ address }) => address),
    };
  }

  /** Has a key deleted, as a person does who finds one by its tag. */
  async endKey(arn: string): Promise<void> {
    await this.call("kms", "TrentService.ScheduleKeyDeletion", { KeyId: arn, PendingWindowInDays: 7 });
  }

  /** The value of a secret. */
  async secret(arn: string): Promise<string> {
    const { SecretString } = await this.call("secretsmanager", "secretsmanager.GetSecretValue", { SecretId: arn });
    return SecretString as string;
  }

  private async isEndingKey(arn: string): Promise<boolean> {
    if (kindOf(arn) !== "kms:key") return false;
    const { KeyMetadata } = await this.call("kms", "TrentService.DescribeKey", { KeyId: arn });
    return (KeyMetadata as { KeyState: string }).KeyState === "PendingDeletion";
  }

  /** Calls a service whose client is not a dependency of the product. */
  private async call(service: string, target: string, body: object): Promise<Record<string, unknown>> {
    const credential = `Credential=${this.key}/20250101/${where.region}/${service}/aws4_request`;
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": target,
        Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
}

/** Service and type, e.g. `ec2:vpc`. */
function kindOf(arn: string): string {
  const [, , service, , , ...resource] = arn.split(":");
  return `${service}:${resource.length > 1 || arn.includes("/") ? resource.join(":").split(/[/:]/)[0] : ""}`;
}

function lastPart(arn: string): string {
  return arn.split(/[/:]/).at(-1) ?? "";
}
