import { existsSync } from 'node:fs';
import { StandInError } from '../../../shared/stand-in-error';
import { duckDbType } from '../../delta/scan-sql';
import { sqlName, sqlText } from '../../delta/sql-text';
import { sqlPaths } from '../sql';
import { type BronzeType, type NestedType } from './bronze-types';

type Struct = Extract<NestedType, { readonly struct: unknown }>;

/** What landing says of a line; `verdict` decides whether it counts. */
const META: Struct = {
  struct: {
    verdict: 'string',
    contract: 'string',
    version: 'integer',
    partition: 'integer',
    sequenceNumber: 'long',
    offset: 'string',
    enqueuedTime: 'timestamp',
    landedAt: 'timestamp',
  },
};

/**
 * SQL for the accepted lines of one contract in these slots: `meta` and `event`, both structs.
 *
 * Lines of other contracts share the slots and need not fit this one's type, so the event is read as JSON first and
 * typed only after the line was chosen: about half as much time again as reading it typed at once (1.3 s against 0.8 s a
 * million events on two cores), for which a field may be a text in one contract and an object in another. What an
 * event does not have, and null, is NULL. Values fit their types, because landing has checked the contract.
 *
 * @param files of this machine
 * @throws StandInError `corrupt` for a slot that is missing
 */
export function contractRelation({ contract, event }: BronzeType, files: readonly string[]): string {
  const meta = `STRUCT(${structFields(META)})`;
  if (files.length === 0)
    return `SELECT CAST(NULL AS ${meta}) AS meta, CAST(NULL AS ${toDuckDbType(event)}) AS event WHERE false`;
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new StandInError('corrupt', `the slot ${missing} is missing`);
  const columns = `{meta: ${sqlText(meta)}, event: 'JSON'}`;
  const structure = sqlText(JSON.stringify(toStructure(event)));
  return (
    `SELECT meta, from_json(event, ${structure}) AS event ` +
    `FROM read_json(${sqlPaths(files)}, format = 'newline_delimited', compression = 'gzip', columns = ${columns}) ` +
    `WHERE meta.verdict = 'accepted' AND meta.contract = ${sqlText(contract)}`
  );
}

function toDuckDbType(type: NestedType): string {
  if (typeof type === 'string') return duckDbType(type);
  if ('array' in type) return `${toDuckDbType(type.array)}[]`;
  return `STRUCT(${structFields(type)})`;
}

function structFields(type: Struct): string {
  return Object.entries(type.struct)
    .map(([name, field]) => `${sqlName(name)} ${toDuckDbType(field)}`)
    .join(', ');
}

/** As `from_json` takes it: an object for a struct, a list of one for an array, a name for the rest. */
function toStructure(type: NestedType): unknown {
  if (typeof type === 'string') return duckDbType(type);
  if ('array' in type) return [toStructure(type.array)];
  return Object.fromEntries(Object.entries(type.struct).map(([name, field]) => [name, toStructure(field)]));
}
