import { readCompose } from "../../../operator/init/application/compose";

const webAndWorker = `
x-common: &common
  build: .
  env_file: .env
  environment: &env
    LOG_LEVEL: info
    DATABASE_URL: postgres://shop:hunter2@db:5432/shop
    STRIPE_API_KEY: sk_live_abcdefghijkl
    REDIS_HOST: cache
services:
  web:
    <<: *common
    ports: ["8080:3000"]
    depends_on: [db, cache]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:3000/healthz"]
  worker:
    <<: *common
    command: celery -A shop worker --loglevel "info"
    environment:
      <<: *env
      QUEUE: mails
  migrate:
    build: .
    command: ["python", "-m", "migrations"]
  seed:
    build: .
    command: python seed.py
    profiles: [dev]
  db:
    image: postgres:16.3-alpine
    environment:
      POSTGRES_DB: shop_db
      POSTGRES_PASSWORD: hunter2
    volumes: [data:/var/lib/postgresql/data]
  cache:
    image: redis:7.2
    command: redis-server --requirepass hunter2
  adminer: { image: adminer, ports: ["8081:8080"] }
  broker: { image: "rabbitmq:3-management" }
volumes: { data: {} }
`;

const dotEnv =
  "# local\nDEBUG=false\nexport SENTRY_DSN=https://key@sentry.example/1\nOPAQUE=dGhpcyBpcyBhIHNlY3JldCB2YWx1ZQ\n";

test("a web application with worker, PostgreSQL and Redis: each becomes what a platform has for it", () => {
  const found = readCompose(webAndWorker, "compose.yaml", (name) => (name === ".env" ? dotEnv : undefined));
  expect(found).toMatchObject({
    port: 3000,
    healthPath: "/healthz",
    build: { context: "." },
    database: { version: "16", name: "shop_db" },
    cache: { version: "7.2" },
    environment: { LOG_LEVEL: "info", DEBUG: "false" },
    secrets: ["SENTRY_DSN", "STRIPE_API_KEY"],
  });
  expect(Object.keys(found.components ?? {})).toEqual(["worker", "migrate"]);
  expect(found.components?.worker).toEqual({
    command: ["celery", "-A", "shop", "worker", "--loglevel", "info"],
    ports: [],
    environment: { DEBUG: "false", LOG_LEVEL: "info", QUEUE: "mails" },
    secrets: ["SENTRY_DSN", "STRIPE_API_KEY"],
  });
});

test("no value of a secret leaves the reader, not even in a note", () => {
  const found = readCompose(webAndWorker, "compose.yaml", () => dotEnv);
  expect(JSON.stringify(found)).not.toMatch(/hunter2|sk_live|sentry\.example|dGhpcyBp/);
});

