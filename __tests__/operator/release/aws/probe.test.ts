import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { probe } from "../../../../operator/release/aws/probe";

let server: Server;
let url: string;
const seen: (string | undefined)[] = [];
let status = 200;
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server = createServer((request, response) => {
        seen.push(request.headers["x-release-probe"] as string | undefined);
        response.writeHead(status).end();
      }).listen(0, "127.0.0.1", () => {
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        resolve();
      });
    }),
);
afterAll(() => server.close());

test("probes carry the header, and have the time of the release: the judge compares it with its own", async () => {
  let now = 1_000_000;
  const answers = await probe(url, { "X-Release-Probe": "abc" }, 2, () => (now += 300));
  expect(answers).toEqual([
    { at: 1_000_300, ms: 300, failed: false, status: 200 },
    { at: 1_000_900, ms: 300, failed: false, status: 200 },
  ]);
  expect(seen).toEqual(["abc", "abc"]);
});

test.each([
  [302, false],
  [404, true],
  [500, true],
])("an answer of %i: failed %s", async (code, failed) => {
  status = code;
  expect(await probe(url, {}, 1, Date.now)).toMatchObject([{ status: code, failed }]);
});

test("no answer is an error", async () => {
  const [answer] = await probe("http://127.0.0.1:1/", {}, 1, Date.now);
  expect(answer).toMatchObject({ failed: true, timedOut: false });
});
