// Not cdktf's matchers: they need the `expect` of the test file.
const packages = "node_modules/(cdktf/(?!lib/testing/(adapters|matchers))|constructs/|@cdktf/provider-|zod/)";
// Packages of ECMAScript modules, which Jest cannot load as they are: GitHub's REST client, and the expressions of workflows.
const modules = "node_modules/@(octokit/rest|actions/expressions)/";
const shared = `/(${packages}.*\\.c?js|__tests__/process-wide\\.cjs)$`;

const project = {
  testEnvironment: "<rootDir>/__tests__/environment.cjs",
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
    [`${modules}.*\\.js$`]: "<rootDir>/__tests__/bundled-modules.cjs",
    [shared]: "<rootDir>/__tests__/shared-modules.cjs",
  },
  // Other packages are not transformed.
  transformIgnorePatterns: [`^(?!.*(${shared}|${modules})).*/node_modules/`],
  // Jest would read tens of thousands of files there when it starts. A user's `project/` may hold packages of any name.
  modulePathIgnorePatterns: ["<rootDir>/.local/", "<rootDir>/project/"],
  // A dynamic import of TypeScript's node16 resolution names the emitted file.
  moduleNameMapper: {
    "^(\\.{1,2}/.+)\\.js$": "$1",
    // Has no entry for `require`.
    "^@actions/expressions$": "<rootDir>/node_modules/@actions/expressions/dist/index.js",
  },
  // In a test file's context each access of a global is a call; as an argument of the module it is not.
  sandboxInjectedGlobals: ["Object", "Array", "Map", "Set", "Error", "JSON", "Promise", "RegExp", "String", "Math"],
  globalSetup: "<rootDir>/__tests__/global-setup.cjs",
  globalTeardown: "<rootDir>/__tests__/global-teardown.cjs",
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
};

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    {
      ...project,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/(terraform|functions|operator/terminal)/"],
    },
    // Tests that start Terraform or an emulator, or type in a terminal: they take minutes.
    {
      ...project,
      displayName: "terraform",
      testMatch: ["<rootDir>/__tests__/{terraform,functions,operator/terminal}/**/*.test.ts"],
      // `npm run test:release`: an hour.
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/terraform/release/all/"],
    },
  ],
  collectCoverageFrom: ["{main,stacks/**/*,modules/**/*,settings/**/*,operator/**/*,functions/**/*}.ts"],
  coverageReporters: ["text-summary"],
  // By default Jest leaves one core idle.
  maxWorkers: "100%",
  coverageThreshold: { global: { lines: 85 }, "./functions/": { lines: 85 } },
};
