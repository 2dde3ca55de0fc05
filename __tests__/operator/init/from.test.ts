import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everything, InitFolder } from "./project";

let project: InitFolder;
let application: string;
beforeEach(() => {
  project = new InitFolder();
  application = mkdtempSync(join(tmpdir(), "application-"));
});
afterEach(() => {
  project.remove();
  rmSync(application, { recursive: true });
});

const dockerfile =
  "FROM python:3.12-slim\nEXPOSE 3000\nUSER 1000\nHEALTHCHECK CMD curl http://localhost:3000/healthz\n";
const compose = `
services:
  web:
    build: .
    ports: ["80:3000"]
    depends_on: { migrate: { condition: service_completed_successfully } }
    environment: { LOG_LEVEL: info, GREETING: "Hello $\${NAME}", STRIPE_API_KEY: sk_live_abcdefghijkl }
  migrate: { build: ., command: [python, -m, migrations] }
  thumb_nails: { build: ./thumbs, environment: { MAIL_TOKEN: hunter2 }, ports: ["81:9000"] }
  mails: { image: "acme/mails:3", command: run --all }
  db: { image: "postgres:13", environment: { POSTGRES_DB: shop_db } }
  cache: { image: "redis:7.2" }
`;

function write(files: Readonly<Record<string, string>>): void {
  mkdirSync(application, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(application, name), text);
}

test("on four clouds, an application's containers, stores, variables and secrets are as its files say", async () => {
  write({ Dockerfile: dockerfile, "compose.yaml": compose });
  const { checked } = await project.init(
    { ...everything, platforms: "aws,gcp,azure,kubernetes", from: application },
    true,
  );
  expect(checked.mistakes).toEqual([]);
  const base = project.text("systems/shop/base.tfvars");
  expect(base).toContain("port       = 3000\n");
  expect(base).toContain('live    = { path = "/healthz" }');
  expect(base).toContain('GREETING  = "Hello $${NAME}"');
  expect(base).toMatch(/database = \{\n {2}version = "14"\n {2}size {4}= "small"\n {2}name {4}= "shop_db"/);
  expect(base).toMatch(/cache = \{ version = "7\.1"/);
  expect(base).toMatch(
    /thumb-nails = \{\n {6}image +=.*ghcr\.io\/acme\/shop-thumb-nails:1\.0\.0" # edit: the image that is built from \.\/thumbs/,
  );
  expect(base).toMatch(/mails = \{\n {6}image +=.*"acme\/mails:3"/);
  expect(base).toMatch(/migrate = \{ command = \["python", "-m", "migrations"\] \}/);
  expect(base).toMatch(/thumb-nails = \{[^}]*port +=.* 9000[^}]*route = \{\s+paths = \["\/thumb-nails\/\*"\]/);
  expect(base).not.toMatch(/mails = \{[^}]*route/);
  const dev = project.text("systems/shop/dev.tfvars");
  expect(dev).toContain('STRIPE_API_KEY = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/dev/stripe-api-key"');
  expect(dev).toContain('STRIPE_API_KEY = "projects/shop-dev/secrets/shop-dev-stripe-api-key/versions/1"');
  expect(dev).toContain('MAIL_TOKEN = "mail-token"');
  expect(dev).toContain('MAIL_TOKEN = "shop-secrets/mail-token"');
  expect(JSON.stringify([project.files(), ...project.built.values()])).not.toMatch(/hunter2|sk_live/);
});

test("services with any name become components that every platform builds", async () => {
  const names =
    "api database network image file-system monitoring registry logs key aws cluster artifacts vault load-balancer audit cache queue";
  const services = names.split(" ").map((name) => `  ${name}: { build: ., command: x }`);
  write({ "compose.yaml": ["services:", "  main: { build: ., ports: ['1:1'] }", ...services].join("\n") });
  const { checked } = await project.init(
    { ...everything, environments: "dev", platforms: "aws,gcp,azure,kubernetes", from: application },
    true,
  );
  expect(checked.mistakes).toEqual([]);
});

test("a service with a port is reached below its name, by its own health check, and never where the application is checked", async () => {
  const check = "healthcheck: { test: curl -f http://localhost:3/rest/well }";
  const services = [
    "main: { build: ., ports: ['1:1'] }",
    `rest: { build: ./rest, ports: ['3:3', '4:4'], ${check} }`,
    "health: { build: ./health, ports: ['5:5'] }",
  ];
  write({
    Dockerfile: "FROM scratch\n",
    "compose.yaml": ["services:", ...services.map((one) => `  ${one}`)].join("\n"),
  });
  const { checked, plan } = await project.init(
    { ...everything, environments: "dev", platforms: "aws,gcp,azure,kubernetes", from: application },
    true,
  );
  expect(checked.mistakes).toEqual([]);
  const base = project.text("systems/shop/base.tfvars");
  expect(base).toMatch(/paths += \["\/rest\/\*"\]/);
  expect(base).toMatch(/ready +=.*"\/rest\/well"/);
  expect(base).toMatch(/paths += \["\/health-service\/\*"\]/);
  expect(plan.answers.found.notTaken.map(({ text }) => text)).toContain("port 4: component rest has one port");
});

test("the reference application begins a project as it is", async () => {
  const { checked, plan } = await project.init(
    { ...everything, platforms: "aws,gcp,azure,kubernetes", from: "examples/application" },
    true,
  );
  expect(checked.mistakes).toEqual([]);
  expect(plan.answers.found.port).toBe(8080);
});
