import { isSecretVariable } from "../../../settings/schema/rules";
import { holdsSecret } from "../../../settings/secret-values";

/** Names that often hold a secret in compose files, in addition to those that settings refuse. */
const secretName = /(PASS|PWD|SECRET|TOKEN|KEY|CREDENTIAL|SALT|DSN|PRIVATE|CERT|WEBHOOK)(_|$|S$)|AUTH$|_PASSPHRASE/;
/** Names of keys and certificates that are public or say where one is. */
const publicName = /PUBLIC|_(FILE|PATH|ID|NAME|PREFIX|ALGORITHM|HEADER|TTL|EXPIRY|LENGTH)$/;

/** Whether the value of a variable must not be copied, by its name or its form. */
export function isSecret(name: string, value: string): boolean {
  const upper = name.toUpperCase();
  return isSecretVariable(upper, value) || (secretName.test(upper) && !publicName.test(upper));
}

/** A command for people, without words that hold secrets. */
export function shownCommand(words: readonly string[]): string {
  return words.map((word) => (holdsSecret(word) || secretFlag.test(word) ? "(hidden)" : word)).join(" ");
}

/** Whether a command holds a secret. */
export function commandHoldsSecret(words: readonly string[]): boolean {
  return words.some((word, at) => holdsSecret(word) || secretFlag.test(word) || secretOption.test(words[at - 1] ?? ""));
}

const secretFlag = /(pass(word|wd|phrase)?|secret|token|api[-_]?key)s?[=:]\S/i;
const secretOption = /^--?[\w-]*(pass(word|wd|phrase)?|secret|token|api[-_]?key)$/i;