test("what is not taken is said with its line", () => {
  const { notTaken } = readCompose(webAndWorker, "compose.yaml", () => undefined);
  const said = notTaken.map(({ line, text }) => `${line}: ${text}`);
  expect(said).toContain("36: service adminer: a tool of development".replace("36", String(lineOf("adminer:"))));
  expect(said).toContain(
    `${lineOf("broker:")}: service broker: a broker: \`queue = true\` of a component makes a queue of the platform, QUEUE_URL names it`,
  );
  expect(said).toContain(`${lineOf("seed:")}: service seed: it starts with the profile dev only`);
  expect(said.join("\n")).toMatch(/DATABASE_URL names the service db: the platform's variables say where it is/);
  expect(said.join("\n")).toMatch(/\.env cannot be read/);
});

const lineOf = (word: string) => webAndWorker.split("\n").findIndex((line) => line.includes(word)) + 1;

test.each<[what: string, text: string, expected: object]>([
  [
    "an image instead of a build",
    "services: { app: { image: 'ghcr.io/acme/shop:2', ports: [80] } }",
    { image: "ghcr.io/acme/shop:2", port: 80 },
  ],
  [
    "build and image: the build counts",
    "services: { app: { image: shop, build: { context: ., target: release }, ports: ['80'] } }",
    { image: undefined, build: { context: ".", target: "release" } },
  ],
  [
    "a component with a build of its own",
    "services:\n  api: { build: ./api, ports: ['1:2'] }\n  mail_er: { build: ./mailer }",
    { build: { context: "./api" }, components: { "mail-er": { build: "./mailer" } } },
  ],
  [
    "the long form of ports",
    "services: { a: { build: ., ports: [{ target: 80, published: 8080, protocol: tcp }] } }",
    { port: 80 },
  ],
  [
    "an address and a default in ports",
    "services: { a: { build: ., ports: ['127.0.0.1:${PORT:-8080}:${IN:-90}/tcp'] } }",
    { port: 90 },
  ],
  [
    "a component's ports",
    "services:\n  web: { build: ., ports: ['1:1'] }\n  api: { build: ./x, ports: ['2:2'] }",
    { port: 1, components: { "api-service": { ports: [2] } } },
  ],
  [
    "a task that another service waits for",
    "services:\n  web: { build: ., ports: ['1:1'], depends_on: { migrate: { condition: service_completed_successfully } } }\n  migrate: { build: ., command: [a, b] }",
    { tasks: { migrate: ["a", "b"] } },
  ],
  [
    "variables as a list, one from the shell",
    "services: { a: { build: ., environment: [A=1, B, 'C=x=y', 'D=$$5', 'API_TOKEN='] } }",
    { environment: { A: "1", C: "x=y", D: "$5" }, secrets: ["API_TOKEN"] },
  ],
  [
    "values that YAML reads as numbers",
    "services: { a: { build: ., environment: { A: 1, B: true, C: 1.50 } } }",
    { environment: { A: "1", B: "true" } },
  ],
  [
    "PostgreSQL whose version the shell gives",
    "services: { a: { build: . }, db: { image: 'postgres:${VERSION}' } }",
    { database: { version: undefined } },
  ],
  [
    "PostGIS",
    "services: { a: { build: . }, db: { image: 'postgis/postgis:15-3.4' } }",
    { database: { version: "15" } },
  ],
  [
    "pgvector",
    "services: { a: { build: . }, db: { image: 'pgvector/pgvector:pg17' } }",
    { database: { version: "17" } },
  ],
  [
    "Valkey",
    "services: { a: { build: . }, kv: { image: 'docker.io/valkey/valkey:8.0-alpine' } }",
    { cache: { version: "8.0" } },
  ],
  [
    "an image with the port of a registry",
    "services: { a: { image: 'localhost:5000/shop:1' } }",
    { image: "localhost:5000/shop:1" },
  ],
  ["a version of long ago", "version: '2'\nservices: { a: { build: . } }", { build: { context: "." } }],
])("a compose file: %s", (_, text, expected) => expect(readCompose(text, "compose.yaml")).toMatchObject(expected));

test.each([
  ["services:\n  a: [", /^2: it is no YAML/],
  ["a: 1", /^1: it has no services/],
  ["services:\n  a:\n", /^2: service a: it says nothing/],
  ["include: [other.yaml]\nservices: { a: { build: . } }", /^1: include/],
  ["services:\n  a:\n    build: .\n    volumes: ['./x:/x']\n", /^4: service a: volumes: no setting/],
  ["services:\n  a:\n    image: shop\n", /^3: service a: its image has no tag/],
  [
    "services:\n  a:\n    build: .\n    environment:\n      PORT: 1\n      DATABASE_PASSWORD: x\n",
    /^4: service a: the platform gives PORT, DATABASE_PASSWORD$/,
  ],
  ["services:\n  a:\n    build: .\n    environment:\n      lower: 1\n", /^4: service a: variable lower/],
  ["services:\n  a:\n    build: .\n    command: app $PORT\n", /^4: service a: the shell gives a part of its command/],
  ["services:\n  a:\n    build: .\n    command: app --token=abc\n", /^4: service a: its command holds a secret/],
  [
    "services:\n  a: { build: . }\n  b: { image: 'postgres:16' }\n  c: { image: 'postgres:15' }\n",
    /^4: service c: a second database/,
  ],
  ["services: { a: &a { build: . }, b: *none }", /^1: it cannot be read: Unresolved alias/],
])("what cannot be taken of %j", (text, expected) => {
  const said = readCompose(text, "compose.yaml").notTaken.map(({ line, text }) => `${line}: ${text}`);
  expect(said.join("\n")).toMatch(new RegExp(expected.source, "m"));
});

test("components get names that no stack has for a part of its own, and no two the same", () => {
  const names = [
    "api",
    "database",
    "My_Worker",
    "my-worker",
    "my.worker",
    "1st",
    "a-name-that-is-longer-than-a-stack-takes",
  ];
  const services = names.map((name) => `  ${name}: { build: ., command: x }`).join("\n");
  const found = readCompose(`services:\n  web: { build: ., ports: ['1:1'] }\n${services}\n`, "compose.yaml");
  expect(Object.keys(found.components ?? {})).toEqual([
    "api-service",
    "database-service",
    "my-worker",
    "my-worker-2",
    "my-worker-3",
    "st",
    "a-name-that-is-longer",
  ]);
});

test("aliases that hold each other do not fill the memory", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefgh".split("").map((it, at) => `${it}: &${it} [${`*${"abcdefg"[at]},`.repeat(9)}]`),
    "services: { x: { build: ., command: *h } }",
  ];
  expect(readCompose(bomb.join("\n"), "compose.yaml").notTaken[0]?.text).toMatch(/it cannot be read/);
});
