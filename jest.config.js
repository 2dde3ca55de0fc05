/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // A dynamic import of TypeScript's node16 resolution names the emitted file.
  moduleNameMapper: { "^(\\.{1,2}/.+)\\.js$": "$1" },
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
  collectCoverageFrom: ["{main,stacks/**/*,modules/**/*,settings/**/*,operator/**/*}.ts"],
  coverageReporters: ["text-summary"],
};
