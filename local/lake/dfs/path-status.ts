import { SAS_STATUS } from '../auth/sas-access';
import { requireReadable } from '../store/reads';
import { contentHeaders, readConditions, versionHeaders } from '../wire/headers';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { accessHeaders, toProperties } from './path-headers';

/**
 * `HEAD /<filesystem>/<path>?action=getStatus` → 200: system properties only. Without `action` the Blob
 * endpoint's HEAD responds.
 */
export const getPathStatus: LakeOperation = {
  name: 'GetPathStatus',
  api: 'dfs',
  sas: SAS_STATUS,
  query: ['upn'],
  headers: [...CONDITION_HEADERS],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        ...contentHeaders(found.headers, { partial: false }),
        ...accessHeaders(found),
        'content-length': found.length,
        'x-ms-resource-type': found.kind === 'file' ? 'file' : 'directory',
        'x-ms-properties': toProperties(found.metadata),
      },
    };
  },
};
