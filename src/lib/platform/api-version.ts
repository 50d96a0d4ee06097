/** Version of the HTTP API (semantic versioning). Increment it when a route, a parameter or an answer changes. */
export const API_VERSION = '1.3.0';
