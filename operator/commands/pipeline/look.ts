import { UserError } from "../../process/user-error";
export async function look(what: string, _patterns: readonly string[], _options: object): Promise<void> {
  throw new UserError(`pipeline look ${what}: not there yet`);
}
