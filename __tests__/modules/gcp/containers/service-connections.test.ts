import "cdktf/lib/testing/adapters/jest";
import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { resourcesOf } from "../fixtures";
import { connections, container, queue, synthService, worker } from "./container-fixture";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly value_source?: { readonly secret_key_ref: object };
}

function variables(stack: string): Record<string, unknown> {
  const [{ template }] = resourcesOf<{ template: { containers: { env: Variable[] }[] } }>(stack, CloudRunV2Service);
  return Object.fromEntries(
    template.containers[0].env.map(({ name, value, value_source }) => [name, value ?? value_source?.secret_key_ref]),
  );
}

describe("what a service finds in its environment", () => {
  test("are the variables that it finds on the other clouds", () => {
    expect(variables(synthService(connections))).toEqual({
      DATABASE_HOST: "10.20.240.3",
      DATABASE_PORT: "5432",
      DATABASE_NAME: "app",
      DATABASE_USER: expect.stringMatching(/^\$\{trimsuffix\(google_service_account\..*".gserviceaccount.com"\)\}$/),
      CACHE_HOST: "10.20.0.9",
      CACHE_PORT: "6379",
      CACHE_USER: "default",
      SHARED_PATH: "/data",
      TEST_RESULTS_BUCKET: "results",
      WORKER_QUEUE_URL: "projects/p/topics/jobs",
      PARAMETER_PATH: "projects/p/secrets/app",
      METRIC_NAMESPACE: "test-execution",
    });
  });

  test("a database with a password shows it by a version of its secret", () => {
    const database = {
      ...connections.database,
      username: "app",
      secretId: "projects/p/secrets/db",
      secretVersion: "2",
    };
    const stack = synthService({ database });
    expect(variables(stack)).toMatchObject({
      DATABASE_USER: "app",
      DATABASE_PASSWORD: { secret: "projects/p/secrets/db", version: "2" },
    });
    expect(stack).not.toHaveResource(SqlUser);
  });

  test("secrets are given by the number of their version", () => {
    const secrets = (API_KEY: string) => synthService({ container: { ...container, secrets: { API_KEY } } });
    expect(variables(secrets("projects/p/secrets/key/versions/3"))).toEqual({
      API_KEY: { secret: "projects/p/secrets/key", version: "3" },
    });
    expect(() => secrets("projects/p/secrets/key/versions/latest")).toThrow(
      "secret API_KEY: expected projects/…/secrets/…/versions/<number>",
    );
  });

  test("a variable of the container's own wins", () => {
    const own = { ...container, environment: { DATABASE_HOST: "proxy" } };
    expect(variables(synthService({ ...connections, container: own })).DATABASE_HOST).toBe("proxy");
  });
});

describe("what a service may do", () => {
  test("is confined to what it uses", () => {
    const stack = synthService({ ...connections, worksOff: queue });
    const buckets = resourcesOf(stack, StorageBucketIamMember);
    expect(buckets.map(({ bucket, role }) => [bucket, role])).toEqual(
      expect.arrayContaining([
        ["results", "roles/storage.objectUser"],
        ["files", "roles/storage.objectUser"],
      ]),
    );
    expect(stack).toHaveResourceWithProperties(PubsubTopicIamMember, {
      topic: "projects/p/topics/jobs",
      role: "roles/pubsub.publisher",
    });
    expect(stack).toHaveResourceWithProperties(PubsubSubscriptionIamMember, {
      subscription: "projects/p/subscriptions/jobs",
      role: "roles/pubsub.subscriber",
    });
    expect(stack).toHaveResourceWithProperties(SecretManagerSecretIamMember, {
      secret_id: "projects/p/secrets/app-feature_flags",
      role: "roles/secretmanager.secretAccessor",
    });
    const roles = resourcesOf<{ role: string; condition?: { expression: string } }>(stack, ProjectIamMember);
    expect(roles.map(({ role, condition }) => [role, condition?.expression])).toEqual(
      expect.arrayContaining([
        ["roles/monitoring.metricWriter", undefined],
        ["roles/cloudsql.instanceUser", 'resource.name == "projects/example-prod/instances/main"'],
        ["roles/memorystore.dbConnectionUser", 'resource.name == "projects/p/locations/us-central1/instances/cache"'],
      ]),
    );
    expect(roles).toHaveLength(3);
  });

  test("it logs in to the database as itself, and leaves what it owned there", () => {
    expect(synthService(connections)).toHaveResourceWithProperties(SqlUser, {
      instance: "main",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      deletion_policy: "ABANDON",
    });
  });

  test("a secret under two variables is granted once, and a bucket that is also mounted too", () => {
    const secret = "projects/p/secrets/key/versions/3";
    const stack = synthService({
      container: { ...container, secrets: { ONE: secret, OTHER: secret } },
      buckets: { files: { bucketName: "files" } },
      mount: { bucket: { bucketName: "files" } },
    });
    expect(resourcesOf(stack, SecretManagerSecretIamMember)).toHaveLength(1);
    expect(resourcesOf(stack, StorageBucketIamMember)).toHaveLength(1);
  });
});

describe("where a service may connect to", () => {
  const ways = (stack: string) =>
    resourcesOf<{ target_tags?: string[]; allow?: { ports: string[] }[]; destination_ranges: string[] }>(
      stack,
      ComputeFirewall,
    ).flatMap(({ target_tags, allow, destination_ranges }) =>
      allow ? [[target_tags?.[0], allow[0].ports[0], destination_ranges[0]]] : [],
    );

  test("is HTTPS, and the stores it uses", () => {
    expect(ways(synthService(connections))).toEqual([
      ["test-execution-prod-api", "6379", "10.20.0.0/20"],
      ["test-execution-prod-api", "5432", "10.20.240.0/20"],
      ["test-execution-prod-api", "443", "0.0.0.0/0"],
    ]);
    expect(ways(synthService({ container: worker }))).toEqual([["test-execution-prod-api", "443", "0.0.0.0/0"]]);
  });

  test("it starts once its rights and ways out are there", () => {
    const [{ depends_on }] = resourcesOf<{ depends_on: string[] }>(synthService(connections), CloudRunV2Service);
    for (const type of [ComputeFirewall, SecretManagerSecretIamMember, SqlUser, StorageBucketIamMember]) {
      expect(depends_on).toContainEqual(expect.stringMatching(`^${type.tfResourceType}\\.`));
    }
  });
});
