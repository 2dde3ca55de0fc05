import { setupJest } from "cdktf/lib/testing/adapters/jest";

setupJest();

// Jest's 5 seconds are an assertion on how busy the machine is. What hangs is ended by this.
jest.setTimeout(180_000);

// Texts are compared without colours, which picocolors turns on where CI is set.
process.env.NO_COLOR = "1";
