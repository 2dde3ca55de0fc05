import type { Emulator } from "./emulator";
import { emulatorEnvironment } from "./emulator-environment";

/** Makes this process, and every Terraform that it starts, use the emulator only. */
export function useEmulator(folder: string, emulator: Emulator): void {
  for (const [name, value] of Object.entries(emulatorEnvironment(folder, emulator))) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
