/** Version of the package, which the page and the front page show. A test compares it with package.json. */
export const APP_VERSION = '0.1.0';
