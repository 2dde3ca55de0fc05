import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions, type ProviderSettings } from "../../aws/client";
import { LostCredentials } from "../port/lost-credentials";

/** What AWS says of credentials that ended or are none. */
const lost =
  /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|RequestExpired|CredentialsProviderError|InvalidToken)$/;

/** The services that a release asks, with the credentials of Terraform's provider. Credentials that ended are {@link LostCredentials}. */
export function awsClients(provider: ProviderSettings) {
  const options = { ...clientOptions(provider), maxAttempts: 3 };
  return {
    ecs: watched(new ECSClient(options)),
    balancers: watched(new ElasticLoadBalancingV2Client(options)),
    cloudwatch: watched(new CloudWatchClient(options)),
    lambda: watched(new LambdaClient(options)),
    sqs: watched(new SQSClient(options)),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;

/** The bucket of the state, with the credentials of the backend. */
export function stateBucketClient(provider: ProviderSettings, pathStyle: boolean): S3Client {
  return watched(new S3Client({ ...clientOptions(provider), forcePathStyle: pathStyle }));
}

type Call = (args: object) => Promise<object>;

function watched<Client extends { middlewareStack: object }>(client: Client): Client {
  const stack = client.middlewareStack as { add(middleware: (next: Call) => Call, options: object): void };
  stack.add((next) => async (args) => next(args).catch(asLost), { step: "initialize", name: "lostCredentials" });
  return client;
}

function asLost(error: unknown): never {
  const { name, message } = error as Error;
  if (lost.test(name)) throw new LostCredentials(message, { cause: error });
  throw error;
}
