/**
 * The import id of a resource on Azure that is in the way, out of the words with which an apply failed; nothing if they do not hold it. The
 * provider says the whole id of what exists (`ImportAsExistsError`, azurerm 4.55), and that is what it imports by. Of a role assignment, whose
 * name is another for each attempt, Azure itself says the last part of the id only.
 */
export function azureImportId(
  type: string,
  text: string,
  planned: Readonly<Record<string, unknown>>,
): string | undefined {
  const [, whole] = /with the ID "+([^"\s]+)"+ already exists/i.exec(text) ?? [];
  if (whole) return whole;
  if (type !== "azurerm_role_assignment") return undefined;
  const [, digits = ""] = /existing role assignment is ['"]?([0-9a-f-]{32,36})/i.exec(text) ?? [];
  const { scope } = planned;
  const guid = digits.replaceAll("-", "").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  if (!guid || typeof scope !== "string" || scope === "") return undefined;
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid}`;
}
