import "cdktf/lib/testing/adapters/jest";
import { Testing } from "cdktf";

Testing.setupJest();

// Texts are compared without colours, which picocolors turns on where CI is set.
process.env.NO_COLOR = "1";
