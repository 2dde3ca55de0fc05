import type { Emulator } from "./emulator";
import { emulatorEnvironment } from "./emulator-environment";

/** From here on this process, and every Terraform it starts, talks to the emulator and to nothing else. */
export function useEmulator(folder: string, emulator: Emulator): void {
  for (const [name, value] of Object.entries(emulatorEnvironment(folder, emulator))) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
