/** Hours that what is said of a build may be old: a week, for a release in another environment, a delivery, and the sum of scans. */
export const evidenceHours = 7 * 24;
