/** What the image of a compose service is to a platform. */
export type ImageKind =
  | { readonly kind: "database"; readonly version?: string }
  | { readonly kind: "cache"; readonly version?: string }
  /** The platform has something of its own for it, or nothing at all. */
  | { readonly kind: "not taken"; readonly why: string }
  | { readonly kind: "component" };

const databases = /^(postgres|postgresql|postgis|pgvector|timescaledb|timescaledb-ha|supabase-postgres)$/;
const caches = /^(redis|redis-stack|redis-stack-server|valkey|keydb|dragonfly)$/;

const others: readonly (readonly [name: RegExp, why: string])[] = [
  [
    /^(traefik|nginx-proxy|haproxy|caddy|envoy|nginx-proxy-manager|kong)$/,
    "a proxy: the platform's load balancer takes its place",
  ],
  [
    /^(minio|localstack|azurite|fake-gcs-server|moto)$/,
    "an object store: the platform makes one, BUCKET_ARTIFACTS names it",
  ],
  [
    /^(adminer|pgadmin4|phpmyadmin|mailhog|mailpit|mailcatcher|maildev|redis-commander|redisinsight|dozzle|watchtower|portainer(-ce)?|pgweb)$/,
    "a tool of development",
  ],
  [
    /^(prometheus|grafana|loki|promtail|jaeger|all-in-one|zipkin|tempo|opentelemetry-collector(-contrib)?|cadvisor|node-exporter|alertmanager)$/,
    "monitoring: each platform brings its own",
  ],
  [
    /^(mysql|mariadb|mongo|mongodb|cassandra|elasticsearch|opensearch|couchdb|clickhouse-server|neo4j|mssql-server|memcached|meilisearch|typesense|qdrant|weaviate|etcd|influxdb)$/,
    "a store that no platform makes here: run it yourself, and name its address in `environment`",
  ],
  [
    /^(rabbitmq|kafka|cp-kafka|zookeeper|cp-zookeeper|redpanda|nats|pulsar|activemq|mosquitto|elasticmq|elasticmq-native)$/,
    "a broker: `queue = true` of a component makes a queue of the platform, QUEUE_URL names it",
  ],
];

/** The last part of an image's name, and its tag: `postgres` and `16-alpine` of `docker.io/library/postgres:16-alpine`. */
export function imageParts(image: string): { readonly name: string; readonly tag?: string } {
  const [withoutDigest = ""] = image.split("@");
  const [, path = "", tag] = /^(.*?)(?::([^:/]+))?$/.exec(withoutDigest) ?? [];
  return { name: path.split("/").at(-1)?.toLowerCase() ?? "", tag };
}

/** What a service with this image becomes. */
export function kindOfImage(image: string): ImageKind {
  const { name, tag } = imageParts(image);
  if (databases.test(name)) return { kind: "database", version: postgresVersion(name, tag) };
  if (caches.test(name)) return { kind: "cache", version: /^\d+\.\d+/.exec(tag ?? "")?.[0] };
  const [, why] = others.find(([names]) => names.test(name)) ?? [];
  return why ? { kind: "not taken", why } : { kind: "component" };
}

/** The major version of PostgreSQL: `16` of `16.3-alpine`, `pg16` and `latest-pg16`. */
function postgresVersion(name: string, tag = ""): string | undefined {
  const [, marked] = /(?:^|[-.])pg(\d+)/.exec(tag) ?? [];
  if (marked) return marked;
  return name === "timescaledb" || name === "pgvector" ? undefined : /^v?(\d+)/.exec(tag)?.[1];
}
