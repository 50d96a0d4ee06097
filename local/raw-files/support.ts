import { type ServiceSupport } from '../kit';

/** What the server of raw files does and what it refuses; local/SUPPORT.md is written from it. */
export const support: ServiceSupport = {
  defaultPort: 10_041,
  service: 'Raw files of a GitHub repository',
  supported: [
    {
      id: 'file',
      feature: 'GET and HEAD of /owner/name/<reference>/<folder>/<file>',
      note: 'One folder of one repository; every branch, tag or commit shows the same files, those of the package vega-datasets unless told otherwise.',
    },
    { id: 'etag', feature: 'ETag, and 304 for If-None-Match' },
  ],
  refused: [
    { id: 'elsewhere', feature: 'Other repositories and folders', note: '404' },
    { id: 'method', feature: 'Other methods than GET and HEAD', note: '405' },
    { id: 'range', feature: 'Ranges', note: '501; the real server answers 206' },
  ],
};
