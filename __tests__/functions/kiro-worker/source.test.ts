import { GithubIssues } from "../../../functions/kiro-worker/source";
import type { WorkItem } from "../../../functions/kiro-worker/work-item";

const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:/kiro-worker/prod/github-token-AbCdEf";
const requests: { url: string; authorization: string }[] = [];

/** The pages that the source gives for the answers of GitHub, each once and the last one for ever. */
async function pages(answers: readonly (() => Response)[], SecretString: string | undefined = "token-1") {
  const left = [...answers];
  const source = new GithubIssues(
    { repository: "example/app", label: "kiro build", project: "worker", tokenSecretArn: arn },
    // biome-ignore lint/suspicious/noExplicitAny: the input of one command
    { send: async ({ input }: any) => (input.SecretId === arn ? { SecretString } : {}) } as never,
    async (url, init) => {
      const headers = new Headers(init?.headers);
      requests.push({ url: String(url), authorization: String(headers.get("authorization")) });
      return ((left.length > 1 ? left.shift() : left[0]) as () => Response)();
    },
    0,
  );
  const found: (readonly WorkItem[])[] = [];
  for await (const page of source.pages()) found.push(page);
  return found;
}
const answer =
  (body: unknown, status = 200, next?: string) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: next ? { link: `<${next}>; rel="next", <x>; rel="last"` } : {},
    });
const issues = async (body: unknown, status = 200, token?: string) =>
  (await pages([answer(body, status)], token)).flat();
const page = (number: number) => `https://api.github.com/repositories/1/issues?page=${number}`;

beforeEach(() => requests.splice(0));

test("open issues with the label are work items, pull requests are not", async () => {
  const found = await issues([
    { number: 7, title: "Make it\nfaster" },
    { number: 8, title: "A pull request", pull_request: {} },
  ]);
  const one = { id: "example.app.7", project: "worker", repository: "example/app", title: "Make it faster" };
  expect(found).toEqual([one]);
  const url = new URL(requests[0]?.url ?? "");
  expect(url.origin + url.pathname).toBe("https://api.github.com/repos/example/app/issues");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ labels: "kiro build", state: "open" });
  expect(requests[0]?.authorization).toBe("Bearer token-1");
});

test("an answer without a list, a refused request and a missing token are errors", async () => {
  await expect(issues({ message: "x" })).rejects.toThrow(
    "GitHub answered without a list for the issues of example/app",
  );
  await expect(issues([], 401)).rejects.toThrow("GitHub answered 401 for the issues of example/app");
  await expect(issues([], 200, "")).rejects.toThrow("the GitHub token: expected a text, found none");
});

test("all pages of issues are read, and the token goes with each request", async () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ({ number: index + 1, title: "x" }));
  const found = await pages([
    answer(hundred, 200, page(2)),
    answer([{ number: 101, title: "y" }], 200, page(3)),
    answer([]),
  ]);
  expect(found.map(({ length }) => length)).toEqual([100, 1, 0]);
  expect(found[1]?.[0]?.id).toBe("example.app.101");
  expect(requests.slice(1)).toEqual([2, 3].map((number) => ({ url: page(number), authorization: "Bearer token-1" })));
});

test("an error of GitHub or of the network is tried once more; a refusal is not", async () => {
  const broken = () => {
    throw new Error("socket hang up");
  };
  const issue = answer([{ number: 1, title: "x" }]);
  for (const hiccup of [answer("", 502), broken]) expect((await pages([hiccup, issue])).flat()).toHaveLength(1);
  await expect(pages([broken])).rejects.toThrow("socket hang up");
  await expect(pages([answer("", 503)])).rejects.toThrow("GitHub answered 503 for the issues of example/app");
  requests.splice(0);
  await expect(pages([answer("", 403)])).rejects.toThrow("GitHub answered 403");
  expect(requests).toHaveLength(1);
});

test("the token goes to no other host, and pages end", async () => {
  await expect(pages([answer([], 200, "https://api.github.com.evil.example/2")])).rejects.toThrow("another host");
  expect(requests).toHaveLength(1);
  await expect(pages([answer([], 200, page(2))])).rejects.toThrow("more than 5000 open issues with kiro build");
});
