import { setupJest } from "cdktf/lib/testing/adapters/jest";

setupJest();

// Jest's default of 5 seconds fails on a busy machine. This ends only tests that hang.
jest.setTimeout(180_000);

// Tests compare texts without colours, which picocolors turns on if CI is set.
process.env.NO_COLOR = "1";
