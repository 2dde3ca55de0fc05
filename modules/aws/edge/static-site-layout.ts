/** The folders of a site's bucket: `StaticSite` serves them and `npm run publish-site` fills them. */

/** The root of the site: only files below this folder are served. */
export const webRoot = "public";

/** The file at the site's root that the stack writes (`SiteConfiguration`). A release does not change it. */
export const configurationFile = "config.json";

/** Records of what was published when. The folder is outside the web root, so only the account can read it. */
export const releaseFolder = "releases";
