import "cdktf/lib/testing/adapters/jest";
import { Testing } from "cdktf";

Testing.setupJest();

// Texts are compared without colours, which picocolors turns on where CI is set.
process.env.NO_COLOR = "1";

// cdktf takes a stack trace of each token, which Jest maps to sources, an eighth of the time, and which nobody reads. Errors have theirs.
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (object instanceof Error) captureStackTrace(object, below);
};
