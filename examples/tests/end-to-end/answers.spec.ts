import { expect, test } from "@playwright/test";

/** What every application of this repository's stacks answers (document 003: `/health`, `/health/live`, `/health/ready`). */
for (const path of ["/health", "/health/live", "/health/ready"]) {
  test(`${path} answers 200 within 5 seconds`, async ({ request }) => {
    const answer = await request.get(path, { timeout: 5000 });
    expect(answer.status()).toBe(200);
  });
}

test("a browser shows the first page without an error", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const answer = await page.goto("/");
  expect(answer?.status()).toBeLessThan(500);
  expect(errors).toEqual([]);
});

test("plain HTTP leads to HTTPS", async ({ request, baseURL }) => {
  test.skip(!baseURL?.startsWith("https://"), "the address is on this machine");
  const answer = await request.get((baseURL ?? "").replace(/^https:/, "http:"), { maxRedirects: 0 });
  expect([301, 302, 307, 308]).toContain(answer.status());
  expect(answer.headers()["location"]).toMatch(/^https:\/\//);
});
