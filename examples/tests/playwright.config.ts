import { defineConfig, devices } from "@playwright/test";

/** The system that is tested: `BASE_URL=https://staging.example.com npx playwright test`. */
const baseURL = process.env["BASE_URL"];
if (!baseURL) throw new Error("BASE_URL: expected the address of the system, such as https://staging.example.com");

export default defineConfig({
  testDir: "end-to-end",
  // A deployment that has just ended may still warm up.
  retries: 2,
  timeout: 30_000,
  reporter: [["list"], ["html", { open: "never" }]],
  use: { baseURL, trace: "on-first-retry" },
  projects: [{ name: "chromium", use: devices["Desktop Chrome"] }],
});
