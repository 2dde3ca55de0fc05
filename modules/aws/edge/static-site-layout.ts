/** How a site's bucket is laid out: `StaticSite` serves it so, and `npm run publish-site` fills it so. */

/** Only what is below this folder is served, under its path there: the root of the site. */
export const webRoot = "public";

/** The file of the site, at its root, that the stack writes (`SiteConfiguration`); releases leave it alone. */
export const configurationFile = "config.json";

/** What was published when, beside the web root: nobody but the account sees it. */
export const releaseFolder = "releases";
