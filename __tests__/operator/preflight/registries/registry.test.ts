import { look } from "../../../../operator/preflight/look/finding";
import { parseImage } from "../../../../operator/preflight/references/images";
import { registryAnswer } from "../../../../operator/preflight/registries/registry";
import { fakeCloud, noAnswer, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const path = "HEAD /v2/shop/api/manifests/1.0.0";
const found: Reply = { headers: { "docker-content-digest": "sha256:abc" } };
const signIn = (realm: string): Reply => ({
  status: 401,
  headers: { "www-authenticate": `Bearer realm="${realm}",service="registry",scope="repository:shop/api:pull"` },
});
const tokenPath = "GET /token";

test.each<[what: string, answers: () => Record<string, Reply | Reply[]>, status: string, detail: RegExp]>([
  ["an image that everybody may read", () => ({ [path]: found }), "ok", /^sha256:abc$/],
  [
    "an image behind a token that everybody gets",
    () => ({ [path]: [signIn(`${fake.url}/token`), found], [tokenPath]: { body: { token: "t" } } }),
    "ok",
    /^sha256:abc$/,
  ],
  ["an image that is not there", () => ({ [path]: { status: 404 } }), "missing", /no such image/],
  [
    "an image behind a token that is refused",
    () => ({ [path]: [signIn(`${fake.url}/token`)], [tokenPath]: { status: 403 } }),
    "unknown",
    /private, or not there$/,
  ],
  [
    "an image that the token does not open",
    () => ({ [path]: [signIn(`${fake.url}/token`), { status: 401 }], [tokenPath]: { body: { access_token: "t" } } }),
    "unknown",
    /private, or not there$/,
  ],
  ["a registry with too many requests", () => ({ [path]: { status: 429 } }), "unknown", /answers 429$/],
])("%s", async (_, answers, status, detail) => {
  const replies = Object.entries(answers()).map(([name, reply]) => {
    const all = [reply].flat();
    return [name, () => (all.length > 1 ? (all.shift() as Reply) : (all[0] as Reply))] as const;
  });
  fake.answer(Object.fromEntries(replies));
  const answer = await registryAnswer(`${fake.host}/shop/api:1.0.0`);
  expect(answer).toMatchObject({ status, detail: expect.stringMatching(detail) });
  if (status === "missing") expect(answer.command).toBe(`docker push ${fake.host}/shop/api:1.0.0`);
});

test("the token is requested with the service and the scope that the registry names, and is then used", async () => {
  const seen: string[] = [];
  fake.answer({
    [path]: () => (seen.length === 0 ? signIn(`${fake.url}/token`) : found),
    [tokenPath]: ({ url }) => ({ body: { token: seen.push(url) ? "t" : "" } }),
  });
  expect((await registryAnswer(`${fake.host}/shop/api:1.0.0`)).status).toBe("ok");
  expect(seen).toEqual(["/token?service=registry&scope=repository%3Ashop%2Fapi%3Apull"]);
});

test("a sign-in that is given is used, and no other is requested", async () => {
  fake.answer({ [path]: signIn(`${fake.url}/token`) });
  expect((await registryAnswer(`${fake.host}/shop/api:1.0.0`, "Bearer own")).status).toBe("unknown");
  expect(fake.calls).toEqual([path]);
});

test("where there is no answer, it is an error, which a look turns into its reason", async () => {
  const image = `${await noAnswer()}/shop/api:1.0.0`;
  const subject = { check: "image", subject: image, stacks: [] };
  expect(await look(subject, () => registryAnswer(image))).toMatchObject({
    status: "unknown",
    detail: "no answer (ECONNREFUSED)",
  });
});

test.each([
  ["nginx", "registry-1.docker.io", "library/nginx", "latest"],
  ["docker.io/otel/collector:0.1", "registry-1.docker.io", "otel/collector", "0.1"],
  ["otel/collector:0.1", "registry-1.docker.io", "otel/collector", "0.1"],
  ["ghcr.io/a/b/c:v2", "ghcr.io", "a/b/c", "v2"],
  ["localhost:5000/a:1", "localhost:5000", "a", "1"],
  ["ghcr.io/a/b:1@sha256:abc", "ghcr.io", "a/b", "sha256:abc"],
])("%s is taken apart as Docker does", (image, registry, repository, reference) => {
  expect(parseImage(image)).toEqual({ registry, repository, reference });
});
