import { type ServiceSupport, webPagesRow } from '../kit';

/**
 * Supported and refused operations of the server of raw files. `npm run generate` writes local/SUPPORT.md
 * from it.
 */
export const support: ServiceSupport = {
  defaultPort: 10_041,
  service: 'Raw files of a GitHub repository',
  supported: [
    {
      id: 'file',
      feature: 'GET and HEAD of /owner/name/<reference>/<folder>/<file>',
      note: 'One folder of one repository. Every branch, tag and commit has the same files. By default they are those of the package vega-datasets.',
    },
    { id: 'etag', feature: 'ETag, and 304 for If-None-Match' },
  ],
  refused: [
    { id: 'elsewhere', feature: 'Other repositories and folders', note: '404' },
    { id: 'method', feature: 'Other methods than GET and HEAD', note: '405' },
    { id: 'range', feature: 'Ranges', note: '501; the real server returns 206' },
  ],
  different: [webPagesRow],
};
