import { basename } from "node:path";

/** The AWS configuration file with the emulators' endpoints and keys, in the operator's own folder. */
export const emulatorConfig = "aws-config";

/** Whether programs with these environment variables use the emulators of a checkout: they are its own, and so is every state in them. */
export const usesEmulator = (env: NodeJS.ProcessEnv): boolean =>
  basename(env["AWS_CONFIG_FILE"] ?? "") === emulatorConfig;
