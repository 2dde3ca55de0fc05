import type { Command } from "commander";

/** Adds the commands that look at what is deployed, and compare it with what was written. */
export function addWatchCommands(_program: Command): void {}
