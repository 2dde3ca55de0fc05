import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { RedisCache, type RedisCacheProps } from "../../../../modules/aws/databases/redis-cache";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const make = (props: Partial<RedisCacheProps> = {}) =>
  synthesized((scope) => {
    new RedisCache(scope, "cache", {
      names,
      name: "sessions",
      network,
      keyArn: "arn:key",
      nodeType: "cache.r6g.large",
      engineVersion: "7.1",
      nodes: 2,
      snapshotDays: 7,
      logDays: 30,
      ...props,
    });
  });

describe("RedisCache", () => {
  test("data is encrypted on the wire and at rest, and kept in daily snapshots", () => {
    expect(make()).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      replication_group_id: "test-execution-prod-sessions",
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      at_rest_encryption_enabled: "true",
      kms_key_id: "arn:key",
      snapshot_retention_limit: 7,
      snapshot_window: "03:00-05:00",
      final_snapshot_identifier: "test-execution-prod-sessions-final",
    });
  });

  test.each([
    [1, false],
    [3, true],
  ])("%d node(s): failover to another zone is %s", (nodes, failover) => {
    expect(make({ nodes })).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      num_cache_clusters: nodes,
      automatic_failover_enabled: failover,
      multi_az_enabled: failover,
    });
  });

  test("a client signs in with IAM under a name equal to the user's id, so there is no secret", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(ElasticacheUser, {
      user_id: "test-execution-prod-sessions-app",
      user_name: "test-execution-prod-sessions-app",
      authentication_mode: { type: "iam" },
    });
    expect(made.text).not.toMatch(/auth_token|"passwords?"/);
  });

  test("a client that gives no name may do nothing", () => {
    expect(make()).toHaveResourceWithProperties(ElasticacheUser, {
      user_name: "default",
      access_string: "off -@all",
    });
  });

  test("slow log and engine log go to encrypted groups", () => {
    const made = make();
    for (const log of ["slow-log", "engine-log"]) {
      expect(made).toHaveResourceWithProperties(CloudwatchLogGroup, {
        name: `/aws/elasticache/test-execution-prod-sessions/${log}`,
        kms_key_id: "arn:key",
        retention_in_days: 30,
      });
    }
    expect(make({ logDays: 0 })).not.toHaveResource(CloudwatchLogGroup);
  });

  test("parameters are the engine's own, in the family of the major version", () => {
    expect(make({ engineVersion: "7.0" })).toHaveResourceWithProperties(ElasticacheParameterGroup, {
      name: "test-execution-prod-sessions-redis7",
      family: "redis7",
      parameter: [],
    });
  });
});
