/** Of the HTTP API (semantic versioning): raised when a route, a parameter or an answer changes. */
export const API_VERSION = '1.2.0';
