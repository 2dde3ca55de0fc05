import { attributeChanges } from "../../operator/plan/plan-attributes";
import { describeSettings } from "../../settings/describe";
import { loadWith } from "../../settings/load";
import { showPath } from "../../settings/path";
import { settingsSchema } from "../../settings/schema";
import { holdsSecret } from "../../settings/secret-values";
import { testProject } from "./project";

// Put together here, so that no scanner takes them for real.
const random = "Zx9".repeat(12);
const secrets: readonly string[] = [
  "postgres://app:hunter2@db.example.com/app",
  "postgresql+psycopg://app:p%40ss@db:5432/app?sslmode=require",
  "redis://:hunter2@cache:6379/0",
  "amqps://app:8080secret@queue/vhost",
  "https://user:hunter2@example.com",
  "mongodb+srv://app:hun/ter2@cluster.example.net",
  "jdbc:postgresql://db/app?user=app&password=hunter2",
  "Server=db;User Id=app;Password=hunter2;",
  `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${random}==`,
  `${"AK"}IAIOSFODNN7EXAMPLE`,
  `key ${"AS"}IAIOSFODNN7EXAMPLE`,
  "-----BEGIN PRIVATE KEY-----\nMII",
  "-----BEGIN RSA PRIVATE KEY-----\nMII",
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  `ghp_${random}`,
  `ghs_${random}`,
  `github_pat_${random}`,
  `glpat-${random}`,
  `xoxb-${random}`,
  `sk-${random}`,
  `sk-proj-${random}`,
  `sk_live_${random}`,
  `AIza${random}`,
  `npm_${random}`,
  `hf_${random}`,
  `hvs.${random}`,
  `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${random}`,
  `Bearer ${random}`,
];

const harmless: readonly string[] = [
  "postgres://app@db.example.com/app",
  "https://example.com:8443/path@2x.png",
  "https://example.com:443",
  "http://127.0.0.1:3000/a:b@c",
  "https://example.com/?q=token&page=2",
  "arn:aws:secretsmanager:us-east-1:111111111111:secret:app-AbCdEf",
  "arn:aws:iam::111111111111:role/app",
  "-----BEGIN CERTIFICATE-----\nMII",
  "ghcr.io/example/app:1.2.3",
  "sk-SK",
  "risk-assessment-of-the-whole-product",
  "eyJrie",
  "info",
  "Basic",
  "user@example.com",
];

test.each(secrets)("a value is a secret by its form: %s", (value) => {
  expect(holdsSecret(value)).toBe(true);
});

test.each(harmless)("a value is no secret: %s", (value) => {
  expect(holdsSecret(value)).toBe(false);
});

const project = testProject({
  "environments/base.tfvars": 'database = { size = "small" }',
  "environments/dev.tfvars": "",
  "environments/regions/east-1.tfvars": "",
});

/** A text as it is written in a tfvars file. */
const literal = (value: string) => JSON.stringify(value);

test.each(secrets)("it is hidden in the settings under any name, in the text and as JSON: %s", (value) => {
  project.write({ "environments/dev.tfvars": `labels = { docs = ${literal(value)}, plain = "shown" }` });
  const { lines, json } = describeSettings(project.load("aws", "dev"));
  expect(lines.find((line) => line.startsWith("labels.docs = "))).toMatch(/^labels\.docs = \(hidden\) +# /);
  expect(lines.join("\n")).toContain('labels.plain = "shown"');
  expect(json.find(({ path }) => path === showPath(["labels", "docs"]))?.value).toBe("(hidden)");
});

test.each(secrets)("it is hidden in a mistake about it: %s", (value) => {
  project.write({ "environments/dev.tfvars": `region = ${literal(value)}\ncount = [${literal(value)}]` });
  const mistakes = project.mistakes("aws", "dev").join("\n");
  expect(mistakes).toContain("region: wrong value, expected a region such as east-1, found (hidden)");
  expect(mistakes).not.toContain(value);
});

test.each(secrets)("it is hidden in a plan: %s", (value) => {
  const change = { before: { a: "b" }, after: { a: value }, after_unknown: {} };
  const plan = { resource_changes: [{ address: "x.y", change }] };
  expect(attributeChanges(plan).get("x.y")?.attributes).toEqual([
    { path: "a", before: '"b"', after: "(hidden)", forcesReplacement: false },
  ]);
});

test.each(secrets)("an environment variable refuses it: %s", (value) => {
  const files = {
    "environments/base.tfvars": "",
    "environments/regions/us-east-1.tfvars": "",
    "environments/dev.tfvars": `application = { image = "a:1", cpu = 1, memory_mib = 512, environment = { DOCS = ${literal(value)} } }`,
  };
  project.write(files);
  let message = "";
  try {
    loadWith(settingsSchema, { platform: "aws", environment: "dev" }, { root: project.root });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(
    /application\.environment\.DOCS: .*expected a secret by reference, under `secrets`, found a plain value \(hidden\)|application\.environment\.DOCS: .*found \(hidden\)/,
  );
  expect(message).not.toContain(value);
});
