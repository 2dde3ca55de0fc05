import { printError } from "../../operations/command-output";
import { checkPython } from "../../python/checks";

/** Checks the Python of the checkout, or corrects it. Exit code 1 where a tool found something. */
export async function python(what: "check" | "format"): Promise<void> {
  const begins = () => printError("Installing ruff and mypy, which check Python…");
  const ran = await checkPython({ root: process.cwd(), write: what === "format", begins });
  const failed = ran.filter((one) => one.failed !== undefined);
  for (const { name, failed: said } of failed) printError(`${name}\n${said}\n`);
  if (failed.length > 0 && what === "check") printError("`npm run format` corrects format and what ruff can correct");
  process.exitCode = failed.length > 0 ? 1 : 0;
}
