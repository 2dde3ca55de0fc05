import { GithubIssues } from "../../../functions/kiro-worker/source";

const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:/kiro-worker/prod/github-token-AbCdEf";
const requests: { url: string; authorization: string }[] = [];

const issues = (answer: unknown, status = 200, SecretString: string | undefined = "token-1") =>
  new GithubIssues(
    { repository: "example/app", label: "kiro build", project: "worker", tokenSecretArn: arn },
    // biome-ignore lint/suspicious/noExplicitAny: the input of one command
    { send: async ({ input }: any) => (input.SecretId === arn ? { SecretString } : {}) } as never,
    async (url, init) => {
      const headers = new Headers(init?.headers);
      requests.push({ url: String(url), authorization: String(headers.get("authorization")) });
      return new Response(JSON.stringify(answer), { status });
    },
  ).candidates();

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
