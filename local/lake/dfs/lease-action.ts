import { type HttpReply } from '../../kit';
import { readLeaseDuration, requireLeaseId } from '../blob/lease';
import { type Conditions } from '../store/conditions';
import { type Leases } from '../store/leases';
import { readConditions } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';

/** Headers of an append or a flush that also changes the lease of its path. */
export const LEASE_ACTION_HEADERS = [
  'x-ms-lease-action',
  'x-ms-lease-duration',
  'x-ms-proposed-lease-id',
] as const;

/**
 * Runs an append or a flush with its `x-ms-lease-action` ("Path - Update"). `acquire` leases the path before. `auto-renew`
 * renews its lease afterwards, and `release` ends it. `acquire-release` does both. A lease that was acquired for a
 * refused request ends.
 *
 * @param options.flushes whether the data becomes visible; only then a lease can be released
 */
export async function withLeaseAction(
  request: LakeRequest,
  options: {
    readonly leases: Leases;
    readonly flushes: boolean;
    readonly run: (conditions: Conditions) => Promise<HttpReply>;
  },
): Promise<HttpReply> {
  const { leases, run } = options;
  const { path } = request;
  const conditions = readConditions(request);
  const action = request.header('x-ms-lease-action')?.toLowerCase();
  switch (action) {
    case undefined:
      return run(conditions);
    case 'auto-renew': {
      const id = requireLeaseId(request, 'x-ms-lease-id');
      const reply = await run(conditions);
      leases.renew(path, id);
      return { ...reply, headers: { ...reply.headers, 'x-ms-lease-renewed': 'true' } };
    }
    case 'release': {
      requireFlush(options.flushes);
      const id = requireLeaseId(request, 'x-ms-lease-id');
      const reply = await run(conditions);
      leases.release(path, id);
      return reply;
    }
    case 'acquire':
    case 'acquire-release': {
      const releases = action === 'acquire-release';
      if (releases) requireFlush(options.flushes);
      const id = requireLeaseId(request, 'x-ms-proposed-lease-id');
      const isNew = leases.stateOf(path) !== 'leased';
      leases.acquire(path, id, readLeaseDuration(request));
      try {
        const reply = await run({ ...conditions, leaseId: id });
        if (releases) leases.release(path, id);
        return reply;
      } catch (error) {
        if (isNew) leases.release(path, id);
        throw error;
      }
    }
    default:
      throw new LakeRefusal(
        'header_invalid',
        '"x-ms-lease-action" must be acquire, auto-renew, release or acquire-release.',
      );
  }
}

function requireFlush(flushes: boolean): void {
  if (!flushes)
    throw new LakeRefusal(
      'header_invalid',
      'A lease can only be released by a flush or by an append with flush=true.',
    );
}
