import { UserError } from "../../process/user-error";
export async function promote(_subject: string, _options: object): Promise<void> {
  throw new UserError("pipeline promote: not there yet");
}
