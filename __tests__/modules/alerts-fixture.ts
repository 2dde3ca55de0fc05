import type { AlertSettings } from "../../modules/alerts";
import { alerts as alertsSchema } from "../../settings/schema/alerts";
import { alertsOf } from "../../stacks/shared-settings";

/** The alerts of documents 002 and 003 with the figures that the settings have by default. */
export const alerts: AlertSettings = alertsOf(alertsSchema.parse({}));
