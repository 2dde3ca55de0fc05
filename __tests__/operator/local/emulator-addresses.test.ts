import { applicationKey, reachable } from "../../../operator/local/emulator-addresses";

const key = `emulator${"0123456789abcdef".repeat(2)}`;
const emulator = { pid: 1, startedAt: "2024-01-01T00:00:00Z", port: 4567, endpoint: "http://127.0.0.1:4567", key };
const own = applicationKey(key);

test("an application's addresses hold a key of their own, the same that the guard expects", () => {
  expect(own).toBe("0f4d0eae9c38c0068d69f3f372099db5"); // As in operator/local/moto/tests/test_guard.py.
});

test("the addresses of a REST API and of a distribution lead to the emulator, wherever in the outputs they are", () => {
  const api = "https://a1b2.execute-api.us-east-1.amazonaws.com/local";
  const site = "https://d123abc.cloudfront.net";
  const atApi = `http://127.0.0.1:4567/_emulator/${own}/restapis/a1b2/local/_user_request_`;
  const atSite = `http://d123abc.${own}.localhost:4567`;
  const outputs = { api_url: api, site_url: site, all: [`${api}/orders`, { site: `${site}/index.html` }] };
  expect(reachable(outputs, emulator)).toEqual({
    api_url: atApi,
    site_url: atSite,
    all: [`${atApi}/orders`, { site: `${atSite}/index.html` }],
  });
});

test("everything else is left as it is", () => {
  const outputs = {
    websocket_url: "ws://127.0.0.1:4567/_emulator/x/_aws/execute-api/a1/local",
    site_distribution_id: "E123",
    arn: "arn:aws:execute-api:us-east-1:123456789012:a1/local",
    other: "https://cloudfront.net.example.com",
    near: "https://d1.cloudfront.net.example.com/",
    count: 3,
    none: null,
  };
  expect(reachable(outputs, emulator)).toEqual(outputs);
});
