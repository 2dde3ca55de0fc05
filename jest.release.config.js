const { projects } = require("./jest.config.js");

const { testPathIgnorePatterns: _, ...terraform } = projects.find(({ displayName }) => displayName === "terraform");

/**
 * Every way in which a release can end, on an emulator, by real Terraform: `npm run test:release`.
 * @type {import("jest").Config}
 */
module.exports = {
  ...terraform,
  displayName: "release",
  testMatch: ["<rootDir>/__tests__/terraform/release/**/*.test.ts"],
  // Each file has its own emulator and starts one Terraform after the other.
  maxWorkers: 1,
};
