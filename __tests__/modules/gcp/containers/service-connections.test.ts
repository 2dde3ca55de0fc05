import "cdktf/lib/testing/adapters/jest";
import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import type { Synthesized } from "../../../synthesized";
import { connections, container, makeService, queue, worker } from "./container-fixture";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly value_source?: { readonly secret_key_ref: object };
}

/** Each variable of the container: its value, or the version of the secret that fills it. */
function variables(made: Synthesized): Record<string, unknown> {
  const { env } = made.one(CloudRunV2Service).template.containers[0];
  return Object.fromEntries(
    env.map(({ name, value, value_source }: Variable) => [name, value ?? value_source?.secret_key_ref]),
  );
}

describe("variables of a service", () => {
  test("have the same names as on the other clouds", () => {
    expect(variables(makeService(connections))).toEqual({
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

  test("of secrets name the version by its number", () => {
    const secrets = (API_KEY: string) => makeService({ container: { ...container, secrets: { API_KEY } } });
    expect(variables(secrets("projects/p/secrets/key/versions/3"))).toEqual({
      API_KEY: { secret: "projects/p/secrets/key", version: "3" },
    });
    expect(() => secrets("projects/p/secrets/key/versions/latest")).toThrow(
      "secret API_KEY: expected projects/…/secrets/…/versions/<number>",
    );
  });

  test("that the container sets itself win over those of a connection", () => {
    const own = { ...container, environment: { DATABASE_HOST: "proxy" } };
    expect(variables(makeService({ ...connections, container: own })).DATABASE_HOST).toBe("proxy");
  });
});

describe("rights of a service", () => {
  test("cover only what it uses", () => {
    const made = makeService({ ...connections, consumes: queue });
    const buckets = made.all(StorageBucketIamMember);
    expect(buckets.map(({ bucket, role }) => [bucket, role])).toEqual(
      expect.arrayContaining([
        ["results", "roles/storage.objectUser"],
        ["files", "roles/storage.objectUser"],
      ]),
    );
    expect(made).toHaveResourceWithProperties(PubsubTopicIamMember, {
      topic: "projects/p/topics/jobs",
      role: "roles/pubsub.publisher",
    });
    expect(made).toHaveResourceWithProperties(PubsubSubscriptionIamMember, {
      subscription: "projects/p/subscriptions/jobs",
      role: "roles/pubsub.subscriber",
    });
    expect(made).toHaveResourceWithProperties(SecretManagerSecretIamMember, {
      secret_id: "projects/p/secrets/app-feature_flags",
      role: "roles/secretmanager.secretAccessor",
    });
    const roles = made.all(ProjectIamMember);
    expect(roles.map(({ role, condition }) => [role, condition?.expression])).toEqual(
      expect.arrayContaining([
        ["roles/monitoring.metricWriter", undefined],
        ["roles/cloudsql.instanceUser", 'resource.name == "projects/example-prod/instances/main"'],
        ["roles/memorystore.dbConnectionUser", 'resource.name == "projects/p/locations/us-central1/instances/cache"'],
      ]),
    );
    expect(roles).toHaveLength(3);
  });

  test("include a database user of its own, which is left in place when the service is removed", () => {
    expect(makeService(connections)).toHaveResourceWithProperties(SqlUser, {
      instance: "main",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      deletion_policy: "ABANDON",
    });
  });

  test("are granted once for a secret in two variables, and for a bucket that is also mounted", () => {
    const secret = "projects/p/secrets/key/versions/3";
    const made = makeService({
      container: { ...container, secrets: { ONE: secret, OTHER: secret } },
      buckets: { files: { bucketName: "files" } },
      mount: { bucket: { bucketName: "files" }, path: "/data" },
    });
    expect(made.all(SecretManagerSecretIamMember)).toHaveLength(1);
    expect(made.all(StorageBucketIamMember)).toHaveLength(1);
  });
});

describe("egress of a service", () => {
  interface Rule {
    readonly target_tags?: string[];
    readonly allow?: { readonly ports: string[] }[];
    readonly destination_ranges: string[];
  }
  const ways = (made: Synthesized) =>
    made
      .all(ComputeFirewall)
      .flatMap(({ target_tags, allow, destination_ranges }: Rule) =>
        allow ? [[target_tags?.[0], allow[0].ports[0], destination_ranges[0]]] : [],
      );

  test("is allowed to HTTPS and to the stores it uses", () => {
    expect(ways(makeService(connections))).toEqual([
      ["test-execution-prod-api", "6379", "10.20.0.0/20"],
      ["test-execution-prod-api", "5432", "10.20.240.0/20"],
      ["test-execution-prod-api", "443", "0.0.0.0/0"],
    ]);
    expect(ways(makeService({ container: worker }))).toEqual([["test-execution-prod-api", "443", "0.0.0.0/0"]]);
  });

  test("is there, with its rights, before the service starts", () => {
    const { depends_on } = makeService(connections).one(CloudRunV2Service);
    for (const type of [ComputeFirewall, SecretManagerSecretIamMember, SqlUser, StorageBucketIamMember]) {
      expect(depends_on).toContainEqual(expect.stringMatching(`^${type.tfResourceType}\\.`));
    }
  });
});
