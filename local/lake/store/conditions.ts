import { type Found } from './entry';
import { LakeRefusal } from '../wire/lake-refusal';

/**
 * Conditional headers of a request (RFC 9110, section 13, as interpreted in "Specifying conditional headers
 * for Blob service operations").
 */
export interface Conditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly ifModifiedSince?: number;
  /** Milliseconds since 1970, whole seconds. */
  readonly ifUnmodifiedSince?: number;
  /** Lease of the path, which a write of a leased path needs. */
  readonly leaseId?: string;
}

/** The first condition that is not met, or `met`. */
export type ConditionResult = 'met' | 'exists' | 'not_met' | 'unchanged';

export function checkConditions(conditions: Conditions, found: Found | undefined): ConditionResult {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (found === undefined) return ifMatch === undefined ? 'met' : 'not_met';
  const modifiedAt = Math.floor(found.modifiedAt / 1000) * 1000;
  if (ifMatch !== undefined && !names(ifMatch, found)) return 'not_met';
  if (ifUnmodifiedSince !== undefined && modifiedAt > ifUnmodifiedSince) return 'not_met';
  if (ifNoneMatch === '*') return 'exists';
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, found) ? 'unchanged' : 'met';
  return ifModifiedSince !== undefined && modifiedAt <= ifModifiedSince ? 'unchanged' : 'met';
}

function names(condition: string, found: Found): boolean {
  return condition === '*' || condition.replace(/^"|"$/g, '') === found.tag;
}

/** @throws LakeRefusal 409 if the path must not exist but does, 412 for any other condition */
export function requireForWrite(conditions: Conditions, found: Found | undefined): void {
  const result = checkConditions(conditions, found);
  if (result === 'exists') throw new LakeRefusal('path_exists');
  if (result !== 'met') throw new LakeRefusal('condition_not_met');
}

/** @throws LakeRefusal 304 if the reader already has this version, 412 for any other condition */
export function requireForRead(conditions: Conditions, found: Found): void {
  const result = checkConditions(conditions, found);
  if (result === 'unchanged' || result === 'exists') throw new LakeRefusal('not_modified');
  if (result !== 'met') throw new LakeRefusal('condition_not_met');
}

/** @throws LakeRefusal 412 if a condition on the source of a rename or copy is not met */
export function requireOfSource(conditions: Conditions, source: Found): void {
  if (checkConditions(conditions, source) !== 'met') throw new LakeRefusal('source_condition_not_met');
}
