import { join, resolve } from "node:path";
import { ensurePython, type PythonEnvironment, pythonOf } from "../python/environment";
import { type EmulatorProgram, programs } from "./emulator-program";

/** The Python of a program, once installed. */
export function emulatorPython(folder: string, program: EmulatorProgram): string {
  return resolve(pythonOf(environmentOf(folder, program)));
}

/** A file of a program's source. */
export function emulatorSource(folder: string, { name }: EmulatorProgram, file: string): string {
  return resolve(folder, "..", "operator", "local", name, file);
}

/**
 * Installs both programs of the emulator from PyPI, each in a virtual environment below `<folder>/python`, if they are missing or their
 * requirements have changed.
 * @param begins called before an installation, which takes a minute or two. @default - nothing is called
 */
export async function ensureEmulatorInstalled(folder: string, begins = () => {}): Promise<void> {
  const environments = programs.map((program) => environmentOf(folder, program));
  await ensurePython(environments, { what: "the emulator", lockFile: join(folder, "python.lock"), begins });
}

function environmentOf(folder: string, program: EmulatorProgram): PythonEnvironment {
  return {
    folder: join(folder, "python", program.name),
    requirements: emulatorSource(folder, program, "requirements.txt"),
  };
}
